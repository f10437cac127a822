"""Practice by the door: every exercise can be read and decided with plain forms, and nothing at all is kept of it."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import select

from house import Doors, easy, open_doors, token
from moderator import Moderator, moderating, problem
from parvis.core.clock import DAY, HOUR
from parvis.core.staff import Role
from parvis.moderation.exercises import EXERCISES, Exercise
from parvis.store.database import Reading
from parvis.store.schema import metadata

LENGTHS = {24 * HOUR: "24h", 3 * DAY: "3d", 30 * DAY: "30d"}
AGREED = {"fr": "Vous décidez comme une personne d’expérience", "en": "You decide as somebody experienced would"}
ALIVE = {"staff_session"}
"""Every page of the team says that somebody is still there."""


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path_factory.mktemp("training"), demo=True, shape=easy) as doors:
        yield doors


@pytest.fixture
async def trainee(house: Doors) -> AsyncIterator[Moderator]:
    async with moderating(house, "Camille", Role.TRAINEE) as one:
        yield one


async def send(house: Doors, who: Moderator, slug: str, **form: str | list[str]) -> httpx.Response:
    path = f"/desk/training/{slug}"
    csrf = token(await who.get(path))
    return await who.client.post(path, data={"csrf": csrf, **form}, headers={"Origin": house.origin})


def advised(one: Exercise) -> dict[str, str | list[str]]:
    """The form as an experienced colleague would send it."""
    advice = one.advice
    lengths = {f"for-{measure}": LENGTHS[ms] for measure, ms in advice.measures.items() if ms}
    return {
        "do": "preview", "harm": advice.harm.value, "rule": str(advice.rule), "ground": "terms",
        "measure": [measure.value for measure in advice.measures], **lengths,
        **{f"facts-{lang}": text for lang, text in advice.facts.items()},
    }  # fmt: skip


async def everything_kept(house: Doors) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a digest of them."""

    def look(conn: Reading) -> dict[str, tuple[int, str]]:
        kept = {}
        for table in metadata.sorted_tables:
            rows = sorted(repr(tuple(row)) for row in conn.execute(select(table)))
            told = "" if table.name in ALIVE else hashlib.sha256("\n".join(rows).encode()).hexdigest()
            kept[table.name] = (len(rows), told)
        return kept

    return await house.house.means.db.read(look)


async def test_a_trainee_who_comes_to_the_desk_is_led_to_practice_with_a_kind_word(trainee: Moderator) -> None:
    answer = await trainee.client.get("/desk")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/training")
    page = await trainee.get("/desk/training")
    assert "Bienvenue. Votre rôle" in page
    assert 'href="/desk/approvals"' not in page and "data-moves" not in page
    assert 'href="/desk"' in await trainee.get("/staff/me")


async def test_whoever_decides_may_practise_too_and_keeps_their_own_desk(house: Doors) -> None:
    async with moderating(house, "Dominique", Role.MODERATOR) as moderator:
        assert 'href="/desk/training"' in await moderator.get("/desk")
        assert "Bienvenue. Votre rôle" not in await moderator.get("/desk/training")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.LEGAL])
async def test_it_is_not_for_who_decides_nothing(house: Doors, role: Role) -> None:
    async with moderating(house, role.value, role) as other:
        await other.get("/desk/training", 403)
        await other.get("/desk/training/insult", 403)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("one", EXERCISES, ids=lambda one: one.slug)
async def test_each_is_read_and_decided_as_advised_and_nothing_is_kept(house: Doors, one: Exercise, lang: str) -> None:
    async with moderating(house, "Sacha", Role.TRAINEE, lang=lang) as trainee:
        before = await everything_kept(house)
        page = await trainee.get(f"/desk/training/{one.slug}")
        assert one.said.text[lang] in html_of(page)
        assert one.advice.why[lang] not in html_of(page), "the answer comes after the attempt"
        answer = await send(house, trainee, one.slug, **advised(one))
        assert (answer.status_code, problem(answer.text)) == (200, "")
        shown = html_of(answer.text)
        assert AGREED[lang] in shown and one.advice.why[lang] in shown
        assert all(facts in shown for facts in one.advice.facts.values()), "the letter, in each language"
        assert 'value="confirm"' not in answer.text
        assert await everything_kept(house) == before


def html_of(page: str) -> str:
    return page.replace("&#39;", "'").replace("&quot;", '"').replace("&amp;", "&")


async def test_what_is_missing_is_said_as_at_the_desk_and_what_was_typed_is_still_there(
    house: Doors, trainee: Moderator
) -> None:
    nothing = await send(house, trainee, "insult", do="preview")
    assert nothing.status_code == 422 and problem(nothing.text)
    wordless = await send(house, trainee, "insult", do="preview", measure=["mute"], rule="2")
    assert wordless.status_code == 422 and 'id="colleague"' not in wordless.text
    assert 'value="mute" data-key' in wordless.text
    against = await send(house, trainee, "rude", do="preview", measure=["nothing", "warn"])
    assert against.status_code == 422 and problem(against.text)
    told = await send(house, trainee, "insult", do="preview", measure=["warn"], **{"facts-fr": "Écrivez à a@b.example"})
    assert told.status_code == 422 and "a@b.example" in told.text


async def test_another_decision_is_shown_with_its_letter_and_the_colleagues(house: Doors, trainee: Moderator) -> None:
    harsh = await send(
        house, trainee, "rude", do="preview", measure=["remove", "ban"], rule="2", harm="hate",
        **{"facts-fr": "Vous avez dit bête une idée."},
    )  # fmt: skip
    assert harsh.status_code == 200
    assert "aurait décidé autrement" in harsh.text
    assert "Son choix" in harsh.text and "aucune règle enfreinte" in harsh.text
    assert "Attend l’accord d’une seconde personne." in harsh.text
    assert "Vous avez dit bête une idée." in harsh.text


async def test_a_template_fills_the_facts_without_a_script_and_keeps_what_was_ticked(
    house: Doors, trainee: Moderator
) -> None:
    filled = await send(house, trainee, "insult", do="fill", text="insult-room", measure=["warn"])
    assert filled.status_code == 200
    assert "vous avez adressé à une autre personne des mots blessants" in filled.text
    assert 'value="warn" data-key="2" checked' in filled.text


async def test_one_that_is_not_there_is_said_to_be_none(house: Doors, trainee: Moderator) -> None:
    await trainee.get("/desk/training/nowhere", 404)
    csrf = token(await trainee.get("/desk/training/insult"))
    answer = await trainee.client.post("/desk/training/nowhere", data={"csrf": csrf}, headers={"Origin": house.origin})
    assert answer.status_code == 404

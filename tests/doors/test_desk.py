"""The desk's pages as plain forms: who sees what, what is said before it is done, and what happens when two meet."""

from __future__ import annotations

import html
import itertools
from collections.abc import AsyncIterator

import pytest

from caseload import reported, said
from cast import ACCUEIL, adult, send
from house import Doors, easy, open_doors
from moderator import FACTS, Moderator, moderating, problem
from parvis.access import visits
from parvis.access.visits import Began
from parvis.chat import messages, rooms
from parvis.chat.square import Live
from parvis.core.casework import Case, Channel, DecisionState, Happened, Identity, Status
from parvis.core.clock import day_of
from parvis.core.ids import CaseId, VisitId
from parvis.core.looking import Purpose, Sight
from parvis.core.people import AgeBand, Origin, Profile
from parvis.core.policy import Harm, Queue, Reason
from parvis.core.staff import Role
from parvis.core.talk import Outcome, Page
from parvis.core.talk import Status as MessageStatus
from parvis.core.verdict import Kind, Value
from parvis.moderation import appeals, cases, reports, statements
from parvis.moderation.cases import CaseView
from parvis.moderation.refusal import Refused
from parvis.moderation.reports import Filed, Notice
from parvis.store import cases as stored_cases
from parvis.store import looks, rule_hits
from parvis.store.exposure import add as add_exposure
from parvis.store.rule_hits import Hit, Seen
from team import forget_touch

COUNT = itertools.count()
"""So that each case has a person of its own; letters alone, for chance can look like anything."""


@pytest.fixture(scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    """A server with a team; each test has its own people and cases."""
    async with open_doors(tmp_path_factory.mktemp("desk"), demo=True, shape=easy) as doors:
        yield doors


@pytest.fixture
async def anne(desk: Doors) -> AsyncIterator[Moderator]:
    async with moderating(desk, "Anne") as one:
        yield one


@pytest.fixture
async def boris(desk: Doors) -> AsyncIterator[Moderator]:
    async with moderating(desk, "Boris") as one:
        yield one


async def view(doors: Doors, case: CaseId) -> CaseView:
    found = await cases.view(doors.house.office, case)
    assert found is not None
    return found


async def enter(doors: Doors, name: str) -> Live:
    """Somebody on the square with a device of their own, so that what hits one does not hit the next."""
    square, means = doors.house.square, doors.house.means
    origin = Origin(device=means.keys.hash("device", name), network=means.keys.hash("network", name))
    profile = Profile(nickname=name, age_band=AgeBand.FROM_25)
    began = await visits.begin(means, await adult(means), profile, origin, "fr")
    assert isinstance(began, Began), began
    live = await square.arrive(began.visit, origin.network)
    assert isinstance(await rooms.join(square, live, ACCUEIL), Page)
    return live


async def fresh(doors: Doors, name: str, reason: Reason = Reason.HARASSMENT) -> Case:
    """Somebody said good evening, and it was reported."""
    item = await said(doors.house.square, await enter(doors, name), f"Bonsoir de {name}", "c1")
    return (await reported(doors.house.office, item, reason))[0]


# ---------------------------------------------------------------- looking


async def test_what_was_said_is_shown_to_whoever_takes_the_case_and_the_look_is_noted(
    desk: Doors, anne: Moderator, boris: Moderator
) -> None:
    case = await fresh(desk, "Albertine")
    before = await anne.get(f"/desk/case/{case.id}")
    assert "Bonsoir de Albertine" not in before and "Prendre ce dossier" in before
    assert "Bonsoir de Albertine" in await anne.claim(case.id)
    assert "Bonsoir de Albertine" not in await boris.get(f"/desk/case/{case.id}"), "a colleague has not said why"
    [look] = await desk.house.means.db.read(lambda conn: looks.latest(conn, 10, staff_id=anne.id))
    assert (look.purpose, look.what, look.case) == (Purpose.DECIDE, Sight.REPORT, case.id)
    await anne.get(f"/desk/case/{case.id}")
    assert len(await desk.house.means.db.read(lambda conn: looks.latest(conn, 10, staff_id=anne.id))) == 1, "one look"


async def test_what_the_guard_recognised_is_said_in_words_and_a_score_as_a_second_opinion(
    desk: Doors, anne: Moderator
) -> None:
    house, live = desk.house, await enter(desk, "Karl Lent")
    house.square.packs.swap(house.square.packs.edition.scored_by(None))
    await house.recount()
    lure = "rejoins-moi à 22 h derrière la gare, viens seul et sans téléphone"
    held = await messages.say(house.square, live, send(lure, "lure"))
    assert isinstance(held, Outcome) and held.status is MessageStatus.HELD
    await house.office.hits.write(house.office)
    now = house.means.clock.now()
    waiting = await house.means.db.read(lambda conn: stored_cases.in_line(conn, list(Queue), now, limit=100))
    one = next(each for each in waiting if each.author is not None and each.author.nickname == "Karl Lent")
    page = html.unescape(await anne.claim(one.id))
    assert "Venir seul, à un endroit à l'écart, à une heure" in page
    assert "Un programme a cru reconnaître cela" in page
    assert "second avis" not in page, "no rule read a score"
    read: dict[str, Value] = {"learned.threat": 12, "learned.harm": 97, "learned.on": True, "learned.model": "toy@1"}
    hit = Hit(rule="a-rule-of-yesterday", version="1", acts=(), read=read, shadow=False)
    seen = Seen(
        at=now, kind=Kind.MESSAGE, ref=one.subject.ref, who="w", ruling="allow", features={}, hits=(hit,)
    )  # fmt: skip
    await house.means.db.write(lambda tx: rule_hits.add(tx, [seen]))
    then = html.unescape(await anne.get(f"/desk/case/{one.id}")).replace("\u2068", "").replace("\u2069", "")
    assert "a-rule-of-yesterday" in then and "97 sur 100" in then
    assert "second avis" in then and "ne décide rien" in then


async def test_context_opens_in_steps_each_with_a_purpose_and_the_last_is_the_leads(desk: Doors) -> None:
    square = desk.house.square
    live = await enter(desk, "Bathilde")
    items = [await said(square, live, f"message numéro {n}", f"b{n}") for n in range(12)]
    case, _ = await reported(desk.house.office, items[5])
    path = f"/desk/case/{case.id}/context"
    async with moderating(desk, "Mado", Role.MODERATOR) as mado:
        assert (await mado.post(path, step="2")).status_code == 422, "why is not said"
        assert (await mado.post(path, step="2", purpose="safety")).status_code == 303
        near = await mado.get(f"/desk/case/{case.id}")
        assert "message numéro 8" in near and "message numéro 9" not in near
        assert (await mado.post(path, step="3", purpose="safety")).status_code == 303
        assert "message numéro 11" in await mado.get(f"/desk/case/{case.id}")
        assert (await mado.post(path, step="4", purpose="safety")).status_code == 403
        events = (await view(desk, case.id)).events
        assert Happened.WATCHED in [event.kind for event in events]


async def test_cases_about_minors_do_not_exist_for_whoever_is_not_trained_for_them(desk: Doors) -> None:
    case = await fresh(desk, "Clotilde", Reason.MINOR)
    async with (
        moderating(desk, "Mado", Role.MODERATOR) as mado,
        moderating(desk, "Cléo", Role.CHILD_SAFETY) as cleo,
    ):
        assert "mineure" not in (await mado.get("/desk"))
        for path in (f"/desk/case/{case.id}", f"/desk/go?n={case.number}"):
            assert problem(await mado.get(path, 404)), "for her it does not exist"
        assert await mado.get(f"/api/desk/pulse?case={case.id}") == await mado.get("/api/desk/pulse")
        assert (await mado.step(case.id, "claim")).status_code == 404
        assert "mineure" in await cleo.get("/desk")
        assert "Bonsoir de Clotilde" in await cleo.claim(case.id)


async def test_the_next_case_is_the_gravest_and_its_number_leads_to_it(desk: Doors) -> None:
    await fresh(desk, "Delphine", Reason.SPAM)
    grave = await fresh(desk, "Dorothée", Reason.DANGER)
    async with moderating(desk, "Mado", Role.MODERATOR) as mado:
        answer = await mado.post("/desk/next")
        assert answer.headers["location"] == f"/desk/case/{grave.id}"
        page = await mado.get("/desk")
        assert "Dossiers que j’ai pris" in page
        jump = await mado.client.get(f"/desk/go?n={grave.number}")
        assert jump.headers["location"] == f"/desk/case/{grave.id}"
        await mado.step(grave.id, "free")


# ---------------------------------------------------------------- two people at one case


async def test_the_second_who_wants_a_case_reads_who_has_it(desk: Doors, anne: Moderator, boris: Moderator) -> None:
    case = await fresh(desk, "Églantine")
    await anne.claim(case.id)
    answer = await boris.step(case.id, "claim")
    assert answer.status_code == 409
    assert f"n°\u00a0{anne.colleague.staff.number}" in problem(answer.text)
    for do in ("skip", "free", "escalate", "hold", "classify"):
        assert (await boris.step(case.id, do, harm="spam", words="x")).status_code == 409, do


async def test_a_page_that_missed_something_decides_nothing_and_loses_nothing(
    desk: Doors, anne: Moderator, boris: Moderator
) -> None:
    case = await fresh(desk, "Félicie")
    await anne.claim(case.id)
    seq = await anne.seq(case.id)
    await boris.post(f"/desk/case/{case.id}/context", step="1", purpose="safety")
    assert (await boris.step(case.id, "note", words="C’est une blague entre eux.")).status_code == 303
    answer = await anne.confirm(case.id, "remove", seq=seq)
    assert answer.status_code == 409
    assert "Quelqu’un d’autre a avancé" in problem(answer.text)
    assert html.escape(FACTS["facts-fr"], quote=False) in answer.text, "what was typed is kept"
    assert "C’est une blague entre eux." in await anne.get(f"/desk/case/{case.id}")
    assert (await view(desk, case.id)).decisions == []
    assert (await anne.confirm(case.id, "remove")).status_code == 303, "having seen it, she may"


# ---------------------------------------------------------------- deciding


async def test_consequences_and_the_letter_are_shown_in_both_languages_before_anything_is_done(
    desk: Doors, anne: Moderator
) -> None:
    case = await fresh(desk, "Gervaise")
    await anne.claim(case.id)
    shown = await anne.preview(case.id, "remove", "mute", **{"for-mute": "24h"})
    assert shown.status_code == 200 and problem(shown.text) == ""
    for words in ("Ce qui arrivera", "laissez-passer et appareil, jamais le réseau", FACTS["facts-fr"],
                  FACTS["facts-en"], 'lang="en"'):  # fmt: skip
        assert words in html.unescape(shown.text).translate({0x2068: None, 0x2069: None}), words
    found = await view(desk, case.id)
    assert found.decisions == [] and found.statements == [] and found.case.state.status is Status.CLAIMED


async def test_what_is_confirmed_is_exactly_what_was_previewed(desk: Doors, anne: Moderator) -> None:
    case = await fresh(desk, "Hortense")
    await anne.claim(case.id)
    shown = await anne.preview(case.id, "warn")
    seen = shown.text.split('name="seen" value="')[1].split('"')[0]
    answer = await anne.post(
        f"/desk/case/{case.id}/decide", do="confirm", seen=seen, measure=["suspend"], seq=await anne.seq(case.id),
        **FACTS,
    )  # fmt: skip
    assert answer.status_code == 200 and "Confirmer" in answer.text, "shown again, with its own consequences"
    assert (await view(desk, case.id)).decisions == []


async def test_a_decision_can_be_undone_for_a_minute_and_the_case_is_ones_own_again(
    desk: Doors, anne: Moderator
) -> None:
    case = await fresh(desk, "Isaure")
    await anne.claim(case.id)
    assert (await anne.confirm(case.id, "mute")).status_code == 303
    page = await anne.get(f"/desk/case/{case.id}")
    assert 'id="undo"' in page and "encore annulable" in page
    [decision] = (await view(desk, case.id)).decisions
    assert decision.state is DecisionState.PENDING
    assert (await anne.step(case.id, "undo", decision=decision.id)).status_code == 303
    found = await view(desk, case.id)
    assert found.decisions[0].state is DecisionState.UNDONE and found.case.state.status is Status.CLAIMED


@pytest.mark.parametrize(
    ("measures", "form", "words"),
    [
        ([], {}, "au moins une mesure"),
        (["nothing", "warn"], {}, ""),
        (["warn"], {"facts-fr": "Vous avez écrit ###.", "facts-en": ""}, "blanc"),
        (["warn"], {"facts-fr": "", "facts-en": ""}, ""),
        (["warn"], {"facts-fr": "Écrivez à lea@exemple.org.", "facts-en": ""}, "désigner une autre"),
        (["warn"], {"ground": "illegal"}, ""),
    ],
)
async def test_what_is_missing_is_said_and_what_was_typed_stays(
    desk: Doors, anne: Moderator, measures: list[str], form: dict[str, str], words: str
) -> None:
    case = await fresh(desk, f"Jacinthe-{'abcdefghijkl'[next(COUNT)]}")
    await anne.claim(case.id)
    answer = await anne.preview(case.id, *measures, **form)
    assert answer.status_code == 422
    assert words in problem(answer.text) and problem(answer.text)
    for name, text in (FACTS | form).items():
        if name.startswith("facts") and text:
            assert text in html.unescape(answer.text)
    await anne.step(case.id, "free")


async def test_without_a_script_a_template_is_filled_in_by_the_server(desk: Doors, anne: Moderator) -> None:
    case = await fresh(desk, "Léonie")
    await anne.claim(case.id)
    answer = await anne.post(f"/desk/case/{case.id}/decide", do="fill", text="insult-room", measure=["warn"])
    page = html.unescape(answer.text)
    assert answer.url.query == b"", "what stands in the pane is in no address"
    assert "vous avez adressé à une autre personne des mots blessants\u00a0: «\u00a0###\u00a0»" in page
    assert "you addressed hurtful words to another person" in page


async def test_hostile_words_in_every_field_are_only_words(desk: Doors, anne: Moderator, boris: Moderator) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    square = desk.house.square
    item = await said(square, await enter(desk, "Mahaut"), f"mot {evil}", "m1")
    case, _ = await reported(desk.house.office, item)
    await anne.claim(case.id)
    await anne.step(case.id, "note", words=evil)
    shown = await anne.preview(case.id, "ban", **{"facts-fr": evil, "facts-en": evil, "explanation": evil})
    pages = [await anne.get(f"/desk/case/{case.id}"), shown.text]
    answer = await anne.confirm(case.id, "ban", opinion=evil, **{"facts-fr": evil, "facts-en": evil})
    pages += [await anne.get(answer.headers["location"]), await boris.get(answer.headers["location"])]
    await boris.post(answer.headers["location"] + "/look", words=evil)
    pages.append(await boris.get(answer.headers["location"]))
    for page in pages:
        assert "<script>alert" not in page and "<img src=x" not in page


# ---------------------------------------------------------------- two people


async def test_the_second_sees_the_case_first_and_then_the_proposal_and_agrees(
    desk: Doors, anne: Moderator, boris: Moderator
) -> None:
    case = await fresh(desk, "Nadège", Reason.SCAM)
    await anne.claim(case.id)
    answer = await anne.confirm(case.id, "ban", opinion="Troisième fois.")
    pair = answer.headers["location"]
    assert pair.startswith("/desk/approvals/")
    assert f"Dossier \u2068{case.number}\u2069" in await boris.get("/desk/approvals")
    own = await anne.get(pair)
    assert "une autre personne doit répondre" in own
    first = await boris.get(pair)
    assert "Troisième fois." not in first and FACTS["facts-fr"] not in first and "Bonsoir de Nadège" in first
    refused = await boris.post(pair + "/answer", do="agree")
    assert refused.status_code == 409, "without having looked"
    assert (await boris.post(pair + "/look", words="J’aurais exclu aussi.")).status_code == 303
    then = await boris.get(pair)
    assert "Troisième fois." in then and FACTS["facts-fr"] in then
    assert (await anne.post(pair + "/answer", do="agree")).status_code == 409, "not both hands of a pair"
    assert (await boris.post(pair + "/answer", do="agree", words="D’accord.")).status_code == 303
    [decision] = (await view(desk, case.id)).decisions
    assert (decision.by, decision.seconded_by) == (anne.id, boris.id)


async def test_a_ban_is_proposed_and_agreed_to_only_with_a_fresh_touch_of_the_key(
    desk: Doors, anne: Moderator, boris: Moderator
) -> None:
    case = await fresh(desk, "Gwenaëlle", Reason.SCAM)
    await anne.claim(case.id)
    await forget_touch(anne.colleague)
    refused = await anne.confirm(case.id, "ban", opinion="Troisième fois.")
    assert refused.status_code == 403 and "Touchez d’abord votre clé" in (problem(refused.text) or "")
    assert "Troisième fois." in refused.text, "what was written is still there"
    assert (await view(desk, case.id)).decisions == []
    await anne.colleague.step_up()
    pair = (await anne.confirm(case.id, "ban", opinion="Troisième fois.")).headers["location"]
    await boris.post(pair + "/look", words="J’aurais exclu aussi.")
    await forget_touch(boris.colleague)
    asked = await boris.post(pair + "/answer", do="agree", next=pair)
    assert asked.status_code == 403 and f'name="next" value="{pair}"' in asked.text
    await boris.colleague.step_up()
    assert (await boris.post(pair + "/answer", do="agree")).status_code == 303


async def test_what_was_seconded_long_ago_is_shown_to_nobody_who_has_not_said_why(
    desk: Doors, anne: Moderator, boris: Moderator
) -> None:
    case = await fresh(desk, "Noémie", Reason.SCAM)
    await anne.claim(case.id)
    pair = (await anne.confirm(case.id, "ban")).headers["location"]
    await boris.get(pair)
    await boris.post(pair + "/look", words="Vu.")
    assert (await boris.post(pair + "/answer", do="agree")).status_code == 303
    async with moderating(desk, "Chloé") as chloe:
        assert "Bonsoir de Noémie" in await chloe.get(pair)
        [look] = await desk.house.means.db.read(lambda conn: looks.latest(conn, 10, staff_id=chloe.id))
        assert (look.what, look.case) == (Sight.EVIDENCE, case.id)


async def test_a_report_is_called_unfounded_only_on_its_own_case(desk: Doors) -> None:
    other = await fresh(desk, "Norah")
    filed = await reports.file(desk.house.office, Notice(
        channel=Channel.OUTSIDER, reason=Reason.MINOR, lang="fr", good_faith=True, network="n",
        reporter=Identity(visit=VisitId(""), device="d"), locations=["/square/accueil"],
    ))  # fmt: skip
    assert isinstance(filed, Filed), filed
    async with moderating(desk, "Mado", Role.MODERATOR) as mado:
        await mado.claim(other.id)
        answer = await mado.step(other.id, "unfounded", report=filed.reports[0], unfounded="1")
        assert answer.status_code == 409
        done = await reports.judge(desk.house.office, mado.id, filed.reports[0], unfounded=True)
        assert isinstance(done, Refused) and done.text_key == "refuse-case-right"


async def test_in_an_emergency_one_person_protects_for_a_day(desk: Doors, anne: Moderator) -> None:
    case = await fresh(desk, "Ombeline", Reason.DANGER)
    await anne.claim(case.id)
    assert (await anne.step(case.id, "protect")).status_code == 303
    assert Happened.PROTECTED in [event.kind for event in (await view(desk, case.id)).events]
    assert (await anne.step(case.id, "protect")).status_code == 409, "it does not renew itself"


# ---------------------------------------------------------------- appeals


async def test_an_appeal_is_answered_by_another_person_who_sees_both_sides(
    desk: Doors, anne: Moderator, boris: Moderator
) -> None:
    office = desk.house.office
    case = await fresh(desk, "Pétronille")
    await anne.claim(case.id)
    assert (await anne.confirm(case.id, "remove")).status_code == 303
    [statement] = (await view(desk, case.id)).statements
    code = statements.code_of(office, statement.id)
    lodged = await appeals.lodge(office, code, "C’était une citation de chanson.", "fr")
    assert not hasattr(lodged, "text_key")
    [waiting] = [one for one in await appeals.waiting(office) if one.case == case.id]
    path = f"/desk/appeals/{waiting.id}"
    assert path in await boris.get("/desk/appeals")
    own = await anne.get(path)
    assert 'name="outcome"' not in own, "whoever decided reads, and does not answer"
    answer = {"answer-fr": "C’est bien une citation.", "answer-en": "It is indeed a quotation."}
    refused = await anne.post(path, outcome="reversed", **answer)
    assert refused.status_code == 409
    both = await boris.get(path)
    assert "C’était une citation de chanson." in both and FACTS["facts-fr"] in both and "Bonsoir de Pétronille" in both
    assert (await boris.post(path, **answer)).status_code == 409, "without an outcome"
    done = await boris.post(path, outcome="reversed", **answer)
    assert done.status_code == 303, problem(done.text)
    assert (await view(desk, case.id)).decisions[0].state is DecisionState.REVERSED


# ---------------------------------------------------------------- taking care, and the other pages


async def test_at_the_days_cap_the_line_closes_with_kind_words(desk: Doors) -> None:
    case = await fresh(desk, "Quitterie", Reason.DANGER)
    async with moderating(desk, "Mado", Role.MODERATOR) as mado:
        day = day_of(desk.house.means.clock.now())
        await desk.house.means.db.write(
            lambda tx: add_exposure(tx, mado.id, day, Harm.DANGER, seconds=46 * 60, items=1)
        )  # fmt: skip
        page = await mado.get("/desk")
        assert "C’est assez pour aujourd’hui" in page and 'id="next"' not in page
        for answer in (await mado.post("/desk/next"), await mado.step(case.id, "claim")):
            assert answer.status_code == 409 and "C’est assez pour aujourd’hui" in problem(answer.text)


async def test_a_case_is_passed_on_without_a_reason_and_a_pause_is_there(desk: Doors, anne: Moderator) -> None:
    case = await fresh(desk, "Radegonde")
    await anne.claim(case.id)
    answer = await anne.step(case.id, "skip")
    assert answer.headers["location"] == "/desk"
    assert (await view(desk, case.id)).case.state.skips == 1
    assert "Deux minutes" in await anne.get("/desk/pause")


async def test_a_grave_text_is_under_a_veil_that_opens_without_a_script(desk: Doors, anne: Moderator) -> None:
    grave, mild = await fresh(desk, "Sidonie", Reason.DANGER), await fresh(desk, "Solange")
    assert '<details class="dk-veil"' in await anne.claim(grave.id)
    assert '<details class="dk-veil"' not in await anne.claim(mild.id)


async def test_a_flaggers_token_is_shown_once(desk: Doors, anne: Moderator) -> None:
    made = await anne.post("/desk/flaggers", do="add", name="Observatoire", contact="a@b.example", harm=["hate"])
    assert made.status_code == 200 and "dk-token" in made.text
    later = await anne.get("/desk/flaggers")
    assert "Observatoire" in later and "dk-token" not in later
    which = later.split('name="flagger" value="')[1].split('"')[0]
    assert "dk-token" in (await anne.post("/desk/flaggers", do="renew", flagger=which)).text
    assert (await anne.post("/desk/flaggers", do="end", flagger=which)).status_code == 303
    assert (await anne.post("/desk/flaggers", do="add", name="", contact="")).status_code == 422


async def test_pages_move_when_something_happens(desk: Doors, anne: Moderator) -> None:
    before = await anne.get("/api/desk/pulse")
    case = await fresh(desk, "Tiphaine")
    assert await anne.get("/api/desk/pulse") != before
    first = await anne.get(f"/api/desk/pulse?case={case.id}")
    await anne.claim(case.id)
    assert await anne.get(f"/api/desk/pulse?case={case.id}") != first


async def test_the_same_pages_speak_english(desk: Doors) -> None:
    case = await fresh(desk, "Ursule", Reason.DANGER)
    async with moderating(desk, "Brenda", lang="en") as brenda:
        page = await brenda.claim(case.id)
        assert "What is reported" in page and "Décider" not in page
        assert "My shift" in await brenda.get("/desk")

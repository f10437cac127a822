"""Forms as people fill them in, and as others forge them: what is refused says why, and keeps what was typed."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import msgspec
import pytest
import structlog
from sqlalchemy import Connection, text

from house import Doors, open_doors, submit, token
from parvis.access.age import voucher
from parvis.core.config import Config
from parvis.store.schema import metadata
from parvis.web import middleware

EVIL = "https://evil.example"


def plain(page: str) -> str:
    """The page as text: entities resolved, direction marks of filled-in words left out."""
    return html.unescape(page).replace("\u2068", "").replace("\u2069", "")


async def post(doors: Doors, client: httpx.AsyncClient, action: str, **form: str) -> httpx.Response:
    """With this device's own form token."""
    csrf = token((await client.get("/how")).text)
    return await client.post(action, data={"csrf": csrf, **form}, headers={"Origin": doors.origin})


async def rows(doors: Doors) -> dict[str, int]:
    """How much every table holds."""

    def count(conn: Connection) -> dict[str, int]:
        return {name: conn.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in metadata.tables}

    return await doors.house.means.db.read(count)


@pytest.fixture(scope="module")
async def stranger(open_house: Doors) -> AsyncIterator[httpx.AsyncClient]:
    async with open_house.client() as client:
        yield client


# ---------------------------------------------------------------- forms that are not ours


FORMS = ["/age/voucher", "/lang", "/enter", "/me/consent", "/square/nuit/say", "/square/nuit/leave", "/leave"]


async def test_a_form_without_its_token_does_nothing(open_house: Doors) -> None:
    async with open_house.staying("Anaïs") as client, open_house.client() as other_device:
        device = token((await client.get("/how")).text)
        others = token((await other_device.get("/how")).text)
        for action in FORMS:
            for csrf in (None, "", others, device[:-1], "é" * 32):
                form = {"text": "bonsoir", "cid": "1", "lang": "en"} | ({} if csrf is None else {"csrf": csrf})
                answer = await client.post(action, data=form, headers={"Origin": open_house.origin})
                assert (action, csrf, answer.status_code) == (action, csrf, 403)
                assert "Ce formulaire a vieilli" in plain(answer.text)
        assert (await client.get("/square")).status_code == 200, "and nothing happened to the visit"


@pytest.mark.parametrize("origin", [EVIL, "null", "http://localhost", "http://localhost.evil.example"])
async def test_a_form_from_another_site_does_nothing_even_with_the_token(open_house: Doors, origin: str) -> None:
    async with open_house.client() as client:
        csrf = token((await client.get("/how")).text)
        answer = await client.post("/lang", data={"csrf": csrf, "lang": "en"}, headers={"Origin": origin})
        assert answer.status_code == 403
        assert "parvis_lang" not in client.cookies


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 303), ("none", 303)]
)
async def test_a_browser_that_says_where_a_form_comes_from_is_believed(
    open_house: Doors, site: str, status: int
) -> None:
    async with open_house.client() as client:
        csrf = token((await client.get("/how")).text)
        form, headers = {"csrf": csrf, "lang": "en"}, {"Sec-Fetch-Site": site}
        assert (await client.post("/lang", data=form, headers=headers)).status_code == status


async def test_a_form_of_another_kind_is_not_read(open_house: Doors) -> None:
    async with open_house.client() as client:
        csrf = token((await client.get("/how")).text)
        as_json = await client.post("/lang", json={"csrf": csrf, "lang": "en"})
        as_file = await client.post("/lang", data={"csrf": csrf}, files={"lang": ("x.txt", b"en")})
        many = await client.post("/lang", data={"csrf": csrf, "lang": "en"} | {f"f{at}": "x" for at in range(60)})
        for answer in (as_json, as_file, many):
            assert 400 <= answer.status_code < 500
        assert "parvis_lang" not in client.cookies


# ---------------------------------------------------------------- size and time


@pytest.mark.parametrize("told", ["with a length", "in chunks"])
async def test_a_form_that_is_too_large_is_refused_with_a_page(open_house: Doors, told: str) -> None:
    body = b"csrf=x&text=" + b"a" * (64 * 1024)

    async def chunks() -> object:
        for at in range(0, len(body), 8_192):
            yield body[at : at + 8_192]

    async with open_house.staying({"with a length": "Benoît", "in chunks": "Bénédicte"}[told]) as client:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": open_house.origin}
        content = body if told == "with a length" else chunks()
        answer = await client.post("/square/nuit/say", content=content, headers=headers)  # type: ignore[arg-type]
        assert answer.status_code == 413
        assert "<h1>" in answer.text and "Rien n’en a été gardé" in plain(answer.text)
        assert "content-security-policy" in answer.headers


async def test_a_form_that_does_not_end_is_given_up(open_house: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware, "BODY_SECONDS", 0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", open_house.port)
    writer.write(
        b"POST /lang HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Content-Length: 1000\r\n\r\ncsrf=abc"
    )
    async with asyncio.timeout(3):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
    writer.close()
    assert head.startswith("HTTP/1.1 408")
    assert "content-security-policy" in head.lower()


# ---------------------------------------------------------------- where a form leads


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/rules", "/rules"),
        ("/square/nuit", "/square/nuit"),
        ("//evil.example", "/"),
        ("///evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("\t//evil.example", "/"),
        (" //evil.example", "/"),
        (EVIL, "/"),
        ("https:evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("evil.example", "/"),
        ("", "/"),
        ("/rules\r\nSet-Cookie: a=b", "/"),
        ("/é", "/"),
        ("http:///evil.example", "/"),
        ("//[", "/"),
        ("/rules?next=//evil.example#x", "/rules"),
    ],
)
async def test_choosing_a_language_never_leads_off_the_site(
    open_house: Doors, stranger: httpx.AsyncClient, wanted: str, led: str
) -> None:
    answer = await post(open_house, stranger, "/lang", lang="en", next=wanted)
    assert (answer.status_code, answer.headers["location"]) == (303, led)
    assert "a=b" not in answer.headers.get("set-cookie", "")


async def test_the_language_chosen_is_spoken_from_then_on(open_house: Doors) -> None:
    async with open_house.client(**{"Accept-Language": "fr"}) as client:
        assert 'lang="fr"' in (await client.get("/")).text
        await submit(client, "/", "/lang", lang="en", next="/")
        assert '<html lang="en">' in (await client.get("/")).text
        await submit(client, "/", "/lang", lang="tlh", next="/")
        assert '<html lang="en">' in (await client.get("/")).text, "a language that is not offered changes nothing"


# ---------------------------------------------------------------- the entry card


WRONG = {"nickname": "x", "age": "douze", "gender": "", "postal_code": "999"}


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("fr", ["Ce pseudo est trop court", "Cet âge ne se lit pas", "compte cinq chiffres", "3 points"]),
        ("en", ["This nickname is too short", "does not read as an age", "has five digits", "3 things"]),
    ],
)
async def test_what_is_wrong_is_said_beside_each_field_and_what_was_typed_stays(
    open_house: Doors, lang: str, sentences: list[str]
) -> None:
    async with open_house.holding(lang) as client:
        answer = await submit(client, "/", "/enter", **WRONG)
        page = plain(answer.text)
        assert answer.status_code == 422
        assert [one for one in sentences if one not in page] == []
        for name in ("nickname", "age", "postal_code"):
            assert re.search(
                rf'<input id="{name}" name="{name}" value="{WRONG[name]}"[^>]*aria-invalid="true"', page
            ), name
            assert re.search(rf'aria-describedby="{name}-fault[ "]', page), name
            assert f'id="{name}-fault"' in page
        assert 'aria-invalid="true"' not in page.split('id="gender"')[1].split("</select>")[0]


async def test_what_was_right_stays_filled_in_too(open_house: Doors) -> None:
    async with open_house.holding() as client:
        form = {"nickname": "Clémence", "age": "", "gender": "woman", "gender_consent": "yes", "postal_code": "75011"}
        page = (await submit(client, "/", "/enter", **form)).text
    assert 'value="Clémence"' in page and 'value="75011"' in page
    assert re.search(r'value="woman" selected', page)
    assert re.search(r'name="gender_consent"[^>]*checked', page)


async def test_under_eighteen_the_door_closes_kindly_and_keeps_nothing_that_was_written(open_house: Doors) -> None:
    before = await rows(open_house)
    for lang, kind in (("fr", "rien fait de mal"), ("en", "You did nothing wrong")):
        async with open_house.holding(lang) as client:
            with structlog.testing.capture_logs() as logs:
                held = await rows(open_house)
                answer = await submit(client, "/", "/enter", nickname="Petit Prince", age="15", postal_code="69003")
            assert answer.status_code == 403
            page = plain(answer.text)
            assert [one for one in (kind, "119", "3018") if one not in page] == []
            assert "parvis_visit" not in answer.headers.get("set-cookie", "")
            asked = {"step_up": held["step_up"] + 1, "ledger": held["ledger"] + 1}
            assert await rows(open_house) == held | asked
            kept = str(logs)
            assert [word for word in ("Petit", "Prince", "69003", "'15'", "age=15") if word in kept] == []
            assert "Petit Prince" not in answer.text, "and it is not shown again"
    assert (await rows(open_house))["visit"] == before["visit"]


async def test_whoever_said_15_meets_the_way_on_at_every_door_until_a_new_card_is_shown(open_house: Doors) -> None:
    async with open_house.holding() as client:
        card = token((await client.get("/")).text)
        assert (await submit(client, "/", "/enter", nickname="Petite Reine", age="15")).status_code == 403
        shown = await client.get("/")
        assert (shown.status_code, 'href="/age"' in shown.text) == (403, True)
        assert "nouvelle preuve d’âge" in plain(shown.text) and "3018" in shown.text
        form = {"csrf": card, "nickname": "Petite Reine", "age": "19"}
        again = await client.post("/enter", data=form, headers={"Origin": open_house.origin})
        assert (again.status_code, "nouvelle preuve d’âge" in plain(again.text)) == (403, True)
        done = await submit(client, "/age", "/age/voucher", code=await open_house.code())
        assert (done.status_code, done.headers["location"]) == (303, "/")
        assert (await submit(client, "/", "/enter", nickname="Petite Reine", age="71")).status_code == 303


async def test_no_way_of_writing_a_young_age_lets_anybody_in(open_house: Doors) -> None:
    for age in ("17", "0", "1", "017", "\u0661\u0665", "\uff11\uff15", "-5", "17.9", "1e1", "999999", "+18", "1 8"):
        async with open_house.holding() as client:
            answer = await submit(client, "/", "/enter", nickname="Donatien", age=age)
            assert (age, answer.status_code in (403, 422)) == (age, True)
            assert (await client.get("/square")).status_code == 303


async def test_a_nickname_that_says_one_is_young_is_met_with_help(open_house: Doors) -> None:
    async with open_house.holding() as client:
        for nickname in ("ines15ans", "14f", "lyceenne16"):
            answer = await submit(client, "/", "/enter", nickname=nickname, age="34")
            assert answer.status_code == 422
            assert "3018" in answer.text


async def test_a_nickname_that_looks_like_somebody_elses_is_refused_with_another_one(open_house: Doors) -> None:
    async with open_house.staying("Paola"), open_house.holding() as client:
        answer = await submit(client, "/", "/enter", nickname="  PAOLA ", age="34")
        assert answer.status_code == 422
        assert "pris" in plain(answer.text)
        offered = re.search(r'<button class="alternative" name="use" value="([^"]+)"', answer.text)
        assert offered and offered[1].startswith("PAOLA")
        taken = await submit(client, "/", "/enter", nickname="Paola", age="34", use=offered[1])
        assert taken.status_code == 303
        assert offered[1] in (await client.get("/me")).text


async def test_letters_that_look_alike_are_alike(open_house: Doors) -> None:
    """The last one is written with Cyrillic letters."""
    async with open_house.staying("Lorenzo"), open_house.holding() as other:
        for alike in ("LORENZO", "lorenzo", "Iorenzo", "1orenzo", "Lorenz0", "L\u043er\u0435nz\u043e"):
            assert (alike, (await submit(other, "/", "/enter", nickname=alike, age="34")).status_code) == (alike, 422)


async def test_three_nicknames_a_day_and_no_fourth(open_house: Doors) -> None:
    async with open_house.holding() as client:
        for nickname in ("Ernestine", "Euphrasie", "Eulalie"):
            assert (await submit(client, "/", "/enter", nickname=nickname, age="34")).status_code == 303
            await submit(client, "/me", "/leave")
        fourth = await submit(client, "/", "/enter", nickname="Eugénie", age="34")
        assert fourth.status_code == 422
        assert "3 pseudos par jour" in plain(fourth.text)
        again = await submit(client, "/", "/enter", nickname="Euphrasie", age="34")
        assert again.status_code == 303, "one of the three can be taken again"


async def gender_of(doors: Doors, nickname: str) -> object:
    query = text("SELECT gender FROM visit WHERE nickname = :nickname")
    return await doors.house.means.db.read(lambda conn: conn.execute(query, {"nickname": nickname}).scalar_one())


async def test_a_gender_without_its_consent_is_not_kept_and_does_not_keep_anybody_out(open_house: Doors) -> None:
    async with open_house.staying("Félicie", gender="woman") as client:
        assert "<dd>Femme</dd>" not in (await client.get("/me")).text
        assert await gender_of(open_house, "Félicie") is None


async def test_a_gender_with_its_consent_is_kept_until_the_consent_is_taken_back(open_house: Doors) -> None:
    async with open_house.staying("Fernande", gender="woman", gender_consent="yes") as client:
        assert "<dd>Femme</dd>" in (await client.get("/me")).text
        assert await gender_of(open_house, "Fernande") == "woman"
        assert (await post(open_house, client, "/me/consent", withdraw="gender")).status_code == 303
        assert "<dd>Femme</dd>" not in (await client.get("/me")).text
        assert await gender_of(open_house, "Fernande") is None, "taking it back is as easy, and erases it"


async def test_a_postal_code_leaves_only_its_area(open_house: Doors) -> None:
    async with open_house.staying("Gustave", postal_code="69003") as client:
        page = (await client.get("/me")).text
        assert "69003" not in page and "Lyon" in page
        stored = await open_house.house.means.db.read(
            lambda conn: [
                str(tuple(row)) for row in conn.execute(text("SELECT * FROM visit WHERE nickname = 'Gustave'"))
            ]
        )
        assert "69003" not in stored[0] and "'34'" not in stored[0] and "25-34" in stored[0]


async def test_too_many_entries_from_one_network_are_slowed_down(tmp_path: Path) -> None:
    def strict(config: Config) -> Config:
        return msgspec.structs.replace(
            config, guard=msgspec.structs.replace(config.guard, entries_per_network_per_hour=2)
        )

    async with (
        open_doors(tmp_path, demo=True, shape=strict) as doors,
        doors.staying("Hélène"),
        doors.staying("Hermance"),
        doors.holding() as third,
    ):
        answer = await submit(third, "/", "/enter", nickname="Hortense", age="34")
        assert answer.status_code == 429
        assert "Trop d’essais" in plain(answer.text) and 'value="Hortense"' in answer.text


# ---------------------------------------------------------------- the card from the counter


async def test_a_slip_of_the_finger_is_recognised_and_costs_no_try(tmp_path: Path) -> None:
    def strict(config: Config) -> Config:
        return msgspec.structs.replace(
            config, guard=msgspec.structs.replace(config.guard, code_tries_per_network_per_10min=2)
        )

    async with open_doors(tmp_path, demo=True, shape=strict) as doors, doors.client() as client:
        code = await doors.code()
        slip = ("0" if code[0] != "0" else "1") + code[1:]
        for _ in range(4):
            answer = await submit(client, "/age", "/age/voucher", code=slip)
            assert answer.status_code == 422
            assert "faute de frappe" in answer.text and f'value="{slip}"' in answer.text
        assert (await submit(client, "/age", "/age/voucher", code=code)).status_code == 303


async def test_guessing_codes_is_slowed_down(tmp_path: Path) -> None:
    def strict(config: Config) -> Config:
        return msgspec.structs.replace(
            config, guard=msgspec.structs.replace(config.guard, code_tries_per_network_per_10min=3)
        )

    async with open_doors(tmp_path / "one", demo=True, shape=strict) as elsewhere:
        foreign = [await elsewhere.code() for _ in range(3)]
    async with open_doors(tmp_path / "two", demo=True, shape=strict) as doors, doors.client() as client:
        for code in foreign:
            answer = await submit(client, "/age", "/age/voucher", code=code)
            assert (answer.status_code, "n’est pas connu ici" in plain(answer.text)) == (422, True)
        right = await doors.code()
        slowed = await submit(client, "/age", "/age/voucher", code=right)
        assert slowed.status_code == 429
        assert re.search(r"Attendez \d+ minutes|Attendez une minute", plain(slowed.text))
        link = (await voucher.issue(doors.house.means, 1, "test")).vouchers[0].link
        assert (await submit(client, "/age", "/age/voucher", code=link)).status_code == 303, "nobody guesses a link"


async def test_a_card_works_once(open_house: Doors) -> None:
    issued = (await voucher.issue(open_house.house.means, 1, "test")).vouchers[0]
    async with open_house.client() as first, open_house.client() as second:
        assert (await submit(first, "/age", "/age/voucher", code=issued.short)).status_code == 303
        for form in (issued.short, issued.link, issued.short.lower().replace("-", " ")):
            answer = await submit(second, "/age", "/age/voucher", code=form)
            assert (answer.status_code, "déjà servi" in plain(answer.text)) == (422, True)
        assert "parvis_pass" not in second.cookies


async def test_two_who_come_with_one_card_at_once_do_not_both_get_in(open_house: Doors) -> None:
    code = await open_house.code()
    async with open_house.client() as first, open_house.client() as second:
        answers = await asyncio.gather(*(submit(one, "/age", "/age/voucher", code=code) for one in (first, second)))
    assert sorted(answer.status_code for answer in answers) == [303, 422]


@pytest.mark.parametrize("shape", ["{link}", "http://localhost:8080/age#v={link}", " {link} ", "#v={link}", "{spaced}"])
async def test_the_link_works_however_it_is_pasted(open_house: Doors, shape: str) -> None:
    issued = (await voucher.issue(open_house.house.means, 1, "test")).vouchers[0]
    spaced = " ".join(issued.link.lower())
    async with open_house.client() as client:
        answer = await submit(client, "/age", "/age/voucher", code=shape.format(link=issued.link, spaced=spaced))
        assert (answer.status_code, answer.headers.get("location")) == (303, "/")
        assert issued.link not in str(answer.headers)


async def test_a_card_past_its_date_says_so_and_the_link_outlives_the_short_form(open_house: Doors) -> None:
    batch = await voucher.issue(open_house.house.means, 1, "test")
    day = 24 * 3600 * 1000

    async def let_pass(days: int) -> None:
        older = text("UPDATE voucher SET expires_at = expires_at - :ms, short_expires_at = short_expires_at - :ms "
                     "WHERE batch = :batch")  # fmt: skip
        values = {"ms": days * day, "batch": batch.id}
        await open_house.house.means.db.write(lambda tx: tx.conn.execute(older, values).rowcount)

    async with open_house.client() as client:
        await let_pass(15)
        answer = await submit(client, "/age", "/age/voucher", code=batch.vouchers[0].short)
        assert (answer.status_code, "plus valable" in plain(answer.text)) == (422, True)
        await let_pass(80)
        answer = await submit(client, "/age", "/age/voucher", code=batch.vouchers[0].link)
        assert (answer.status_code, "plus valable" in plain(answer.text)) == (422, True)


async def test_the_age_page_says_what_is_missing_in_both_languages(open_house: Doors) -> None:
    for lang, sentence in (("fr", "Il manque le code"), ("en", "The code is missing")):
        async with open_house.client(**{"Accept-Language": lang}) as client:
            answer = await submit(client, "/age", "/age/voucher", code="  ")
            assert (answer.status_code, sentence in plain(answer.text)) == (422, True)
            assert 'aria-invalid="true"' in answer.text


async def test_nothing_kept_of_a_card_leads_to_who_used_it(open_house: Doors) -> None:
    issued = (await voucher.issue(open_house.house.means, 1, "test")).vouchers[0]
    async with open_house.client() as client:
        await submit(client, "/age", "/age/voucher", code=issued.short)
        secrets = [issued.short, issued.short.replace("-", ""), issued.link, client.cookies["parvis_pass"]]
    folder = open_house.house.means.db.folder
    stored = b"".join(file.read_bytes() for file in folder.glob("parvis.db*"))
    assert [secret for secret in secrets if secret.encode() in stored] == []


# ---------------------------------------------------------------- a room without JavaScript


async def test_a_room_is_read_and_written_in_without_javascript(open_house: Doors) -> None:
    async with open_house.talking("Isidore", "nuit") as other, open_house.staying("Joséphine") as client:
        await other.say("déjà là", "i1", "nuit")
        page = await client.get("/square/nuit")
        assert "déjà là" in page.text
        sent = await post(open_house, client, "/square/nuit/say", text="sans script", cid="sans")
        assert sent.status_code == 303 and sent.headers["location"].startswith("/square/nuit")
        assert (await other.next("msg"))["n"] == 1
        assert (await other.next("msg"))["text"] == "sans script"
        assert "sans script" in (await client.get(sent.headers["location"])).text


async def test_a_double_click_says_it_once(open_house: Doors) -> None:
    async with open_house.staying("Léopold") as client:
        room = (await client.get("/square/musique")).text
        cid = re.search(r'name="cid" value="([^"]+)"', room)
        assert cid
        answers = await asyncio.gather(
            *(post(open_house, client, "/square/musique/say", text="une fois", cid=cid[1]) for _ in range(3))
        )
        assert [answer.status_code for answer in answers] == [303, 303, 303]
        assert (await client.get("/square/musique")).text.count("une fois") == 1


@pytest.mark.parametrize(
    ("nickname", "said", "sentence"),
    [
        ("Marguerite", "a" * 2_001, "dépasse 2"),
        ("Mélanie", "x" + "\n" * 45 + "y", "lignes vides"),
        ("Monique", "  ", "rien à envoyer"),
    ],
)
async def test_a_message_that_is_refused_comes_back_with_the_reason(
    open_house: Doors, nickname: str, said: str, sentence: str
) -> None:
    async with open_house.staying(nickname) as client:
        await client.get("/square/ecrans")
        answer = await post(open_house, client, "/square/ecrans/say", text=said, cid="r1")
        assert answer.status_code == 422
        assert sentence in plain(answer.text)
        draft = re.search(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.DOTALL)
        assert draft and draft[1].strip() == said.strip()
        fresh = re.search(r'name="cid" value="([^"]+)"', answer.text)
        assert fresh and fresh[1] != "r1", "trying again is a new try"
        again = await post(open_house, client, "/square/ecrans/say", text="plus court", cid=fresh[1])
        assert again.status_code == 303


async def test_who_talks_too_fast_keeps_the_draft(doors: Doors) -> None:
    """A newcomer, to whom five messages in ten seconds are allowed."""
    async with doors.staying("Nestor") as client:
        await client.get("/square/nuit")
        answers = [await post(doors, client, "/square/nuit/say", text=f"mot {at}", cid=f"n{at}") for at in range(6)]
        assert [answer.status_code for answer in answers] == [303] * 5 + [429]
        assert "mot 5</textarea>" in answers[-1].text and "trop vite" in plain(answers[-1].text)


async def test_saying_something_where_one_is_not_is_refused_with_a_way_back(open_house: Doors) -> None:
    async with open_house.staying("Odilon") as client:
        answer = await post(open_house, client, "/square/paris/say", text="bonsoir", cid="o1")
        assert (answer.status_code, "pas dans ce salon" in plain(answer.text)) == (403, True)
        nowhere = await post(open_house, client, "/square/nulle-part/say", text="bonsoir", cid="o2")
        assert nowhere.status_code == 404


async def test_a_sensitive_room_asks_first_also_without_javascript(open_house: Doors) -> None:
    async with open_house.staying("Ophélie") as client:
        asked = await client.get("/square/arc-en-ciel")
        assert (asked.status_code, asked.headers["location"]) == (303, "/square/arc-en-ciel/consent")
        assert (await post(open_house, client, "/square/arc-en-ciel/say", text="x", cid="p1")).status_code == 403
        declined = await post(open_house, client, "/square/arc-en-ciel/consent")
        assert declined.headers["location"] == "/square"
        assert (await client.get("/square/arc-en-ciel")).status_code == 303
        agreed = await submit(client, "/square/arc-en-ciel/consent", "/square/arc-en-ciel/consent", consent="yes")
        assert agreed.headers["location"] == "/square/arc-en-ciel"
        assert (await client.get("/square/arc-en-ciel")).status_code == 200
        assert "Arc-en-ciel" in (await client.get("/me")).text
        await post(open_house, client, "/me/consent", withdraw="room:arc-en-ciel")
        assert (await client.get("/square/arc-en-ciel")).status_code == 303


# ---------------------------------------------------------------- what is typed is text


MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7919*7919}}&amp;"


async def test_markup_in_any_field_is_shown_as_text(open_house: Doors) -> None:
    async with open_house.holding() as client, open_house.client() as stranger:
        tried = [
            await submit(client, "/", "/enter", nickname=MARKUP, age=MARKUP, gender=MARKUP, postal_code=MARKUP),
            await submit(client, "/", "/enter", nickname="Quentin", use=MARKUP, age="34"),
            await submit(stranger, "/age", "/age/voucher", code=MARKUP),
            await stranger.get(f"/{MARKUP}"),
        ]
    async with open_house.staying("Raphaëlle") as client:
        await client.get("/square/cuisine")
        await post(open_house, client, "/square/cuisine/say", text=MARKUP, cid="m1")
        room = await client.get("/square/cuisine")
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in room.text, "it is said, word for word"
        assert MARKUP in html.unescape(room.text)
        tried += [
            room,
            await post(open_house, client, "/square/cuisine/say", text=MARKUP + "a" * 2_000, cid="m2"),
            await client.get(f"/square/{MARKUP}"),
        ]
    for answer in tried:
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text
        assert "62710561" not in answer.text


async def test_markup_in_the_data_for_the_script_cannot_end_it(open_house: Doors) -> None:
    async with open_house.staying("Sylvestre") as client:
        page = (await client.get("/square/nuit")).text
    inside = page.split('id="bootstrap">')[1].split("</script>")[0]
    assert msgspec.json.decode(inside)["me"]["nick"] == "Sylvestre"
    assert "<" not in inside

"""The daily summary: what it says and does not say, and that it gets through, by webhook and by a real mail server."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from parvis import app
from parvis.access.means import Means
from parvis.core import daily
from parvis.core.clock import HOUR, FakeClock
from parvis.core.config import Config, faults_of
from parvis.core.daily import Tally
from parvis.core.settings_server import Summary as Wanted
from parvis.core.summary import Summary
from parvis.legal import sending, summary, upkeep
from parvis.legal.sending import Worded
from parvis.live import mail
from parvis.live import notify as wire
from parvis.live.metrics import Metrics
from parvis.live.notify import Came
from parvis.store import daily as stored
from parvis.web.summary import Scribe
from postbox import Postbox, certified, open_postbox
from receiver import receiving

PARIS = ZoneInfo("Europe/Paris")
MAIL = {"mail_to": ["team@example.org"], "mail_from": "square@example.org", "smtp_host": "localhost"}
Wants = Callable[..., Means]


@pytest.fixture
def wants(means: Means) -> Wants:
    """A square whose settings ask for this."""

    def made(**settings: object) -> Means:
        wanted = Wanted(**settings)  # type: ignore[arg-type]
        config = replace(means.config, summary=wanted)
        assert [fault for fault in faults_of(config) if fault[0].startswith("summary")] == []
        return dataclasses.replace(means, config=config)

    return made


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Postbox:
    """A mail server whose certificate this machine trusts."""
    context, authority = certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    return Postbox(tls=context)


async def lived(means: Means, tally: Tally) -> None:
    """Yesterday went like this."""
    day = daily.local_day(means.clock.now(), PARIS) - timedelta(days=1)
    since, until = daily.begins(day, PARIS), daily.begins(day + timedelta(days=1), PARIS)
    await means.db.write(lambda tx: stored.add(tx, day.isoformat(), since, until, tally))


async def worded(means: Means, lang: str = "en") -> tuple[Summary, Worded]:
    what = await summary.read(means, app.office_of(means).due_ms)
    scribe = Scribe(lang)
    return what, Worded(lang, scribe.subject(what), scribe.text(what, means.config))


async def sent(means: Means, *by: str) -> dict[str, wire.Answer]:
    what, words = await worded(means)
    return await sending.send(means, what, words, list(by))


# ---------------------------------------------------------------- what it says


@pytest.mark.parametrize("lang", ["fr", "en"])
async def test_it_says_the_day_before_and_how_things_stand(wants: Wants, lang: str) -> None:
    means = wants()
    await lived(means, Tally(visits=1200, messages=36_000, staffed_ms=4 * HOUR + HOUR // 2))
    _, words = await worded(means, lang)
    text = words.text.replace("\u00a0", " ").replace("\u202f", " ")
    wanted = {
        "en": ("Visits: 1,200", "Hours on duty: 4.5", "Reports: 0", "No clock has run out", "There is no backup",
               "The door is shut. Missing: the name and contact address"),
        "fr": ("Visites : 1 200", "Heures de présence : 4,5", "Signalements : 0", "Aucun délai n’est échu",
               "Il n’y a aucune sauvegarde", "La porte est fermée. Il manque : le nom et l’adresse de contact"),
    }  # fmt: skip
    assert [line for line in wanted[lang] if line not in text] == []
    assert ("lundi 23 novembre" if lang == "fr" else "Monday 23 November") in words.subject


async def test_two_days_that_differ_in_small_counts_alone_read_the_same(means: Means, wants: Wants) -> None:
    told = []
    for small in (1, 4):
        await means.db.write(lambda tx: tx.conn.exec_driver_sql("DELETE FROM day_count"))
        await lived(means, Tally(**(dict.fromkeys(daily.KINDS, small) | {"visits": 31})))
        what, words = await worded(wants())
        told.append((what, words.text, sending.payload(what, words, means.clock.now())))
    assert told[0] == told[1] and "Visits: 31" in told[0][1] and "Reports: fewer than 5" in told[0][1]


async def test_a_day_that_was_not_counted_to_its_end_is_not_told(wants: Wants) -> None:
    what, words = await worded(wants())
    assert what.counts is None and "not counted to its end" in words.text


# ---------------------------------------------------------------- by webhook


async def test_a_receiver_can_prove_whose_it_is_and_knows_a_second_try_again(wants: Wants, means: Means) -> None:
    async with receiving(500) as hook:
        square = wants(url=hook.url)
        secret = wire.make_secret(means.db.folder / "keys" / "summary.key")
        await lived(square, Tally(visits=31, reports=2))
        assert (await sent(square, sending.WEBHOOK))["webhook"].came is Came.FAILED
        assert (await sent(square, sending.WEBHOOK))["webhook"].came is Came.DELIVERED
    first, second = hook.heard
    assert first.id == second.id and first.is_signed_with(secret)
    assert (first.told["type"], first.told["data"]["counts"]["visits"]) == ("daily_summary", 31)
    assert first.told["data"]["counts"]["reports"] is None
    assert first.told["text"].startswith("Parvis, Monday 23 November\n\n")


async def test_without_its_secret_nothing_goes_out_and_the_sentence_names_the_command(wants: Wants) -> None:
    async with receiving() as hook:
        answer = (await sent(wants(url=hook.url), sending.WEBHOOK))["webhook"]
    assert hook.heard == [] and "parvis notify secret --summary" in answer.words


# ---------------------------------------------------------------- by mail


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_letter_is_taken_under_tls_with_name_and_password(
    wants: Wants, trusted: Postbox, security: str
) -> None:
    trusted.logins["square"] = "geheim"
    async with open_postbox(trusted, implicit=security == "tls") as box:
        square = wants(**MAIL, smtp_port=box.port, smtp_security=security, smtp_login="square",
                       smtp_password_file="keys/mail.key")  # fmt: skip
        (square.db.folder / "keys" / "mail.key").write_text("geheim\n", "utf-8")
        await lived(square, Tally(visits=31))
        assert (await sent(square, sending.MAIL))["mail"].came is Came.DELIVERED
    [one] = box.taken
    assert (one.sender, one.to, one.login, one.under_tls) == (
        "square@example.org", ("team@example.org",), "square", True,
    )  # fmt: skip
    assert one.letter["Subject"] == "Parvis, Monday 23 November" and "Visits: 31" in one.letter.get_content()
    assert one.letter["Auto-Submitted"] == "auto-generated" and one.letter["Message-ID"].endswith("@example.org>")
    openly = [line.split()[0] for line in box.heard if not line.startswith("tls ")]
    assert openly == (["ehlo", "STARTTLS"] if security == "starttls" else [])


async def test_nothing_is_said_to_a_server_that_cannot_close_the_line_or_prove_who_it_is(
    wants: Wants, trusted: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted.offers_starttls = False
    async with open_postbox(trusted) as box:
        answer = (await sent(wants(**MAIL, smtp_port=box.port), sending.MAIL))["mail"]
    assert answer.words == "the mail server does not offer STARTTLS; nothing was sent"
    monkeypatch.delenv("SSL_CERT_FILE")
    trusted.offers_starttls = True
    async with open_postbox(trusted) as box:
        answer = (await sent(wants(**MAIL, smtp_port=box.port), sending.MAIL))["mail"]
    assert "certificate" in answer.words and box.taken == []
    assert [line for line in box.heard if "MAIL" in line or "AUTH" in line] == []


async def test_why_a_letter_did_not_go_is_said_without_an_address_or_a_password(wants: Wants, trusted: Postbox) -> None:
    trusted.logins["square"] = "geheim"
    trusted.answers = [451]
    async with open_postbox(trusted) as box:
        square = wants(**MAIL, smtp_port=box.port, smtp_login="square", smtp_password_file="keys/mail.key")
        key = square.db.folder / "keys" / "mail.key"
        key.write_text("falsch", "utf-8")
        wrong = (await sent(square, sending.MAIL))["mail"]
        key.write_text("geheim", "utf-8")
        later = (await sent(square, sending.MAIL))["mail"]
        trusted.refuses = frozenset({"team@example.org"})
        nobody = (await sent(square, sending.MAIL))["mail"]
    assert "(535)" in wrong.words and "451" in later.words and "every address (550)" in nobody.words
    assert "falsch" not in wrong.words + str(mail.Postbox("h", 1, "tls", "n", "falsch")) and "@" not in nobody.words


async def test_who_was_refused_alone_does_not_have_the_others_written_to_again(wants: Wants, trusted: Postbox) -> None:
    trusted.refuses = frozenset({"gone@example.org"})
    async with open_postbox(trusted) as box:
        two = MAIL | {"mail_to": ["team@example.org", "gone@example.org"]}
        square = wants(**two, smtp_port=box.port)
        await lived(square, Tally())
        assert "1 of 2 addresses refused (550)" in (await sent(square, sending.MAIL))["mail"].words
        assert len(box.taken) == 1 and await sending.due(square) == []
    assert "refused" in sending.faults(square.config, square.db.folder)["mail"]


async def test_a_server_that_says_nothing_is_not_waited_for(
    wants: Wants, trusted: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT_SECONDS", 0.2)
    trusted.is_silent = True
    async with open_postbox(trusted) as box:
        answer = (await sent(wants(**MAIL, smtp_port=box.port), sending.MAIL))["mail"]
    assert answer.came is Came.FAILED and "could not be reached" in answer.words


# ---------------------------------------------------------------- when, and how often


async def test_it_goes_out_once_a_day_from_its_hour_on_and_again_when_it_failed(wants: Wants, clock: FakeClock) -> None:
    async with receiving(500, 500) as hook:
        square = wants(url=hook.url, hour=23)
        wire.make_secret(square.db.folder / "keys" / "summary.key")
        metrics = Metrics()

        async def turn(**later: float) -> int:
            clock.advance(timedelta(**later))
            await upkeep.tend_summary(square, metrics, send)
            return len(hook.heard)

        async def send() -> str:
            by = await sending.due(square)
            await sending.send(square, *await worded(square), by)
            return "It ended with status 1."

        def failed() -> float | None:
            return metrics.registry.get_sample_value("parvis_summary_failed")

        await turn(minutes=0)
        assert hook.heard == [], "ten in the evening is not its hour"
        assert await turn(hours=1) == 0, "and yesterday was not counted to its end"
        await lived(square, Tally(visits=31))
        assert await turn(seconds=1) == 1
        assert failed() == 1 and list(sending.faults(square.config, square.db.folder)) == ["webhook"]
        assert await turn(seconds=59) == 1
        assert await turn(seconds=1) == 2, "a minute later once more"
        assert await turn(minutes=2) == 2
        assert await turn(minutes=1) == 3, "then after three"
        assert failed() == 0 and sending.last_sent(square.config, square.db.folder) == clock.now()
        assert await turn(minutes=30) == 3, "once is enough"
        assert len({one.id for one in hook.heard}) == 1


async def test_whoever_sends_it_and_dies_without_a_word_has_tried(wants: Wants, clock: FakeClock) -> None:
    square = wants(url="https://hooks.invalid/parvis", hour=0)
    await lived(square, Tally())

    async def killed() -> str:
        return "It did not end within 180 seconds."

    await upkeep.tend_summary(square, Metrics(), killed)
    assert sending.faults(square.config, square.db.folder) == {"webhook": "It did not end within 180 seconds."}
    assert await sending.due(square) == []
    clock.advance(timedelta(minutes=1))
    assert await sending.due(square) == ["webhook"]


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"url": "http://hooks.example.org/"}, "summary.url"),
        ({"mail_to": ["team"], "mail_from": "a@example.org", "smtp_host": "localhost"}, "summary.mail_to"),
        ({"mail_to": ["team@example.org"], "smtp_host": "localhost"}, "summary.mail_from"),
        ({"mail_to": ["team@example.org"], "mail_from": "a@example.org"}, "summary.smtp_host"),
        ({"smtp_host": "mail.example.org", "smtp_security": "none"}, "summary.smtp_security"),
        ({"smtp_login": "square"}, "summary.smtp_password_file"),
        ({"language": "de"}, "summary.language"),
    ],
)
def test_a_setting_that_cannot_work_is_named(settings: dict[str, object], name: str) -> None:
    found = faults_of(Config(summary=Wanted(**settings)))  # type: ignore[arg-type]
    assert [place for place, _ in found] == [name]

"""The daily summary goes out: when it is due, by which ways, and how that went.

How it went stands in a small file of the data folder, as for backups, so that `parvis status` needs no server for it.
"""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from parvis.access.means import Means
from parvis.core.clock import HOUR, MINUTE, Instant, moment_of
from parvis.core.config import Config
from parvis.core.errors import ConfigError
from parvis.core.ids import fresh_word
from parvis.core.summary import Summary
from parvis.legal.summary import day_before, yesterday
from parvis.live import mail, notify
from parvis.live.mail import Letter, Postbox
from parvis.live.notify import Answer, Came, Webhook

NOTE_FILE = "summary.json"
KIND = "daily_summary"
WEBHOOK, MAIL = "webhook", "mail"
FIRST_WAIT_MS = MINUTE
LONGEST_WAIT_MS = HOUR


class Try(msgspec.Struct, frozen=True, kw_only=True):
    """How it went by one way, the last time: for which day, how often, and why not; ``id`` is that of the day's."""

    day: str
    id: str
    tries: int = 0
    tried_at: Instant = Instant(0)
    fault: str = ""
    sent_at: Instant | None = None
    """When one last got through, be it of an earlier day."""
    is_over: bool = False
    """Nothing more is tried for that day."""


Note = dict[str, Try]
"""By way."""


class Worded(msgspec.Struct, frozen=True):
    """A summary in words."""

    lang: str
    subject: str
    text: str


# ---------------------------------------------------------------- when it is due


def ways(config: Config) -> list[str]:
    """By which ways it goes out, as the settings say."""
    wanted = config.summary
    return [WEBHOOK] * bool(wanted.url) + [MAIL] * bool(wanted.mail_to)


async def due(means: Means) -> list[str]:
    """By which ways it is to go out now: its hour has come, the day is counted to its end, and it has not yet."""
    config, now = means.config, means.clock.now()
    if not ways(config) or _hour(config, now) < config.summary.hour:
        return []
    note, day = read_note(means.db.folder), yesterday(config, now)
    waiting = [way for way in ways(config) if _is_due(note.get(way), day, now)]
    return waiting if waiting and await day_before(means) is not None else []


def _hour(config: Config, now: Instant) -> int:
    return moment_of(now).astimezone(ZoneInfo(config.square.timezone)).hour


def _is_due(last: Try | None, day: str, now: Instant) -> bool:
    if last is None or last.day != day:
        return True
    return not last.is_over and now >= last.tried_at + wait_ms(last.tries)


def wait_ms(tries: int) -> int:
    """How long to wait after so many failed tries: three times as long each time, up to an hour."""
    waits: int = FIRST_WAIT_MS * 3 ** min(max(tries - 1, 0), 10)
    return min(waits, LONGEST_WAIT_MS)


# ---------------------------------------------------------------- sending


async def send(means: Means, what: Summary, words: Worded, by: list[str]) -> dict[str, Answer]:
    """Send it by these ways, and note how each went; the note is kept before the next is tried."""
    said: dict[str, Answer] = {}
    for way in by:
        one = _next_try(means, way, what.day)
        said[way] = answer = await _send_by(way, means, one.id, what, words)
        is_through = answer.came is Came.DELIVERED
        _keep(means.db.folder, way, msgspec.structs.replace(
            one, fault="" if is_through else answer.words, is_over=answer.came is not Came.FAILED,
            sent_at=one.tried_at if is_through else one.sent_at,
        ))  # fmt: skip
    return said


def _next_try(means: Means, way: str, day: str) -> Try:
    """One more for that day: under the same id, so that a receiver knows it again."""
    last, now = read_note(means.db.folder).get(way), means.clock.now()
    if last is None or last.day != day:
        return Try(day=day, id=fresh_word(means.entropy), tries=1, tried_at=now, sent_at=last.sent_at if last else None)
    return msgspec.structs.replace(last, tries=last.tries + 1, tried_at=now, fault="", is_over=False)


async def _send_by(way: str, means: Means, id_: str, what: Summary, words: Worded) -> Answer:
    config, folder, now = means.config.summary, means.db.folder, means.clock.now()
    try:
        if way == WEBHOOK:
            secrets = notify.read_secrets(
                folder / config.secret_file, "summary.secret_file", "parvis notify secret --summary"
            )
            return await notify.call_out(Webhook(config.url, secrets), id_, now // 1000, payload(what, words, now))
        letter = Letter(id_, config.mail_from, tuple(config.mail_to), words.subject, words.text, words.lang)
        return await asyncio.to_thread(mail.send, _postbox(means), letter, now)
    except ConfigError as fault:
        return Answer(Came.FAILED, " ".join(fault.faults))


def _postbox(means: Means) -> Postbox:
    config, password = means.config.summary, ""
    if config.smtp_password_file:
        file = means.db.folder / config.smtp_password_file
        try:
            password = file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise ConfigError([f"summary.smtp_password_file: {file} cannot be read."]) from None
    return Postbox(config.smtp_host, config.smtp_port, config.smtp_security, config.smtp_login, password)


def payload(what: Summary, words: Worded, now: Instant) -> bytes:
    """The body of the webhook: type, time and data as Standard Webhooks recommend, and the words for a chat's hook."""
    at = moment_of(now).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return msgspec.json.encode(
        {"type": KIND, "timestamp": at, "text": f"{words.subject}\n\n{words.text}", "data": what}
    )


# ---------------------------------------------------------------- how it went


def read_note(folder: Path) -> Note:
    """How it went the last time, by way; nothing where none was ever tried, or the file is not one of ours."""
    try:
        return msgspec.json.decode((folder / NOTE_FILE).read_bytes(), type=Note)
    except (OSError, msgspec.DecodeError):
        return {}


def _keep(folder: Path, way: str, one: Try) -> None:
    """Whole or not at all; a disk that is full keeps the older one."""
    fresh = folder / (NOTE_FILE + ".new")
    with contextlib.suppress(OSError):
        fresh.write_bytes(msgspec.json.encode(read_note(folder) | {way: one}))
        fresh.replace(folder / NOTE_FILE)


def note_silence(means: Means, by: list[str], fault: str) -> None:
    """Whoever was to send it ended without a word: that counts as a try by each of these ways."""
    for way in by:
        one = _next_try(means, way, yesterday(means.config, means.clock.now()))
        _keep(means.db.folder, way, msgspec.structs.replace(one, fault=fault))


def faults(config: Config, folder: Path) -> dict[str, str]:
    """Why the last one did not get through, by way; nothing while all is well, or a way is no longer wanted."""
    note = read_note(folder)
    return {way: note[way].fault for way in ways(config) if way in note and note[way].fault}


def last_sent(config: Config, folder: Path) -> Instant | None:
    """When one last got through by any way."""
    note = read_note(folder)
    return max((sent for way in ways(config) if way in note and (sent := note[way].sent_at)), default=None)

"""The configuration: the sections of `settings` in one struct, read from a TOML file with every fault told at once."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from msgspec import Struct, field

from parvis.core import hours
from parvis.core.errors import ConfigError
from parvis.core.mode import Mode
from parvis.core.night import Closes
from parvis.core.policy import Harm
from parvis.core.reading import Reader, nearest, toml
from parvis.core.settings import (
    Age,
    Board,
    Counter,
    Door,
    Entry,
    Hours,
    Legal,
    Proposals,
    Retention,
    Square,
    TextByLanguage,
    default_rooms,
)
from parvis.core.settings_safety import Desk, Guard, Learned, Model, Modes, Team
from parvis.core.settings_server import Backup, Disk, OnCall, Server, Summary
from parvis.core.talk import Room

LANGUAGES = ("fr", "en")
AGE_METHODS = ("voucher",)
ENTRY_FIELDS = ("nickname", "age", "gender", "postal_code")
DECLARED = re.compile(r"self|declar|honou?r|checkbox|click|tick|birth")
ROOM_ID = re.compile(r"[a-z0-9-]{2,30}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


class Config(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"counters": "counter", "rooms": "room"}
):
    """Everything the operator decides. ``Config()`` is a valid square on this machine."""

    square: Square = field(default_factory=Square)
    hours: Hours = field(default_factory=Hours)
    server: Server = field(default_factory=Server)
    legal: Legal = field(default_factory=Legal)
    entry: Entry = field(default_factory=Entry)
    age: Age = field(default_factory=Age)
    guard: Guard = field(default_factory=Guard)
    team: Team = field(default_factory=Team)
    desk: Desk = field(default_factory=Desk)
    on_call: OnCall = field(default_factory=OnCall)
    summary: Summary = field(default_factory=Summary)
    learned: Learned = field(default_factory=Learned)
    model: Model = field(default_factory=Model)
    modes: Modes = field(default_factory=Modes)
    retention: Retention = field(default_factory=Retention)
    backup: Backup = field(default_factory=Backup)
    disk: Disk = field(default_factory=Disk)
    proposals: Proposals = field(default_factory=Proposals)
    board: Board = field(default_factory=Board)
    door: Door = field(default_factory=Door)
    counters: list[Counter] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=default_rooms)


def line_hours(config: Config) -> int:
    """Hours a line stays on the board: never longer than what is said in rooms; 0 where there is no board."""
    return min(config.board.hours, config.retention.room_history_hours)


def parse(text: str, source: str) -> Config:
    """The configuration in ``text`` (TOML). ConfigError, a sentence per fault; ``source`` is the file's name."""
    reader = Reader(text, source)
    config = reader.read(Config)
    if config is not None:
        for where, what in faults_of(config):
            reader.blame(where, what)
        if not reader.faults:
            return config
    raise ConfigError(reader.faults)


Fault = tuple[str, str]
"""A setting's place and the rest of the sentence about it."""


def faults_of(config: Config) -> list[Fault]:
    """What types cannot say: everything that does not fit together, in the order of the file."""
    checks: tuple[Callable[[Config], Iterator[Fault]], ...] = (
        _square, _hours, _server, _legal, _entry, _age, _desk, _disk, _on_call, _summary,
        _model, _modes, _door, _rooms,
    )  # fmt: skip
    return [fault for check in checks for fault in check(config)]


def _square(config: Config) -> Iterator[Fault]:
    yield from _origin("square.origin", config.square.origin)
    yield from _closed_list("square.languages", config.square.languages, LANGUAGES)
    source = urlsplit(config.square.source_url)
    if config.square.source_url and not (source.scheme in ("http", "https") and source.netloc):
        yield "square.source_url", f"must be the address of a page, and is {toml(config.square.source_url)}."
    if config.square.timezone not in available_timezones():
        yield (
            "square.timezone",
            f'must be a time zone such as "Europe/Paris", and is {toml(config.square.timezone)}.',
        )
    if any(config.square.house_rules.values()):
        yield from _spoken("square.house_rules", config.square.house_rules, config.square.languages)
    ids = [room.id for room in config.rooms]
    if config.square.default_room not in ids:
        yield (
            "square.default_room",
            f"is {toml(config.square.default_room)}, which is none of the rooms: {', '.join(ids)}.",
        )


def _hours(config: Config) -> Iterator[Fault]:
    for name, lines in (("weekly", config.hours.weekly), ("dates", config.hours.dates)):
        found = hours.read(lines, []) if name == "weekly" else hours.read([], lines)
        example = "fri-sat 20:00-02:00" if name == "weekly" else "2026-12-24 closed"
        if isinstance(found, hours.Unread):
            yield f"hours.{name}", f"must hold lines such as {toml(example)}, and {toml(found.line)} is none."
        elif len(lines) > hours.LINES_MAX:
            yield f"hours.{name}", f"holds {len(lines)} lines; {hours.LINES_MAX} is the most."


def _origin(where: str, origin: str) -> Iterator[Fault]:
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.hostname or origin != f"{parts.scheme}://{parts.netloc}":
        yield where, f'must look like "https://chat.example.org" (no path, no slash at the end), and is {toml(origin)}.'
    elif "@" in parts.netloc or origin != origin.lower() or not _has_port(origin):
        yield where, f"must be lower case, without a name and password, with a true port if any, and is {toml(origin)}."
    elif parts.scheme == "http" and not is_loopback(parts.hostname):
        yield where, f"must begin with https:// unless the host is this machine itself, and is {toml(origin)}."


def _has_port(origin: str) -> bool:
    try:
        return urlsplit(origin).port != 0
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine and no other."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_under(host: str, other: str) -> bool:
    """Whether a host is another one, or lies below it."""
    return host == other or host.endswith(f".{other}")


def team_origin(config: Config) -> str:
    """Where the private listener is, seen from a browser; empty where nobody has said so."""
    host = urlsplit(config.square.origin).hostname or ""
    if config.server.private_origin or not is_loopback(host):
        return config.server.private_origin
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{config.server.private_port}"


def origins_of(config: Config) -> list[str]:
    """Where forms may come from, the public address first."""
    found = [config.square.origin, *config.server.extra_origins, team_origin(config)]
    return [one for one in dict.fromkeys(found) if one]


def _server(config: Config) -> Iterator[Fault]:
    server = config.server
    for where, address in (("server.bind", server.bind), ("server.private_bind", server.private_bind)):
        if not _parses(ipaddress.ip_address, address):
            yield where, f'must be an IP address, such as "127.0.0.1" or "::1", and is {toml(address)}.'
    if server.port == server.private_port:
        yield "server.private_port", f"must differ from server.port; both are {server.port}."
    for network in server.trusted_proxies:
        if not _parses(ipaddress.ip_network, network):
            yield "server.trusted_proxies", f'must hold networks such as "10.0.0.0/8", and {toml(network)} is none.'
    for origin in server.extra_origins:
        yield from _origin("server.extra_origins", origin)
    if server.private_origin:
        yield from _origin("server.private_origin", server.private_origin)
        if not is_under(urlsplit(server.private_origin).hostname or "", urlsplit(config.square.origin).hostname or ""):
            yield (
                "server.private_origin",
                f"must be at the host of square.origin or below it, where passkeys hold, and is "
                f"{toml(server.private_origin)}.",
            )


def _parses(reader: Callable[[str], object], text: str) -> bool:
    try:
        reader(text)
    except ValueError:
        return False
    return True


def _legal(config: Config) -> Iterator[Fault]:
    email = config.legal.contact_email
    if email and not EMAIL.fullmatch(email):
        yield "legal.contact_email", f'must look like "contact@example.org", and is {toml(email)}.'


def _entry(config: Config) -> Iterator[Fault]:
    required = config.entry.required
    yield from _closed_list("entry.required", required, ENTRY_FIELDS)
    for always in ("nickname", "age"):
        if always not in required:
            yield "entry.required", f"must hold {toml(always)}: nobody enters without it."


def _age(config: Config) -> Iterator[Fault]:
    for method in config.age.methods:
        if DECLARED.search(method.lower()):
            yield "age.methods", f"holds {toml(method)}: a declared age is not an age check and cannot be configured."
    others = [method for method in config.age.methods if not DECLARED.search(method.lower())]
    yield from _closed_list("age.methods", others, AGE_METHODS)
    if config.age.short_code_days > config.age.voucher_days:
        yield (
            "age.short_code_days",
            f"must be at most age.voucher_days ({config.age.voucher_days}): short is easier to guess.",
        )


def _desk(config: Config) -> Iterator[Fault]:
    yield from _closed_list("desk.clocks", list(config.desk.clocks), tuple(Harm))
    yield from _closed_list("desk.unattended_closes", config.desk.unattended_closes, tuple(Closes))


def _disk(config: Config) -> Iterator[Fault]:
    disk = config.disk
    if not disk.warn_percent <= disk.scarce_percent <= disk.full_percent:
        yield "disk.scarce_percent", "must lie between disk.warn_percent and disk.full_percent."


def _on_call(config: Config) -> Iterator[Fault]:
    yield from _called("on_call.url", config.on_call.url, "https://pager.example.org/parvis")


def _summary(config: Config) -> Iterator[Fault]:
    wanted = config.summary
    yield from _called("summary.url", wanted.url, "https://hooks.example.org/parvis")
    if wanted.language:
        yield from _closed_list("summary.language", [wanted.language], LANGUAGES)
    for address in (*wanted.mail_to, *([wanted.mail_from] if wanted.mail_to or wanted.mail_from else [])):
        if not (EMAIL.fullmatch(address) and address.isascii()):
            name = "summary.mail_to" if address in wanted.mail_to else "summary.mail_from"
            yield name, f'must look like "team@example.org", and is {toml(address)}.'
    if wanted.mail_to and not wanted.smtp_host:
        yield "summary.smtp_host", "must name the mail server: summary.mail_to has addresses."
    if wanted.smtp_security == "none" and wanted.smtp_host and not is_loopback(wanted.smtp_host):
        yield "summary.smtp_security", 'may be "none" only for a mail server on this machine itself.'
    if bool(wanted.smtp_login) != bool(wanted.smtp_password_file):
        yield "summary.smtp_password_file", "goes with summary.smtp_login: set both, or neither."


def _model(config: Config) -> Iterator[Fault]:
    yield from _called("model.url", config.model.url, "https://model.example.org/v1/moderations")
    if config.model.url and not (config.model.name and config.model.version):
        yield "model.name", "must name the model, and model.version say which one it is: both stand beside every score."


def _called(name: str, url: str, example: str) -> Iterator[Fault]:
    parts = urlsplit(url)
    if not url:
        return
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.fragment or not url.isascii():
        yield name, f"must look like {toml(example)}, and is {toml(url)}."
    elif "@" in parts.netloc or not _has_port(url):
        yield name, f"must have no name and password, and a true port if any, and is {toml(url)}."
    elif parts.scheme == "http" and not is_loopback(parts.hostname):
        yield name, f"must begin with https:// unless the host is this machine itself, and is {toml(url)}."


def _modes(config: Config) -> Iterator[Fault]:
    yield from _closed_list("modes.by_itself_up_to", [config.modes.by_itself_up_to], tuple(Mode))


def _door(config: Config) -> Iterator[Fault]:
    for name, text in (("next_evening", config.door.next_evening), ("busy_hours", config.door.busy_hours)):
        if any(text.values()):
            yield from _spoken(f"door.{name}", text, config.square.languages)
    for place, counter in enumerate(config.counters, 1):
        yield from _spoken(f"counter[{place}].hours", counter.hours, config.square.languages)


def _rooms(config: Config) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, room in enumerate(config.rooms, 1):
        where = f"room[{place}]"
        if not ROOM_ID.fullmatch(room.id):
            yield f"{where}.id", f"must be 2 to 30 of a-z, 0-9 and hyphen, and is {toml(room.id)}."
        elif room.id in seen:
            yield f"{where}.id", f"is {toml(room.id)}, which another room has already."
        seen.add(room.id)
        yield from _spoken(f"{where}.name", room.name, config.square.languages)
        yield from _spoken(f"{where}.topic", room.topic, config.square.languages)


def _spoken(where: str, text: TextByLanguage, languages: list[str]) -> Iterator[Fault]:
    for lang in [one for one in languages if one in LANGUAGES]:
        if not text.get(lang, "").strip():
            yield where, f"has no text for {toml(lang)}, which square.languages offers."
    yield from _closed_list(where, list(text), LANGUAGES)


def _closed_list(where: str, values: list[str], known: tuple[str, ...]) -> Iterator[Fault]:
    for value in values:
        if value not in known:
            near = nearest(value, known)
            hint = f"; did you mean {toml(near)}?" if near else f"; known: {', '.join(toml(one) for one in known)}."
            yield where, f"holds {toml(value)}, which Parvis does not know{hint}"
    if len(set(values)) < len(values):
        yield where, "names something twice."

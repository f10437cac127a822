"""The command line: each command finds settings and data, calls a verb, and says in plain words what happened."""

from __future__ import annotations

import socket
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from cyclopts import App, CycloptsError, Parameter
from cyclopts.validators import Number

from parvis import (
    cli_care,
    cli_closing,
    cli_flaggers,
    cli_keys,
    cli_mode,
    cli_packs,
    cli_rules,
    cli_summary,
    cli_upkeep,
)
from parvis.__about__ import __version__
from parvis.core.chosen import SETTABLE
from parvis.core.clock import Instant, SystemClock, day_of, moment_of
from parvis.core.config import Config, parse
from parvis.core.errors import ConfigError, ParvisError
from parvis.core.manual import listing, template
from parvis.core.settings import Legal, Square
from parvis.core.settings_server import Server
from parvis.core.staff import Role
from parvis.core.verdict import Finding
from parvis.terminal import (
    FILE,
    STANDARD_OUTPUT,
    ConfigFile,
    DataFolder,
    Language,
    aloud,
    config_file,
    find_square,
    open_kept,
    open_square,
    pages_for,
    put,
    say,
    spoken,
    with_means,
)  # fmt: skip

# What only some commands need is imported by those, so that `parvis --help` answers at once.
if TYPE_CHECKING:
    from collections.abc import Sequence

    from parvis.access.age.voucher import IssuedBatch
    from parvis.access.means import Means
    from parvis.access.pairs import Linked
    from parvis.access.staff import Invited
    from parvis.core.ids import StaffId
    from parvis.core.numbers import Numbers
    from parvis.core.staff import Staff
    from parvis.store.ledger import Report
    from parvis.store.staff import Invite

T = TypeVar("T")
FAULTS_SHOWN = 20
FAULT = 2
"""Exit status when what was asked cannot be done; the reasons are sentences on standard error."""

app = App(
    name="parvis",
    version=__version__,
    result_action="return_value",
    help_format="markdown",
    help="""A web chat without accounts that is safe to run.

To try it on this machine: `parvis demo`

To run one for others: `parvis init`, then `parvis check`, then `parvis serve`; entry cards with `parvis voucher issue`.
""",
)
voucher_app = App(name="voucher", help="Entry cards: one-time codes, handed out after an age check at a counter.")
ledger_app = App(name="ledger", help="The register: append-only, every entry chained to the one before.")
statements_app = App(name="statements", help="Statements of reasons, as the law wants them passed on.")
app.command(voucher_app)
staff_app = App(
    name="staff", help="The team, from the machine itself: for the first people, and for a locked-out house."
)
app.command(statements_app)
app.command(ledger_app)
app.command(staff_app)
app.command(cli_keys.keys_app)
app.command(cli_keys.notify_app)
app.command(cli_flaggers.flagger_app)
app.command(cli_rules.rules_app)
app.command(cli_packs.packs_app)
app.command(cli_mode.mode_app)
cli_closing.add_to(app)
cli_care.register(app)
cli_upkeep.register(app)
cli_summary.register(app)

Port = Annotated[int, Parameter(validator=Number(gte=1, lte=65_535))]


# ---------------------------------------------------------------- commands


@app.command
def init(
    *,
    config: ConfigFile = None,
    data: DataFolder = None,
    name: Annotated[str, Parameter(help="The name on every page.")] = "Parvis",
    origin: Annotated[str, Parameter(help="The public address: scheme and host, no path.")] = "http://localhost:8080",
    private_origin: Annotated[str, Parameter(help="The team's address, at the public host or below it.")] = "",
    port: Annotated[Port, Parameter(help="The port to listen on; a proxy may show another.")] = 8080,
    operator: Annotated[str, Parameter(help="The association or person who answers for the square.")] = "",
    contact_email: Annotated[str, Parameter(help="Where people and authorities write to.")] = "",
    postal_address: Annotated[str, Parameter(help="The operator's postal address.")] = "",
) -> None:
    """Make a new square: a commented configuration, keys, a database, rooms. Nothing that exists is overwritten.

    The file it writes explains every setting. Read it, change it, then see what it amounts to with `parvis check`.
    It prints two links that let the first two people into the team; with them, `parvis serve` can open.

    Example: `parvis init --data /srv/square --name "La place" --origin https://chat.example.org`
    """
    file = config or (data / FILE if data else Path(FILE))
    place = data or file.parent / Server().data
    if file.exists():
        raise ConfigError([f"{file} exists and stays as it is. Change it by hand, or name another with --config."])
    fresh = Config(
        square=Square(name=name, origin=origin),
        server=Server(
            data=_seen_from(file.parent, place),
            port=port,
            private_port=port % 65_535 + 1,
            private_origin=private_origin,
        ),
        legal=Legal(operator=operator, contact_email=contact_email, postal_address=postal_address),
    )
    text = template(fresh, left_open=SETTABLE)
    parse(text, "The new configuration")
    _make(fresh, place)
    put(file, text, mode=0o644)
    print(f"Made {file}, and in {place} the keys, the database and {len(fresh.rooms)} rooms.")
    print(_handed_over(fresh, with_means(fresh, place, _first_invites)))
    print(f"Next: read {file}, then run: parvis check --config {file}")


@app.command
def check(*, config: ConfigFile = None, data: DataFolder = None) -> None:
    """Say what the configuration amounts to, who may do what, and what still keeps the door shut.

    With a configuration that cannot be used: one sentence for each fault, and status 2.

    Example: `parvis check --config /etc/parvis/parvis.toml`
    """
    from parvis.legal import backups, upkeep
    from parvis.web import rights

    settings, place = find_square(config, data, judged=True)
    print("The settings in force (* where they differ from the default)")
    for name, value, usual in listing(settings):
        print(f"{' ' if usual else '*'} {name} = {value}")
    team = _team(settings, place)
    none = ["There is no case yet."]
    door = cli_closing.sentences(config, data) or _missing(settings, team.people)
    for title, sentences in (
        ("Who may do what", rights.sentences(settings)),
        ("The data", _data_sentences(place)),
        ("The team", rights.team_sentences(team.people, team.alarms, team.linked)),
        ("The desk", rights.desk_sentences(team.desk) if team.desk else none),
        (
            "The rules",
            cli_rules.outdated_sentences() or ["No shipped list has expired, and no rule waits for its review."],
        ),
        ("Sealing", cli_keys.sealing_sentences(settings, place)),
        ("The person on call", cli_keys.calling_sentences(settings, place)),
        ("Backups", backups.sentences(settings, place, SystemClock().now())),
        ("The disk", upkeep.sentences(settings, place, SystemClock().now())),
        ("The door", door or ["Nothing is missing: it opens with parvis serve."]),
    ):
        print(f"\n{title}")
        for sentence in sentences:
            print(f"- {sentence}")


def _data_sentences(place: Path) -> list[str]:
    from parvis.store import folder

    if not folder.is_made(place):
        return [f"{place} holds no square yet: parvis init makes one."]
    open_ = folder.is_open_to_others(place)
    return [f"{place} " + (f"is open to other accounts: chmod 700 {place}" if open_ else "opens for its owner only.")]


@app.command
def serve(*, config: ConfigFile = None, data: DataFolder = None) -> None:
    """Serve the square until stopped. While something is missing, its door says "not open yet", and why.

    Example: `parvis serve --config /etc/parvis/parvis.toml`
    """
    from parvis import app as house
    from parvis.store import folder
    from parvis.store.sealing import FILE as RECIPIENTS
    from parvis.store.sealing import Sealer

    closed = cli_closing.sentences(config, data)
    settings, place = (find_square if closed else open_square)(config, data, judged=True)
    server = settings.server
    with folder.served_alone(place):
        missing = closed or [f"Not open yet. {one}" for one in _missing(settings, _team(settings, place).people)]
        listeners = house.Listeners(
            [_bind("server.port", server.bind, server.port)],
            [_bind("server.private_port", server.private_bind, server.private_port)],
        )
        for sentence in missing:
            say(sentence)
        for sentence in cli_rules.outdated_sentences():
            say(sentence)
        if not Sealer(place / house.KEYS_FOLDER / RECIPIENTS).is_ready():
            say("Nothing can be sealed, so evidence beyond what is reported is not kept. Make a key: parvis keys init")
        heard = f"Listening on {server.bind}, port {server.port}, for {settings.square.origin}."
        house.serve(
            settings, place, listeners, demo=False, ready=lambda _means: say(heard), settings=config_file(config, data)
        )


@app.command
def demo(
    *,
    port: Annotated[Port, Parameter(help="The port to listen on; when it is taken, the next free one.")] = 8080,
    data: Annotated[
        Path | None,
        Parameter(name="--data", help="Where to keep the data. Default: a temporary folder, removed at the end."),
    ] = None,
    vouchers: Annotated[int, Parameter(validator=Number(gte=0, lte=1_000), help="How many entry codes to make.")] = 20,
    as_json: Annotated[
        bool,
        Parameter(name="--json", negative="", help="For programs: one line of JSON first; the rest on standard error."),
    ] = False,
) -> None:
    """Open a ready-made square on this machine only, with rooms and entry codes, to try things out.

    With --json the first line on standard output, once it answers, is
    {"url": "…", "vouchers": ["…", …], "staff_invites": ["…", "…"]}.

    Example: `parvis demo --port 9000 --data ./trial`
    """
    from parvis.demo import square

    def show(text: str) -> None:
        print(text, flush=True)

    square.run(port, data, vouchers, tell=square.as_json if as_json else square.as_words, show=show, say=say)


@voucher_app.command(name="issue")
def issue_vouchers(
    *,
    count: Annotated[
        int, Parameter(name=["--count", "-n"], validator=Number(gte=1, lte=10_000), help="How many, up to 10,000.")
    ] = 50,
    label: Annotated[str, Parameter(help="A note kept with the batch: where it is handed out, never to whom.")] = "",
    out: Annotated[
        Path | None,
        Parameter(
            name=["--out", "-o"],
            allow_leading_hyphen=True,
            help="The file to write; - for standard output. Default: cards-BATCH.html",
        ),
    ] = None,
    lang: Language = "both",
    plain: Annotated[
        bool, Parameter(negative="", help="Short codes on standard output; no cards, unless --out names a file.")
    ] = False,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Make entry codes, and the cards to print: eight to an A4 sheet, to cut out and hand out after an age check.

    The codes stand in that file and nowhere else, so print it, then delete it. The server may be running meanwhile.

    Examples: `parvis voucher issue -n 48 --label "desk, December"`, or only codes: `parvis voucher issue -n 5 --plain`
    """
    settings, place = open_square(config, data)
    langs = spoken(lang, settings)
    if out not in (None, STANDARD_OUTPUT) and out.exists():
        raise ConfigError([f"{out} exists and stays as it is. Name another file with --out."])
    batch = _issue(settings, place, count, label)
    if plain:
        print("\n".join(one.short for one in batch.vouchers))
    if not plain or out not in (None, STANDARD_OUTPUT):
        file = out or Path(f"cards-{batch.id}.html")
        put(file, _cards(settings, batch, langs), mode=0o600)
        say(f"The cards are in {file}. Print it at 100 %, then delete it.")
    say(f"{count} vouchers, batch {batch.id}. The link works before {day_of(batch.expires_at)}, the short code before "
        f"{day_of(batch.short_expires_at)}.")  # fmt: skip


@voucher_app.command(name="list")
def list_vouchers(*, config: ConfigFile = None, data: DataFolder = None) -> None:
    """List the batches that are kept: when they were made, how many cards, how many used. No code is stored.

    Example: `parvis voucher list`
    """
    from parvis.store import batches

    settings, place = open_square(config, data)
    print(f"{'batch':<16}{'issued':<12}{'cards':>7}{'used':>7}  label")
    for one in with_means(settings, place, lambda means: means.db.read(batches.listed)):
        print(f"{one.id:<16}{day_of(one.issued_at):<12}{one.count:>7}{one.redeemed:>7}  {one.label}".rstrip())


@staff_app.command(name="invite")
def invite_staff(
    *,
    name: Annotated[str, Parameter(help="Who it is for, for the list; they choose what colleagues call them.")] = "",
    role: Annotated[
        list[Role] | None,
        Parameter(negative="", help="What they are here for; repeat it for more. Default: administrator and lead."),
    ] = None,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Print a link that lets one person into the team, once. The team itself invites on the page /staff/team.

    Example: `parvis staff invite --name Camille --role administrator --role lead`
    """
    from parvis.access import staff

    settings, place = open_square(config, data)
    roles = frozenset(role) if role else staff.FIRST_ROLES
    outcome = with_means(settings, place, lambda means: staff.invite(means, None, name, roles))
    print(_handed_over(settings, [_unless_refused(outcome)]))


@staff_app.command(name="list")
def list_staff(*, config: ConfigFile = None, data: DataFolder = None) -> None:
    """List the team, who is on duty, and invitations that wait.

    Example: `parvis staff list`
    """
    from parvis.access import staff

    settings, place = open_square(config, data)

    async def read(means: Means) -> tuple[list[Staff], set[StaffId], list[Invite]]:
        duty = {one.id for one in await staff.on_duty(means)}
        return await staff.team(means), duty, await staff.open_invites(means)

    team, duty, invites = with_means(settings, place, read)
    print(f"{'no.':>4}  {'since':<12}{'duty':<6}{'roles':<28}name")
    for one in team:
        on = "on" if one.id in duty else ""
        print(f"{one.number:>4}  {day_of(one.since):<12}{on:<6}{', '.join(sorted(one.roles)):<28}{one.name}")
    for invite in invites:
        print(f"{'-':>4}  {'invited':<12}{'':<6}{', '.join(sorted(invite.roles)):<28}{invite.name}".rstrip())


@staff_app.command(name="end")
def end_staff(
    number: Annotated[int, Parameter(help="The person's number, as in parvis staff list.")],
    *,
    despite: Annotated[bool, Parameter(negative="", help="Even if the square then shuts to the public.")] = False,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """End somebody's place on the team: keys, sign-ins and shift, at once. The register keeps that it was done here.

    Example: `parvis staff end 3`
    """
    from parvis.access import staff

    settings, place = open_square(config, data)
    who = _numbered(settings, place, number)
    fault = with_means(settings, place, lambda means: staff.end_staff(means, None, who.id, despite=despite))
    if fault and fault.text_key.startswith("staff-warn"):
        raise ConfigError([f"{_english(fault)} On the command line, the box is --despite."])
    _unless_refused(fault)
    print(f"No. {number} is no longer on the team.")


@staff_app.command(name="recover")
def recover_staff(
    number: Annotated[int, Parameter(help="The person's number, as in parvis staff list.")],
    *,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Let somebody back who lost every key, when no two administrators can: old keys end, and a link is printed.

    Example: `parvis staff recover 1`
    """
    from parvis.access import staff

    settings, place = open_square(config, data)
    who = _numbered(settings, place, number)
    outcome = with_means(settings, place, lambda means: staff.recover_from_shell(means, who.id))
    print(_handed_over(settings, [_unless_refused(outcome)]))


@app.command
def poster(
    *,
    out: Annotated[
        Path,
        Parameter(
            name=["--out", "-o"],
            allow_leading_hyphen=True,
            help="The file to write (an older one is replaced); - for standard output.",
        ),
    ] = Path("poster.html"),
    lang: Language = "both",
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Write an A4 poster: name and address of the square, how to get in, counters and hours. No code stands on it.

    Example: `parvis poster --lang fr --out poster-fr.html`
    """
    from parvis.web import paper

    settings, _place = find_square(config, data)
    put(out, paper.poster(pages_for(settings), spoken(lang, settings)), mode=0o644, replace=True)
    say(f"The poster is in {out}.")


@ledger_app.command
def verify(
    *,
    head: Annotated[
        list[Path] | None,
        Parameter(name="--head", negative="", help="A copy of ledger.head kept on another machine; may be repeated."),
    ] = None,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Check that no entry of the register was changed, removed, reordered or cut off; else status 1.

    Then the texts of the messages and every piece of evidence, sealed ones too, are compared with what the register
    says of them. The first line names the first bad entry; a line follows for each further fault.

    Example: `parvis ledger verify --data /srv/square --head /mnt/usb/ledger.head`
    """
    from parvis.store import folder

    settings, place = (Config(), data) if data else find_square(config, data)
    folder.check(place)
    report, others = with_means(settings, place, lambda means: _proved(means, place, head or []))
    found = [*report.faults, *others]
    if not found:
        print(report.sentence)
        return
    for sentence in found[:FAULTS_SHOWN]:
        print(sentence)
    if found[FAULTS_SHOWN:]:
        print(f"And {len(found) - FAULTS_SHOWN} more.")
    sys.exit(1)


# ---------------------------------------------------------------- keys


@statements_app.command(name="export")
def export_statements(
    *,
    shape: Annotated[
        Literal["tdb"], Parameter(name="--format", help="tdb: the DSA Transparency Database, schema version 2.")
    ] = "tdb",
    since: Annotated[str, Parameter(help="Only those issued on this day (UTC) or later: YYYY-MM-DD.")] = "",
    out: Annotated[
        Path,
        Parameter(name=["--out", "-o"], allow_leading_hyphen=True, help="The file to write; - for standard output."),
    ] = STANDARD_OUTPUT,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Write what the DSA Transparency Database is owed: one JSON object a line for each statement that restricts.

    Nothing in it was written by a person, and nobody is named. Each is checked by the database's published rules; one
    that does not pass is left out, said aloud, and ends the command with status 1. The server may be running meanwhile.

    Example: `parvis statements export --format tdb --data /srv/square --since 2026-12-01 --out december.ndjson`
    """
    from parvis.moderation import tdb
    from parvis.store import statements

    make = {"tdb": tdb.lines}[shape]
    begin = _day(since)
    settings, place = open_kept(config, data)
    issued = with_means(
        settings, place, lambda means: means.db.read(lambda conn: list(statements.issued_since(conn, begin)))
    )
    lines, wrong = make(issued, settings.square.origin)
    if lines or out != STANDARD_OUTPUT:
        put(out, "\n".join(lines) if out == STANDARD_OUTPUT else "".join(f"{line}\n" for line in lines), mode=0o600)
    say(f"{len(lines)} of {len(issued)} statements restrict something and are owed.")
    for sentence in wrong:
        say(sentence)
    if wrong:
        sys.exit(1)


# ---------------------------------------------------------------- the person on call


# ---------------------------------------------------------------- where it is


def _day(typed: str) -> Instant:
    """The beginning of a day in UTC; of all days when nothing was typed. ConfigError when it is no day."""
    try:
        return Instant(int(datetime.strptime(typed, "%Y-%m-%d").replace(tzinfo=UTC).timestamp() * 1000) if typed else 0)
    except ValueError:
        raise ConfigError([f"--since {typed}: a day is written YYYY-MM-DD."]) from None


def _seen_from(start: Path, place: Path) -> str:
    """How the file names the data folder: relative where it lies below, so that both can be moved together."""
    start, place = start.resolve(), place.resolve()
    return str(place.relative_to(start)) if place.is_relative_to(start) else str(place)


def _bind(setting: str, address: str, port: int) -> socket.socket:
    from parvis.app import bind

    try:
        return bind(address, port)
    except OSError as fault:
        raise ConfigError([f"{setting}: {address}, port {port} cannot be listened on: {fault.strerror}."]) from fault


# ---------------------------------------------------------------- what is done there


def _make(settings: Config, place: Path) -> None:
    from parvis.store import folder, rooms

    async def keep(means: Means) -> None:
        await means.db.write(lambda tx: rooms.keep(tx, settings.rooms, means.clock.now()))

    folder.make(place)
    with_means(settings, place, keep)


def _issue(settings: Config, place: Path, count: int, label: str) -> IssuedBatch:
    from parvis.access.age import voucher

    return with_means(settings, place, lambda means: voucher.issue(means, count, label))


async def _first_invites(means: Means) -> list[Invited]:
    from parvis.access import staff

    return await staff.first_invites(means)


def _handed_over(settings: Config, invites: list[Invited]) -> str:
    """Links for people of the team, and what to do with them."""
    head = "Hand this link to one person" if len(invites) == 1 else "Hand one link to each of the first people"
    how = f"it opens once, within {settings.team.invite_hours} hours, while the server runs"
    return "\n".join([f"{head}; {how}:", *(f"  {one.link}" for one in invites)])


def _numbered(settings: Config, place: Path, number: int) -> Staff:
    from parvis.access import staff

    for one in with_means(settings, place, staff.team):
        if one.number == number:
            return one
    raise ConfigError([f"Nobody on the team has the number {number}. See: parvis staff list"])


def _unless_refused(outcome: T | Finding) -> T:
    if isinstance(outcome, Finding):
        raise ConfigError([_english(outcome)])
    return outcome


def _english(finding: Finding) -> str:
    from parvis.web.i18n import Texts

    return Texts(["en"], isolating=False).text("en", finding.text_key, **finding.args)


@dataclass(frozen=True)
class Team:
    """Who is on the team, how many alarms wait for an administrator, and what waits at the desk."""

    people: list[Staff]
    alarms: int = 0
    desk: Numbers | None = None
    linked: Sequence[Linked] = ()


def _team(settings: Config, place: Path) -> Team:
    from parvis import app as house
    from parvis.access import looks, pairs, staff
    from parvis.moderation import numbers
    from parvis.store import folder

    async def read(means: Means) -> Team:
        desk = await numbers.now(house.office_of(means))
        alarms, linked = await looks.open_alarms(means), await pairs.linked_lately(means)
        return Team(await staff.team(means), len(alarms), desk, linked)

    return with_means(settings, place, read) if folder.is_made(place) else Team([])


async def _proved(means: Means, place: Path, heads: list[Path]) -> tuple[Report, list[str]]:
    """What the register says of itself, and a sentence for each thing that is not as the register says."""
    from parvis.store import custody, ledger, proof

    public = means.keys.ledger.public_key()
    report = await means.db.read(lambda conn: ledger.verify(conn, place, public, heads))
    others = await means.db.read(custody.faults)
    altered = await means.db.read(proof.first_altered) if report.ok else None
    if altered:
        others.append(f"Message {altered[1]} of {altered[0]} does not have the text that the ledger vouches for.")
    return report, others


def _missing(settings: Config, team: list[Staff]) -> list[str]:
    """What keeps the door shut, one English sentence each."""
    from parvis.access import opening
    from parvis.core.staff import count
    from parvis.web.i18n import Texts

    texts = Texts(["en"], isolating=False)
    reasons = opening.reasons_closed(settings, count(team))
    return [f"Still missing: {texts.text('en', one.text_key, **one.args).rstrip(' ;.')}." for one in reasons]


def _cards(settings: Config, batch: IssuedBatch, langs: list[str]) -> str:
    from parvis.web import paper

    short, link = moment_of(batch.short_expires_at).date(), moment_of(batch.expires_at).date()
    cards = [paper.Card(one.short, one.link, short, link) for one in batch.vouchers]
    return paper.cards(pages_for(settings), cards, langs, aloud(len(cards), "cards drawn"))


# ---------------------------------------------------------------- what is said


def main() -> None:
    """Run one command; every fault a person can mend ends with sentences and status 2."""
    try:
        app(sys.argv[1:], exit_on_error=False, print_error=False)
    except ConfigError as fault:
        _end(fault.faults)
    except (ParvisError, CycloptsError) as fault:
        _end([str(fault)])
    except OSError as fault:
        _end([f"{fault.filename or 'The system'}: {fault.strerror or fault}."])


def _end(faults: list[str]) -> None:
    for fault in faults:
        say(f"parvis: {fault}")
    sys.exit(FAULT)

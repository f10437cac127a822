"""The command line: each command finds settings and data, calls a verb, and says in plain words what happened."""

from __future__ import annotations

import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, CycloptsError, Parameter
from cyclopts.validators import Number

from parvis import (
    cli_care,
    cli_closing,
    cli_flaggers,
    cli_keys,
    cli_mode,
    cli_packs,
    cli_register,
    cli_rules,
    cli_staff,
    cli_summary,
    cli_upkeep,
    cli_vouchers,
)
from parvis.__about__ import __version__
from parvis.core.chosen import SETTABLE
from parvis.core.clock import SystemClock
from parvis.core.config import Config, parse
from parvis.core.errors import ConfigError, ParvisError
from parvis.core.manual import listing, template
from parvis.core.settings import Legal, Square
from parvis.core.settings_server import Server
from parvis.terminal import (
    FILE,
    ConfigFile,
    DataFolder,
    config_file,
    find_square,
    open_square,
    put,
    say,
    with_means,
)  # fmt: skip

# What only some commands need is imported by those, so that `parvis --help` answers at once.
if TYPE_CHECKING:
    from collections.abc import Sequence

    from parvis.access.means import Means
    from parvis.access.pairs import Linked
    from parvis.access.staff import Invited
    from parvis.core.numbers import Numbers
    from parvis.core.staff import Staff

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
app.command(cli_vouchers.voucher_app)
app.command(cli_register.statements_app)
app.command(cli_register.ledger_app)
app.command(cli_staff.staff_app)
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
    print(cli_staff.handed_over(fresh, with_means(fresh, place, _first_invites)))
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


app.command(cli_vouchers.poster)


# ---------------------------------------------------------------- where it is


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


async def _first_invites(means: Means) -> list[Invited]:
    from parvis.access import staff

    return await staff.first_invites(means)


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


def _missing(settings: Config, team: list[Staff]) -> list[str]:
    """What keeps the door shut, one English sentence each."""
    from parvis.access import opening
    from parvis.core.staff import count
    from parvis.web.i18n import Texts

    texts = Texts(["en"], isolating=False)
    reasons = opening.reasons_closed(settings, count(team))
    return [f"Still missing: {texts.text('en', one.text_key, **one.args).rstrip(' ;.')}." for one in reasons]


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

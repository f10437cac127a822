"""The commands that prove and pass on what was done: `parvis ledger …` and `parvis statements …`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from parvis.core.clock import Instant
from parvis.core.config import Config
from parvis.core.errors import ConfigError
from parvis.terminal import STANDARD_OUTPUT, ConfigFile, DataFolder, find_square, open_kept, put, say, with_means

if TYPE_CHECKING:
    from parvis.access.means import Means
    from parvis.store.ledger import Report

FAULTS_SHOWN = 20
ledger_app = App(name="ledger", help="The register: append-only, every entry chained to the one before.")
statements_app = App(name="statements", help="Statements of reasons, as the law wants them passed on.")


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


def _day(typed: str) -> Instant:
    """The beginning of a day in UTC; of all days when nothing was typed. ConfigError when it is no day."""
    try:
        return Instant(int(datetime.strptime(typed, "%Y-%m-%d").replace(tzinfo=UTC).timestamp() * 1000) if typed else 0)
    except ValueError:
        raise ConfigError([f"--since {typed}: a day is written YYYY-MM-DD."]) from None


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

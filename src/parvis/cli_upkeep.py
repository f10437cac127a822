"""The commands that keep a square: `parvis backup`, `parvis restore`, `parvis upgrade`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from parvis.core.clock import DAY, SystemClock, moment_of
from parvis.core.errors import ConfigError
from parvis.terminal import ConfigFile, DataFolder, config_file, open_kept, open_square, say, with_means

if TYPE_CHECKING:
    from parvis.core.config import Config
    from parvis.store.recovery import Checked

KEYS_FOLDER = "keys"
GENTLE = 10
"""How far a backup steps back behind the running server (nice)."""


def register(app: App) -> None:
    """Put these commands beside the others."""
    app.command(make_backup, name="backup")
    app.command(restore, name="restore")
    app.command(upgrade, name="upgrade")


def make_backup(
    *,
    to: Annotated[
        Path | None, Parameter(name="--to", help="The folder it goes to. Default: what the configuration says.")
    ] = None,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Make one backup, sealed to your offline key, and read it back. The server may be running meanwhile.

    Into it go the database (with evidence and ledger), the signed head, the settings, the packs, the public keys, and
    the server's own keys unless backup.with_keys is false. Named by its time; older ones go as backup.keep and
    backup.days say.

    Example: `parvis backup --data /srv/square --to /mnt/usb`
    """
    from parvis.legal import backups
    from parvis.store.keys import load_keys

    os.nice(GENTLE)
    settings, place = open_square(config, data)
    what = backups.what_of(settings, place, config_file(config, data), to)
    made = backups.make(what, load_keys(place / KEYS_FOLDER), SystemClock().now())
    with_means(settings, place, lambda means: backups.record(means.db, made))
    print(f"{made.file}")
    say(
        f"{made.size:,} bytes, SHA-256 {made.sha256}: {_told(made.manifest.rows, made.manifest.entries)}; sealed, "
        "written, and read back."
    )


def restore(
    archive: Annotated[Path, Parameter(help="The backup, parvis-….age; or a folder of them: the newest.")],
    *,
    key: Annotated[Path, Parameter(name="--key", help="The file of the private key (AGE-SECRET-KEY-1…).")],
    to: Annotated[Path | None, Parameter(name="--to", help="The folder it becomes; new or empty.")] = None,
    check: Annotated[bool, Parameter(name="--check", negative="", help="Only prove it; nothing stays behind.")] = False,
    within: Annotated[
        int | None,
        Parameter(name="--within-days", help="Refuse a backup that is older: for a check that runs by a timer."),
    ] = None,
    head: Annotated[
        list[Path] | None,
        Parameter(name="--head", negative="", help="A copy of ledger.head kept on another machine; may be repeated."),
    ] = None,
) -> None:
    """Open a backup with the private key, prove every part of it, and make it a data folder.

    Each part is compared with the manifest; the database is checked by SQLite, its foreign keys and its ledger up to
    the signed head. A backup that is damaged is refused, and the sentence says in which part. Best done on a machine
    of its own: the private key should not come to the server.

    Examples: `parvis restore --check parvis-2026-11-26T160000Z.age --key key.txt`, with `--to /srv/square`; each week
    by `deploy/parvis-check-backup.timer`: `parvis restore --check /srv/backups --within-days 2 --key key.txt`
    """
    from parvis.store import recovery, sealing

    if check == (to is not None):
        raise ConfigError(["Say either --check, or with --to the folder it becomes."])
    archive = _chosen(archive, within)
    secret = sealing.secret_in(key.read_text("utf-8"))
    if to is None:
        _tell(archive, recovery.check(archive, secret, head or []))
        return
    found = recovery.restore(archive, secret, to, head or [])
    _tell(archive, found)
    if found.is_older:
        print(f"Its tables are those of an earlier Parvis. Next: parvis upgrade --data {to}")
    print(f"It lies in {to}. Look at it with: parvis check --data {to}")


def _chosen(archive: Path, within: int | None) -> Path:
    """The backup that is meant; ConfigError where a folder holds none, or it is older than it may be."""
    from parvis.store import backup

    if archive.is_dir():
        there = backup.kept(archive)
        if not there:
            raise ConfigError([f"There is no backup in {archive}."])
        archive = there[-1][1]
    if within is not None:
        made = [at for at, file in backup.kept(archive.parent) if file == archive]
        if not made or made[0] < SystemClock().now() - within * DAY:
            raise ConfigError([f"{archive.name} is older than {within} days, by its name: look why no newer one came."])
    return archive


def _tell(archive: Path, found: Checked) -> None:
    manifest = found.manifest
    print(
        f"{archive.name} is whole: {len(manifest.parts)} parts, {_told(manifest.rows, manifest.entries)}, made on "
        f"{moment_of(manifest.made_at):%Y-%m-%d %H:%M} UTC by Parvis {manifest.version}."
    )


def _told(rows: dict[str, int], entries: int) -> str:
    return f"{sum(rows.values()):,} rows, {entries:,} entries of the ledger"


def upgrade(
    *,
    back: Annotated[bool, Parameter(negative="", help="Go back to the database of before the last upgrade.")] = False,
    yes: Annotated[bool, Parameter(negative="", help="Go back even though what came since is left behind.")] = False,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Bring the tables of an earlier Parvis up to this one. Stop the server first; nothing to do is said at once.

    First a backup is made (where there is an offline key). Then a copy of the database is changed and proved: every row
    came along, SQLite and the ledger find nothing. Only then it takes the old one's place, in one step. If anything
    fails, the old one stands as it was. It is kept for a day: `--back` puts it in its place again.

    Examples: `parvis upgrade --data /srv/square`, and to undo it `parvis upgrade --back`
    """
    from parvis.store import folder

    settings, place = open_kept(config, data)
    with folder.served_alone(place):
        if back:
            _go_back(place, despite=yes)
        else:
            _upgrade(settings, place, config_file(config, data))


def _upgrade(settings: Config, place: Path, file: Path) -> None:
    from parvis.legal import backups
    from parvis.store import upgrade as tables
    from parvis.store.keys import load_keys

    now, keys = SystemClock().now(), load_keys(place / KEYS_FOLDER)
    if tables.pending(place) is None:
        tables.clear(place)
        print(f"The database in {place} is up to date.")
        return
    if keys.sealer.is_ready():
        made = backups.make(backups.what_of(settings, place, file), keys, now)
        print(f"Backed up: {made.file}")
    else:
        say("No backup: there is no offline key (parvis keys init). The old database is kept here for a day.")
    done = tables.upgrade(place, keys, now)
    assert done is not None, "the folder is held, so nobody else upgraded it"
    print(f"Upgraded from {done.old} to {done.new}: {done.rows:,} rows, proved. Go back within a day with: --back")


def _go_back(place: Path, *, despite: bool) -> None:
    from parvis.store import upgrade as tables

    lost = tables.came_since(place) if tables.kept(place) else 0
    if lost and not despite:
        raise ConfigError(
            [f"{lost:,} entries came to the ledger since the upgrade; going back leaves them behind. If so: --yes"]
        )
    note = tables.back(place, SystemClock().now())
    print(f"The database is again that of before ({note.revision}). Install the Parvis it belongs to before you serve.")

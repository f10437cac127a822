"""The commands that close the whole square and open it again. A running server follows within a second."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from cyclopts import App, Parameter

from parvis.core.clock import SystemClock
from parvis.core.closing import Kind, Notice, Wanted
from parvis.core.config import Config
from parvis.core.errors import ConfigError, StoreUnavailable
from parvis.terminal import FILE, ConfigFile, DataFolder, find_square, put, put_bytes, say, with_means

if TYPE_CHECKING:
    from parvis.access.means import Means
    from parvis.core.logos import Logo
    from parvis.moderation.office import Office
    from parvis.moderation.refusal import Refused
    from parvis.store.closings import Kept
    from parvis.store.ledger import Head

T = TypeVar("T")


def add_to(app: App) -> None:
    """Both stand beside the other commands, for what they do is no part of anything."""
    app.command(close)
    app.command(reopen)


def close(
    *,
    kind: Annotated[Kind, Parameter(help="judicial: by order, 451. operator: for good, 410. pause: for a while, 503.")],
    authority: Annotated[str, Parameter(help="Who closes, as everybody will read it.")],
    basis: Annotated[str, Parameter(help="The order, the article, or the reason.")],
    blocked_by: Annotated[
        str, Parameter(help="Address of whoever carries it out (RFC 7725). Default: the square's own.")
    ] = "",
    date: Annotated[str, Parameter(help="Since when, YYYY-MM-DD. Default: today (UTC).")] = "",
    text_fr: Annotated[str, Parameter(help="The authority's own text in French; @FILE reads it from a file.")] = "",
    text_en: Annotated[str, Parameter(help="The same in English.")] = "",
    logo: Annotated[
        list[Path] | None, Parameter(negative="", help="An authority's logo, SVG or PNG, named after the authority.")
    ] = None,
    minutes: Annotated[int, Parameter(help="Of a pause: after how many minutes to come back.")] = 60,
    export: Annotated[
        Path | None,
        Parameter(help="Also write the page, and what nginx and Caddy need, to this folder."),
    ] = None,
    inventory: Annotated[
        Path | None,
        Parameter(help="Also write what is kept, counted and signed, as a bag (RFC 8493) to this new folder."),
    ] = None,
    yes: Annotated[bool, Parameter(negative="", help="Close without asking once more.")] = False,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Close the whole square: every path and method answers with a notice, every socket ends, writing is off.

    judicial also holds everything that is kept: nothing is erased until the square opens again. Two administrators
    open it (`/admin/closing` on the private listener, or `parvis reopen`). A stricter kind may replace another.

    Example: `parvis close --kind judicial --authority "Tribunal judiciaire de Paris" --basis "Ordonnance du 3 mars"`
    """
    from parvis.legal import closing
    from parvis.live import closing as file

    settings, place = _found(config, data)
    wanted = Wanted(
        kind=kind, authority=authority, basis=basis, day=date, blocked_by=blocked_by, text_fr=_text(text_fr),
        text_en=_text(text_en), logos=tuple(_logo(one) for one in logo or []), again_minutes=minutes,
    )  # fmt: skip
    now, origin = SystemClock().now(), settings.square.origin
    notice = _unless_refused(closing.drafted(place, wanted, now=now, origin=origin, entropy=secrets.token_bytes))
    if inventory is not None and inventory.exists():
        raise ConfigError(
            [f"{inventory} is there already, and nothing was closed. Name a new folder for the inventory."]
        )
    if export is not None:
        _export(settings, notice, export)
    if not yes and not _is_sure(settings, notice):
        raise ConfigError(["Nothing was closed. To close without being asked: --yes"])
    file.write(place, notice)
    say(f"Closed: every address answers {notice.kind.status}. A running server follows within a second.")
    try:
        head = with_means(settings, place, lambda means: closing.keep(_office(means), notice))
    except StoreUnavailable as fault:
        say(f"It holds by the file alone: {fault} The server writes it down as soon as it can.")
        return
    say(f"The ledger's last head: {_words(head)}")
    if inventory is not None:
        _take_stock(settings, place, notice, head, inventory)


def reopen(
    *,
    code: Annotated[
        list[str],
        Parameter(negative="", help="An administrator's word, drawn on /admin/closing; two people's."),
    ],
    why: Annotated[str, Parameter(help="Why, for the team.")] = "",
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Open a closed square again, with the words of two administrators; what was held is erased in its time again.

    Each draws theirs on the page `/admin/closing` of the private listener, with a touch of their passkey. On that page
    two can also open without the shell.

    Example: `parvis reopen --code 1-abcd-efgh-ijkl-mnop --code 2-qrst-uvwx-yzab-cdef --why "The order was lifted"`
    """
    from parvis.legal import closing

    settings, place = _found(config, data)
    ended: Kept | Refused = with_means(settings, place, lambda means: closing.reopen_with(_office(means), code, why))
    kept = _unless_refused(ended)
    say(f"Open again. It was closed since {kept.notice.day}. A running server follows within a second.")


def sentences(config: Path | None, data: Path | None) -> list[str]:
    """That the square is closed, where a notice lies in the folder, readable or not; the store is not asked."""
    from parvis.live import closing as file

    _settings, place = find_square(config, data)
    closed = "The square is closed: every address answers with the notice. Two administrators can open it again."
    return [closed] if (place / file.FILE).exists() else []


# ---------------------------------------------------------------- within


def _found(config: Path | None, data: Path | None) -> tuple[Config, Path]:
    """Settings and folder, whatever state the database is in; a folder without a configuration has the usual ones."""
    if config is None and data is not None and not (data / FILE).is_file():
        settings, place = Config(), data
    else:
        settings, place = find_square(config, data)
    if not place.is_dir():
        raise ConfigError([f"The folder {place} holds no square. Make one with: parvis init"])
    return settings, place


def _office(means: Means) -> Office:
    from parvis.app import office_of

    return office_of(means)


def _logo(path: Path) -> Logo:
    from parvis.core.logos import BadLogo
    from parvis.legal import logos

    try:
        return logos.read(path)
    except BadLogo as fault:
        raise ConfigError([f"--logo {path}: the file {fault}."]) from fault


def _text(typed: str) -> str:
    """What was typed, or what the named file holds."""
    if not typed.startswith("@"):
        return typed
    try:
        return Path(typed[1:]).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError([f"The text in {typed[1:]} cannot be read: {fault}."]) from fault


def _export(settings: Config, notice: Notice, folder: Path) -> None:
    from parvis.web.exported import exported
    from parvis.web.i18n import LANGUAGES, Texts
    from parvis.web.notice import Notices
    from parvis.web.render import Renderer

    pages = Renderer(Texts(LANGUAGES), settings)
    notices = Notices(pages, secure=settings.square.origin.startswith("https:"))
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in exported(notices, notice, settings.square.languages[0]).items():
        put(folder / name, content, mode=0o644, replace=True)
    say(f"The page, and what nginx and Caddy need to answer with it, are in {folder}.")


def _take_stock(settings: Config, place: Path, notice: Notice, head: Head, to: Path) -> None:
    from parvis.legal import inventory
    from parvis.store import closings

    async def bag(means: Means) -> dict[str, bytes]:
        tables = await means.db.read(closings.rows)
        return inventory.bag(place, notice, head, tables, means.keys.ledger, settings.legal)

    for name, content in with_means(settings, place, bag).items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        put_bytes(to / name, content, mode=0o600)
    say(f"What is kept, counted and signed, is in {to}: keep it with the order.")


def _is_sure(settings: Config, notice: Notice) -> bool:
    """Ask once more, on a terminal; elsewhere nobody is there to answer."""
    if not sys.stdin.isatty():
        return False
    say(f"This closes {settings.square.name} ({settings.square.origin}) for all, with status {notice.kind.status}.")
    say(f"  {notice.authority}: {notice.basis}")
    if notice.kind.holds:
        say("  Nothing that is kept is erased until two administrators open it again.")
    say("Type yes to close:")
    return sys.stdin.readline().strip().lower() == "yes"


def _words(head: Head) -> str:
    return f"{head.count} entries, {head.hash}, signed {head.signature}"


def _unless_refused(outcome: T | Refused) -> T:
    from parvis.moderation.refusal import Refused
    from parvis.web.i18n import Texts

    if isinstance(outcome, Refused):
        raise ConfigError([Texts(["en"], isolating=False).text("en", outcome.text_key, **outcome.args)])
    return outcome

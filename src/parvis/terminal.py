"""What every command shares: where the square is, how its store is opened, how a person at a terminal is spoken to."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from cyclopts import Parameter

from parvis.core.clock import SystemClock
from parvis.core.config import Config
from parvis.core.errors import ConfigError

# What only some commands need is imported by those, so that `parvis --help` answers at once.
if TYPE_CHECKING:
    from parvis.access.means import Means
    from parvis.web.render import Renderer

T = TypeVar("T")
FILE = "parvis.toml"
STANDARD_OUTPUT = Path("-")

ConfigFile = Annotated[
    Path | None, Parameter(name="--config", help="The configuration file. Default: parvis.toml in --data, else here.")
]
DataFolder = Annotated[
    Path | None, Parameter(name="--data", help="Folder of database and keys. Default: what the configuration says.")
]
Language = Annotated[Literal["fr", "en", "both"], Parameter(name="--lang", help="Language of the print.")]


# ---------------------------------------------------------------- where it is


def config_file(config: Path | None, data: Path | None) -> Path:
    """The configuration file that the two options mean."""
    return config or (data / FILE if data and (data / FILE).is_file() else Path(FILE))


def find_square(config: Path | None, data: Path | None, *, judged: bool = False) -> tuple[Config, Path]:
    """Settings and data folder, as the two options say; ConfigError when the file is missing or has faults.

    ``judged``: the guard is asked about the rooms' names, too. It takes a second to be made ready, so only commands
    that begin or check a service ask.
    """
    from parvis.core import chosen
    from parvis.store import chosen as stored

    file = config_file(config, data)
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        raise ConfigError([f"There is no configuration at {file}. Make one with: parvis init"]) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError([f"The configuration at {file} cannot be read: {fault}."]) from fault
    written = chosen.read(text, str(file))
    place = data or file.parent / written.config.server.data
    settings = chosen.overlaid(written, stored.peek(place, "parvis.db"))
    if judged:
        _judge_rooms(settings, file)
    return settings, place


def _judge_rooms(settings: Config, file: Path) -> None:
    """ConfigError when the guard refuses a room's name."""
    from parvis.guard import rooms, standard
    from parvis.web.i18n import Texts

    texts = Texts(["en"], isolating=False)
    refused = rooms.refused(standard.pipeline(settings), settings.rooms, SystemClock())
    if refused:
        reasons = [(room, lang, texts.text("en", why.text_key, **why.args)) for room, lang, why in refused]
        raise ConfigError(
            [f"{file}: room {room.id} cannot be called {room.name[lang]!r}: {why}" for room, lang, why in reasons]
        )


def open_square(config: Path | None, data: Path | None, *, judged: bool = False) -> tuple[Config, Path]:
    """The same, for a square that is made and may be written; ConfigError when it is not."""
    from parvis.store import folder

    settings, place = find_square(config, data, judged=judged)
    folder.check(place)
    return settings, place


def open_kept(config: Path | None, data: Path | None) -> tuple[Config, Path]:
    """As `open_square`; a folder without a configuration beside it, such as the demo's, has the usual settings."""
    from parvis.store import folder

    if config or data is None or (data / FILE).is_file():
        return open_square(config, data)
    folder.check(data)
    return Config(), data


# ---------------------------------------------------------------- what is done there


def with_means(settings: Config, place: Path, work: Callable[[Means], Awaitable[T]]) -> T:
    """Open the store, do one thing, close it."""
    from parvis.app import open_means

    async def opened() -> T:
        async with open_means(settings, place) as means:
            return await work(means)

    return asyncio.run(opened())


def pages_for(settings: Config) -> Renderer:
    """What turns templates into paper."""
    from parvis.web.i18n import Texts
    from parvis.web.render import Renderer

    return Renderer(Texts(settings.square.languages), settings)


def spoken(lang: str, settings: Config) -> list[str]:
    """The languages of a print; ConfigError for one that the square does not speak."""
    known = settings.square.languages
    if lang != "both" and lang not in known:
        raise ConfigError([f"--lang {lang}: the square speaks {' and '.join(known)} (square.languages)."])
    return list(known) if lang == "both" else [lang]


# ---------------------------------------------------------------- what is said


def say(sentence: str) -> None:
    """Tell the person at the terminal; standard output is kept for what was asked for."""
    print(sentence, file=sys.stderr, flush=True)


def aloud(total: int, what: str) -> Callable[[int], None]:
    """Count aloud, once a second, what takes longer than that."""
    due = time.monotonic() + 1

    def tell(done: int) -> None:
        nonlocal due
        if time.monotonic() >= due:
            due += 1
            say(f"{done} of {total} {what}")

    return tell


def put(file: Path, text: str, *, mode: int, replace: bool = False) -> None:
    """Write a file with these rights, or standard output."""
    if file == STANDARD_OUTPUT:
        print(text)
        return
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if replace else os.O_EXCL)
    with os.fdopen(os.open(file, flags, mode), "w", encoding="utf-8") as opened:
        opened.write(text)


def put_bytes(file: Path, content: bytes, *, mode: int) -> None:
    """The same for bytes; nothing that exists is overwritten."""
    if file == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as opened:
        opened.write(content)

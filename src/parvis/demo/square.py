"""`parvis demo` from start to end: a folder, a free port on this machine, entry codes, a server, and nothing left."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from parvis import app
from parvis.access import staff
from parvis.access.age import voucher
from parvis.access.age.voucher import IssuedVoucher
from parvis.core.config import Config
from parvis.core.errors import ConfigError
from parvis.core.manual import template
from parvis.demo import evenings, sealing, seeds
from parvis.store import folder

PORTS_TRIED = 100
SETTINGS = "parvis.toml"
MARK = "# Written by parvis demo, anew at every start: changes made here are lost."
SHOWN = 6
"""Codes in the short text; the others only with --json."""
Say = Callable[[str], None]
Tell = Callable[[str, list[IssuedVoucher], list[str]], str]
"""Address, vouchers, and the links of the first two people of the team, as text."""


def run(port: int, data: Path | None, codes: int, *, tell: Tell, show: Say, say: Say) -> None:
    """Serve until stopped; once it answers, ``show`` what ``tell`` makes of address and vouchers. ``say`` the rest."""
    signal.signal(signal.SIGTERM, _stop)  # until the server hears signals itself, so that the folder goes in any case
    with _folder(data, say) as place, folder.served_alone(place):
        public = listen_from(port)
        found = int(public[0].getsockname()[1])
        if found != port:
            say(f"Port {port} is taken; using {found}.")
        private = app.bind("127.0.0.1", 0)
        config = seeds.config(found, int(private.getsockname()[1]))
        write_settings(place, config)
        asyncio.run(_seal(config, place))
        asyncio.run(evenings.tell(config, place))
        vouchers = asyncio.run(_issue(config, place, codes)) if codes else []
        invites = asyncio.run(_invite(config, place))
        listeners = app.Listeners(public, [private])
        told = tell(config.square.origin, vouchers, invites)
        app.serve(config, place, listeners, demo=True, ready=lambda _means: show(told), settings=place / SETTINGS)


def _stop(_number: int, _frame: object) -> None:
    sys.exit(0)


async def _seal(config: Config, place: Path) -> None:
    async with app.open_means(config, place) as means:
        await sealing.begin(means, place)


async def _issue(config: Config, place: Path, codes: int) -> list[IssuedVoucher]:
    async with app.open_means(config, place) as means:
        return list((await voucher.issue(means, codes, seeds.LABEL)).vouchers)


async def _invite(config: Config, place: Path) -> list[str]:
    async with app.open_means(config, place) as means:
        return [one.link for one in await staff.first_invites(means)]


@contextlib.contextmanager
def _folder(data: Path | None, say: Say) -> Iterator[Path]:
    if data is not None:
        refuse_real_square(data)
        folder.make(data)
        say(f"Data is kept in {data}.")
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="parvis-demo-") as place:
        yield Path(place)
    say("The demonstration's temporary folder is removed.")


def refuse_real_square(place: Path) -> None:
    """ConfigError when the folder is somebody's real square: a demonstration would open it and close its rooms."""
    written = place / SETTINGS
    if folder.is_made(place) and not (written.is_file() and written.read_text("utf-8").startswith(MARK)):
        raise ConfigError([f"The folder {place} holds a square that no demonstration made. Name another with --data."])


def write_settings(place: Path, config: Config) -> None:
    """Leave the settings beside the data, so that `parvis voucher issue --data` and others work there too."""
    (place / SETTINGS).write_text(f"{MARK}\n{template(config)}", "utf-8")


def as_json(url: str, vouchers: list[IssuedVoucher], invites: list[str]) -> str:
    """One line for a program: the address, the short codes, the links into the team."""
    return json.dumps({"url": url, "vouchers": [one.short for one in vouchers], "staff_invites": invites})


def as_words(url: str, vouchers: list[IssuedVoucher], invites: list[str]) -> str:
    """A few lines for a person: where it is, a link that opens the door, some codes for others."""
    lines = [f"A demonstration of Parvis is open on this machine: {url}"]
    if vouchers:
        lines += ["", "Come in as a first adult with this link:", f"  {url}/age#v={vouchers[0].link}"]
    if vouchers[1:]:
        lines += ["", "For others (another browser, a private window), type one of these codes at the door:"]
        lines += [f"  {one.short}" for one in vouchers[1 : 1 + SHOWN]]
    lines += ["", "Join the team with one of these links; they ask for a passkey, as a phone or a laptop has:"]
    lines += [f"  {one}" for one in invites]
    return "\n".join([*lines, "", "Each works once. Ctrl+C ends the demonstration."])


def listen_from(first: int) -> list[socket.socket]:
    """Sockets on the first port that is free on both loopback addresses: a browser may try either for localhost."""
    for port in range(first, min(first + PORTS_TRIED, 65_536)):
        with contextlib.suppress(OSError):
            return _both(port)
    raise ConfigError([f"No port is free on this machine from {first} on; name another with --port."])


def _both(port: int) -> list[socket.socket]:
    found = [app.bind("127.0.0.1", port)]
    try:
        found.append(app.bind("::1", port))
    except OSError as fault:
        if fault.errno not in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):  # these two: a machine without IPv6
            found[0].close()
            raise
    return found

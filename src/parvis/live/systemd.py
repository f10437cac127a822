"""Telling systemd how the service does: ready, stopping, and that its loop turns (sd_notify(3), systemd.service(5)).

Anybody else who starts Parvis sets none of these variables, and nothing happens.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Mapping

READY = "READY=1"
STOPPING = "STOPPING=1"
ALIVE = "WATCHDOG=1"


def tell(state: str, env: Mapping[str, str] = os.environ) -> bool:
    """Send one state to the service manager; False when there is none, or it cannot be reached."""
    address = env.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
        try:
            line.sendto(state.encode(), address.replace("@", "\0", 1) if address[0] == "@" else address)
        except OSError:
            return False
    return True


def seconds_between(env: Mapping[str, str] = os.environ, pid: int | None = None) -> float | None:
    """How often to say that all is well: half the time after which systemd gives up; None when it does not watch us."""
    meant = env.get("WATCHDOG_PID", "")
    if meant and meant != str(os.getpid() if pid is None else pid):
        return None
    try:
        whole = int(env.get("WATCHDOG_USEC", ""))
    except ValueError:
        return None
    return whole / 2e6 if whole > 0 else None


async def watch() -> None:
    """Say so until cancelled, from the loop that carries the talk: when that hangs, this falls silent."""
    pause = seconds_between()
    while pause is not None:
        tell(ALIVE)
        await asyncio.sleep(pause)

"""A disk of a few megabytes for one command: a file system in memory that this command alone sees, so that it fills."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path

MOUNTED = 'mount -t tmpfs -o "size=$1,mode=700" none "$2" && shift 2 && exec "$@"'


def within(folder: Path, megabytes: int) -> list[str]:
    """What to put before a command that shall have ``folder`` on such a disk; empty where nobody may mount."""
    how = _how()
    return [*how, "sh", "-c", MOUNTED, "sh", f"{megabytes}m", str(folder)] if how else []


def seen_by(pid: int, path: Path) -> Path:
    """The same path, as the command with that number sees it."""
    return Path(f"/proc/{pid}/root{path}")


@functools.cache
def _how() -> tuple[str, ...]:
    """As root, or as root of one's own user namespace."""
    for how in (("unshare", "--mount"), ("unshare", "--mount", "--map-root-user")):
        try:
            tried = [*how, "sh", "-c", MOUNTED, "sh", "1m", "/mnt", "true"]
            if subprocess.run(tried, capture_output=True, timeout=30).returncode == 0:
                return how
        except FileNotFoundError:
            pass
    return ()

"""A process that has imported the whole server and forks one for each line of arguments: twenty starts, fast."""

from __future__ import annotations

import json
import os
import signal
import sys

import parvis.app
import parvis.demo.square
from parvis import cli

IMPORTED = (parvis.app, parvis.demo.square)
"""What the command would import only when it runs is there already."""


def main() -> None:
    """Each child says its number, then is `parvis` with the arguments read; its first line of output follows."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are gone at once, not zombies
    for line in sys.stdin:
        if os.fork() == 0:
            _become(json.loads(line))


def _become(arguments: list[str]) -> None:
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        print(os.getpid(), flush=True)
        sys.argv = ["parvis", *arguments]
        cli.main()
    finally:
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main()

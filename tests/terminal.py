"""A terminal as a person has it: words typed, what is said, and the status."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from parvis import cli


@dataclass(frozen=True)
class Said:
    status: int
    out: str
    err: str


Run = Callable[..., Said]


def typing_in(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``parvis …`` typed in that folder."""
    monkeypatch.chdir(folder)

    def typed(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["parvis", *words])
        status = 0
        try:
            cli.main()
        except SystemExit as end:
            status = int(end.code or 0)
        heard = capsys.readouterr()
        return Said(status, heard.out, heard.err)

    return typed

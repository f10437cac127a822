"""Trusted flaggers at the terminal: registered, listed, renewed, ended; a token is printed once and kept as a hash."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from terminal import Run, typing_in


@pytest.fixture
def square(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``parvis …`` typed in a folder that holds a square."""
    run = typing_in(tmp_path, monkeypatch, capsys)
    assert run("init", "--name", "La place", "--operator", "Nous", "--contact-email", "a@example.org").status == 0
    return run


def test_a_flagger_is_registered_given_a_new_token_and_ended(square: Run, tmp_path: Path) -> None:
    added = square("flagger", "add", "Point de contact", "veille@asso.example", "--harm", "hate")
    assert added.status == 0
    found = re.search(r"flagger ([0-9a-f]{20}): Point de contact\n.*: ([A-Za-z0-9_-]{43})$", added.out, re.MULTILINE)
    assert found
    flagger, token = found.groups()
    assert token.encode() not in (tmp_path / "data" / "parvis.db").read_bytes()
    assert "0 notices" in (listed := square("flagger", "list").out) and "veille@asso.example" in listed
    renewed = square("flagger", "renew", flagger)
    assert renewed.status == 0 and token not in renewed.out
    assert square("flagger", "end", flagger).out == "No longer a trusted flagger: Point de contact\n"
    assert "ended" in square("flagger", "list").out
    for command in ("end", "renew"):
        refused = square("flagger", command, flagger)
        assert (refused.status, refused.out) == (2, "") and "not registered" in refused.err
    assert square("flagger", "add", " ", "x").status == 2
    assert square("flagger", "add", "x", "y", "--harm", "weather").status != 0

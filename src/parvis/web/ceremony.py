"""The sheet of the key ceremony: what a sealing key is, who keeps it, how to try it at once; for paper and as text.

The text form is itself an age identity file: all but the key stands behind ``#``.
"""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from parvis.web import paper
from parvis.web.i18n import Texts
from parvis.web.paper import Voice
from parvis.web.render import Renderer

WIDTH = 78
COPIES = 2
GROUP = 8
LINES = ("sheet-line-keeper", "sheet-line-place", "sheet-line-witness", "sheet-line-date")


@dataclass(frozen=True)
class Sheet:
    """What stands on it."""

    name: str
    """Who keeps it."""
    day: date
    public: str
    secret: str = field(repr=False)
    phrase: str
    test: str
    """The phrase as an armored age file."""
    with_qr: bool = False

    @property
    def parts(self) -> list[str]:
        """The private key in pieces that the eye can hold while copying; nothing stands between them."""
        head, rest = self.secret[: GROUP * 2], self.secret[GROUP * 2 :]
        return [head, *(rest[start : start + GROUP] for start in range(0, len(rest), GROUP))]


def as_html(pages: Renderer, langs: Sequence[str], sheet: Sheet) -> str:
    """An HTML file of one A4 page that needs nothing from anywhere."""
    voices = [Voice(lang, partial(pages.texts.text, lang)) for lang in langs]
    return pages.render(
        "ceremony.html", langs[0], voices=voices, sheet=sheet, lines=LINES, copies=COPIES,
        qr=paper.qr(sheet.secret) if sheet.with_qr else None,
    )  # fmt: skip


def as_text(texts: Texts, square: str, langs: Sequence[str], sheet: Sheet, file: str) -> str:
    """The same as text; ``file`` is how a command will name it, ``texts`` put no invisible marks."""
    lines: list[str] = []
    for lang in langs:
        lines += [*_told(Voice(lang, partial(texts.text, lang)), square, sheet), "#"]
    lines += [f"# {line}" for line in sheet.test.splitlines()]
    lines += ["#", f"# {try_command(file)}", "#", f"# {sheet.public}", sheet.secret]
    return "\n".join(lines) + "\n"


def try_command(file: str) -> str:
    """One line for a shell that tries the key in the text form on the block in the same file."""
    name = shlex.quote(file)
    return f"sed -n '/^# -----BEGIN/,/^# -----END/s/^# //p' {name} | age -d -i {name}"


def _told(voice: Voice, square: str, sheet: Sheet) -> Iterator[str]:
    t = voice.t
    parts = [
        f"{t('sheet-title')} · {square} · {t('sheet-made', day=voice.day(sheet.day))}", "",
        t("sheet-what", square=square), t("sheet-only"), "",
        t("sheet-keeper", name=sheet.name), t("sheet-second"), "",
        t("sheet-try-text"), t("sheet-try-read", phrase=sheet.phrase), "",
        t("sheet-lost"), t("sheet-seen"), t("sheet-after"),
    ]  # fmt: skip
    for n in range(1, COPIES + 1):
        parts += ["", t("sheet-copy", n=n), *(f"{t(line)} {'_' * 30}" for line in LINES)]
    for part in parts:
        yield from textwrap.wrap(part, WIDTH, initial_indent="# ", subsequent_indent="# ") or ["#"]

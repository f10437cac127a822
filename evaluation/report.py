"""What an evaluation found, as tables to read and as a page of the documentation."""

from __future__ import annotations

from pathlib import Path

from evaluation.corpus import CLASSES, LANGUAGES, LGBTQ, PARTS, ROOT
from evaluation.disguises import DISGUISES
from evaluation.scoring import MANNERS, Outcome, count, goals, grouped, of_class, show, wrongful

PAGE = ROOT / "docs" / "reference" / "evaluation.md"
BEGIN, END = "<!-- figures: from here -->", "<!-- figures: to here -->"


def tables(outcomes: list[Outcome]) -> str:
    """All tables of one run in Markdown: goals, classes, disguises, harmless lines."""
    return "\n\n".join([_goals(outcomes), _classes(outcomes), _disguises(outcomes), _harmless(outcomes)]) + "\n"


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table whose columns also stand below each other in a terminal."""
    wide = [max(len(row[at]) for row in [head, *rows]) for at in range(len(head))]
    lines = [head, ["-" * width for width in wide], *rows]
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, wide, strict=True))} |" for line in lines
    )


def write(page: Path, begin: str, end: str, text: str) -> None:
    """Puts the tables between the two marks of a page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    page.write_text(f"{before}{begin}\n\n{text.strip()}\n\n{end}{rest.partition(end)[2]}", encoding="utf-8")


def _goals(outcomes: list[Outcome]) -> str:
    lines = []
    for part, chosen in grouped(outcomes, lambda one: one.part).items():
        found = goals(part, chosen)
        lines.append(f"{part}: {sum(one.held for one in found)} of {len(found)} goals hold.")
        for manner in MANNERS:
            missed = [one.words for one in found if one.manner == manner and not one.held]
            lines += [f"Missed in {part}, {manner}: {', '.join(missed)}."] if missed else []
    return "\n\n".join(lines)


def _classes(outcomes: list[Outcome]) -> str:
    head = ["class", "lang", *(f"{part}, {words}" for part in PARTS for words in MANNERS)]
    rows = []
    for topic in CLASSES:
        for lang in LANGUAGES:
            cells = []
            for part in PARTS:
                mine = [one for one in of_class(outcomes, topic, lang) if one.part == part]
                cells += [_pair([one for one in mine if one.is_plain == plain]) for plain in (True, False)]
            rows.append([topic, lang, *cells])
    return "Recall / precision of each class:\n\n" + table(head, rows)


def _disguises(outcomes: list[Outcome]) -> str:
    head = [
        "disguise",
        *(f"{part} {lang}" for part in PARTS for lang in LANGUAGES),
        "classes that hold",
        "wrongful / 1,000",
    ]
    by_disguise = grouped(outcomes, lambda one: one.disguise)
    rows = []
    for name in ["plain", *DISGUISES]:
        mine = by_disguise.get(name, [])
        parts = [
            _pair([one for one in mine if one.part == part and one.judged.row.lang == lang])
            for part in PARTS
            for lang in LANGUAGES
        ]
        holding = [
            f"{sum(count(of_class([o for o in mine if o.part == part], topic)).holds for topic in CLASSES)}"
            for part in PARTS
        ]
        rows.append([name, *parts, f"{' / '.join(holding)} of {len(CLASSES)}", f"{wrongful(mine).per_1000:.1f}"])
    return "Recall / precision of all classes together, under each disguise:\n\n" + table(head, rows)


def _harmless(outcomes: list[Outcome]) -> str:
    rows = []
    for part in PARTS:
        for words, plain in zip(MANNERS, (True, False), strict=True):
            mine = [one for one in outcomes if one.part == part and one.is_plain == plain]
            cells = [wrongful(mine), wrongful(mine, LGBTQ)]
            rows.append([part, words, *(f"{one.stopped} of {one.lines} ({one.per_1000:.1f})" for one in cells)])
    return "Harmless lines held or refused (in 1,000):\n\n" + table(["part", "", "all", "about LGBTQ+ people"], rows)


def _pair(outcomes: list[Outcome]) -> str:
    counts = count(outcomes)
    return f"{show(counts.recall)} / {show(counts.precision)}"

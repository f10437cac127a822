"""`./dev scenarios`: harms that a chat was used for, replayed with mild, made-up text against the real server."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from evaluation import conduct, report
from evaluation.corpus import ROOT
from evaluation.scenarios.play import play
from evaluation.scenarios.result import Result, told
from evaluation.scenarios.stories import STORIES, Story
from parvis.guard.edition import shipped

PAGE = ROOT / "docs" / "reference" / "protection.md"
BEGIN, END = "<!-- scenarios: from here -->", "<!-- scenarios: to here -->"


def main() -> int:
    """Play and print; 1 when --check finds one that was not stopped or an innocent who was."""
    chosen = _options()
    stories = [one for one in STORIES if not chosen.only or one.key in chosen.only]
    results = play_all(stories, short=chosen.short, awake=chosen.shadows)
    text = tables(results)
    print(text)
    print(conduct.report())
    if chosen.write_docs:
        report.write(PAGE, BEGIN, END, _both(text, stories))
    return int(chosen.check and not all(one.stop is not None and _is_spared(one) for one in results))


def play_all(stories: Sequence[Story], *, short: bool, awake: bool) -> list[Result]:
    """One after the other, each on a square of its own."""
    results = []
    for story in stories:
        with tempfile.TemporaryDirectory(prefix="parvis-scenario-") as folder:
            results.append(asyncio.run(play(story, Path(folder), short=short, awake=awake)))
        print(f"{story.title}: {_outcome(results[-1])}.", file=sys.stderr)
    return results


def _both(text: str, stories: Sequence[Story]) -> str:
    """What is, then what would be if the team let every rule act."""
    parts = ["### As it is shipped", text]
    if any(rule.mode == "shadow" for pack in shipped() for rule in pack.rules):
        parts += ["### When the team lets every rule act", tables(play_all(stories, short=False, awake=True))]
    parts += ["### Ways of doing, in made-up conversations", conduct.report()]
    return "\n\n".join(part.strip() for part in parts)


def tables(results: list[Result]) -> str:
    """What happened, and what the desk and the innocent met, as two tables in Markdown."""
    first = [
        [
            one.story.title, _door(one), told([each.answer for each in one.tried]), f"{one.reached} of {one.present}",
            _outcome(one),
        ]
        for one in results
    ]  # fmt: skip
    second = [
        [one.story.title, _desk(one), one.innocent_door or told(one.innocent), ", ".join(_reasons(one)) or "–"]
        for one in results
    ]  # fmt: skip
    heads = ["scenario", "at the door", "what became of the texts", "people reached", "stopped"]
    others = ["scenario", "what the desk saw", "what the innocent met", "what the offenders were told"]
    return f"{report.table(heads, first)}\n\n{report.table(others, second)}\n"


def _outcome(one: Result) -> str:
    if one.stop is None:
        return "not stopped"
    return f"at text {one.stop} of {len(one.tried)}, {one.seconds:.2f} s" if one.seconds is not None else "at the door"


def _door(one: Result) -> str:
    refused = [why for why in one.door if why]
    return f"{len(refused)} of {len(one.door)} refused" if refused else "open"


def _desk(one: Result) -> str:
    return "; ".join(f"{count} {what}" for what, count in sorted(one.desk.items())) or "nothing"


def _reasons(one: Result) -> list[str]:
    return list(dict.fromkeys(why for why in [*one.door, *(each.answer.why for each in one.tried)] if why))


def _is_spared(one: Result) -> bool:
    return not one.innocent_door and all(each.kind == "delivered" for each in one.innocent)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev scenarios", description=__doc__)
    add = parser.add_argument
    add("--short", action="store_true", help="the first three texts of each")
    add("--only", metavar="NAME", action="append", choices=[one.key for one in STORIES], help="once for each")
    add("--shadows", action="store_true", help="on a square whose team has let every rule that only watches act")
    add("--check", action="store_true", help="exit 1 when one is not stopped, or somebody innocent is")
    add("--write-docs", action="store_true", help="write the tables into docs/reference/protection.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""`./dev eval`: the guard measured on the corpus, each line as it stands and under twelve disguises."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator

from evaluation import corpus, report
from evaluation.corpus import CLASSES, PARTS, PLAIN
from evaluation.disguises import DISGUISES
from evaluation.scoring import Outcome, goals, grouped, outcome
from parvis.guard.trial import BadRow, Trial


def main() -> int:
    """Judge and print; 1 when --check finds a goal missed, 2 when the corpus cannot be read."""
    chosen = _options()
    began = time.monotonic()
    try:
        if chosen.misses:
            return _show_misses(chosen)
        found = judge(short=chosen.short, shadows=chosen.shadows)
    except BadRow as fault:
        print(f"eval: {fault}", file=sys.stderr)
        return 2
    text = report.tables(found)
    print(text)
    print(f"{len(found)} judgements in {time.monotonic() - began:.1f} s.", file=sys.stderr)
    if chosen.write_docs:
        report.write(report.PAGE, report.BEGIN, report.END, _both(found, short=chosen.short))
    return int(chosen.check and not all_held(found))


def judge(*, short: bool = False, shadows: bool = False) -> list[Outcome]:
    """Every row of both parts; ``shadows``: as if rules that only watch were live."""
    return [one for part in PARTS for one in _judge(part, Trial(all_live=shadows), short=short)]


def all_held(found: list[Outcome]) -> bool:
    """Whether no goal is missed in either part."""
    return all(goal.held for part, mine in grouped(found, lambda one: one.part).items() for goal in goals(part, mine))


def _judge(part: str, trial: Trial, *, short: bool) -> Iterator[Outcome]:
    for name, row in corpus.all_of(part, short=short):
        for judged in trial.run([row]):
            one = outcome(part, name, judged)
            if one:
                yield one


def _both(found: list[Outcome], *, short: bool) -> str:
    """The figures of what acts, then of what would act if every rule did."""
    parts = ["### As it acts", report.tables(found)]
    if any(rule.mode == "shadow" for rule in Trial().edition.rules):
        parts += ["### As if the rules in shadow acted too", report.tables(judge(short=short, shadows=True))]
    return "\n\n".join(part.strip() for part in parts)


def _show_misses(chosen: argparse.Namespace) -> int:
    """Lines of the seen part alone: who writes rules is not to know the others."""
    plain = [row for row in corpus.rows("seen") if row.topic == chosen.misses]
    rows = plain if chosen.under == PLAIN else list(corpus.under(chosen.under, plain))
    wrong = [one for one in Trial(all_live=chosen.shadows).run(rows) if one.acted != (one.row.expect == "act")]
    for one in wrong:
        why = ", ".join(finding.check for finding in one.findings) or "nothing"
        print(f"{one.row.lang} {one.row.kind.value}, expected {one.row.expect}, found {why}: {one.row.text}")
    print(f"{len(wrong)} of {len(rows)} came out wrong.", file=sys.stderr)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev eval", description=__doc__)
    add = parser.add_argument
    add("--short", action="store_true", help="each line under one disguise, in turn, instead of all twelve")
    add("--shadows", action="store_true", help="as if rules that only watch were live")
    add("--misses", metavar="CLASS", choices=CLASSES, help="the lines of the seen part that come out wrong instead")
    add("--under", metavar="DISGUISE", choices=[PLAIN, *DISGUISES], default=PLAIN, help="with --misses: how disguised")
    add("--check", action="store_true", help="exit 1 when a goal is missed")
    add("--write-docs", action="store_true", help="write the tables into docs/reference/evaluation.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

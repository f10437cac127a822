"""The commands about the guard's rules: `parvis rules …`. All but the trial on the past need no server and no data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
from cyclopts import App, Parameter

from parvis.core.clock import SystemClock, moment_of
from parvis.core.errors import ConfigError
from parvis.core.verdict import Kind
from parvis.terminal import ConfigFile, DataFolder, open_square, with_means

if TYPE_CHECKING:
    from parvis.access.means import Means
    from parvis.guard.rules import Pack
    from parvis.guard.trial import Judged, Score
    from parvis.rulebook.trying import Outcome

rules_app = App(name="rules", help="The guard's rules: try them on texts, and see why they say what they say.")
LGBTQ = "lgbtq"
Packs = Annotated[
    list[Path] | None, Parameter(name="--pack", help="Packs to use instead of the shipped ones; once for each file.")
]


@rules_app.command(name="test")
def run_tests(*, pack: Packs = None) -> None:
    """Run the tests that stand in the packs themselves.

    Example: `parvis rules test --pack my-rules.toml`
    """
    from parvis.guard.trial import failed_tests

    used = _packs(pack)
    faults = failed_tests(used)
    if faults:
        raise ConfigError(faults)
    rules = [rule for one in used for rule in one.rules]
    print(f"{len(rules)} rules, {sum(len(rule.tests) for rule in rules)} tests: all as they say.")


@rules_app.command(name="explain")
def explain_text(
    text: Annotated[str, Parameter(help="What somebody would say, or be called.")],
    *,
    kind: Annotated[Kind, Parameter(help="What it is: a message, a nickname, a room's name or topic.")] = Kind.MESSAGE,
    json: Annotated[bool, Parameter(negative=(), help="As JSON, for programs.")] = False,
    pack: Packs = None,
) -> None:
    """Say what the guard sees in a text: its views, the lists found, the rules that match, and the verdict.

    Example: `parvis rules explain "on se voit ce soir ?"`
    """
    from parvis.guard.trial import Trial

    told = Trial(_packs(pack)).explain(kind, text)
    if json:
        print(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())
        return
    for name, value in told.items():
        print(f"{name}: {msgspec.json.encode(value).decode()}")


@rules_app.command(name="eval")
def evaluate_rules(
    file: Annotated[Path, Parameter(help="JSON lines: kind, lang, text, class, expect (allow or act), perhaps group.")],
    *,
    shadows: Annotated[bool, Parameter(negative=(), help="As if rules that only watch were live.")] = False,
    misses: Annotated[bool, Parameter(negative=(), help="Also every text that came out wrong.")] = False,
    json: Annotated[bool, Parameter(negative=(), help="As JSON, for programs.")] = False,
    pack: Packs = None,
) -> None:
    """Measure the guard on labelled texts: precision and recall for each class and language.

    Example: `parvis rules eval corpus.jsonl --misses`
    """
    from parvis.guard import trial

    try:
        rows = trial.read_rows(file.read_text(encoding="utf-8").splitlines(), file.name)
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError([f"{file} cannot be read: {fault}."]) from fault
    except trial.BadRow as fault:
        raise ConfigError([str(fault)]) from fault
    judged = list(trial.Trial(_packs(pack), all_live=shadows).run(rows))
    found = trial.scores(judged)
    stopped, about = trial.wrongful(judged), trial.wrongful(judged, LGBTQ)
    if json:
        print(msgspec.json.encode(_as_data(found, stopped, about, judged if misses else [])).decode())
        return
    print(f"{'class':<20} {'lang':<4} {'rows':>5} {'recall':>7} {'precision':>9}")
    for one in found:
        rows_of = one.caught + one.missed + one.wrongly + one.passed
        print(f"{one.topic:<20} {one.lang:<4} {rows_of:>5} {_part(one.recall):>7} {_part(one.precision):>9}")
    print(f"Wrongly held or refused: {_of(stopped)}; about LGBTQ+ people {_of(about)}.")
    if misses:
        for wrong in _wrong(judged):
            why = ", ".join(one.check for one in wrong.findings) or "nothing"
            print(f"  {wrong.row.topic} ({wrong.row.lang}), expected {wrong.row.expect}, {why}: {wrong.row.text}")


@rules_app.command(name="backtest")
def try_on_the_past(
    file: Annotated[Path, Parameter(help="A rule as the desk keeps it: one [[rule]] with its tests, and its lists.")],
    *,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Try a rule on what the guard found in the last 30 days: whom it would have met, what people decided about it.

    Example: `parvis rules backtest my-rule.toml`
    """
    try:
        source = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigError([f"{file} cannot be read: {fault}."]) from fault
    settings, place = open_square(config, data)
    outcome = with_means(settings, place, lambda means: _backtest(means, source, file.name))
    print(f"{outcome.matched} of {outcome.read} texts, of {len(outcome.people)} people.")
    print(f"People decided against {outcome.upheld} of these and found nothing in {outcome.cleared}.")
    print(f"Decided against for the same harm, and not met: {outcome.missed}.")
    for other, count in outcome.overlap.most_common():
        print(f"  also met by {other}: {count}")
    if outcome.unsure:
        print(f"Cannot be said of {outcome.unsure}: not all of {', '.join(outcome.unknown)} was looked up then.")
    if outcome.by_counters:
        print("It looks at counters alone, of which nothing is kept: the past cannot answer for it. Let it watch.")
    if outcome.blind:
        print(f"Not counted: what {', '.join(outcome.blind)} would find; the past knows nothing of lists that are new.")


async def _backtest(means: Means, source: str, name: str) -> Outcome:
    from parvis.app import office_of
    from parvis.guard.edition import Current, as_shipped
    from parvis.rulebook import changing, trying
    from parvis.rulebook.book import Rulebook

    book = Rulebook(office_of(means), Current(as_shipped()))
    await book.load()
    faults = changing.faults_in(book, source)
    if faults:
        raise ConfigError([f"{name}: {fault}" for fault in faults])
    rule = changing.rule_of(book, source)
    outcome = trying.Outcome(rule.id, means.clock.now())
    await trying.run(book, rule, source, outcome, tell=_progress)
    return outcome


def _progress(read: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{read} of {total}", end="\n" if read == total else "", file=sys.stderr)


def outdated_sentences() -> list[str]:
    """What of the shipped packs is past its date, for `parvis check` and the log of `parvis serve`."""
    from parvis.guard.edition import shipped
    from parvis.guard.rules import outdated

    return outdated(shipped(), moment_of(SystemClock().now()).date())


def _packs(files: list[Path] | None) -> tuple[Pack, ...]:
    from parvis.guard.edition import Edition, shipped
    from parvis.guard.matching import BadPattern
    from parvis.guard.rules import BadPack, read_pack

    try:
        packs = tuple(read_pack(one.read_bytes()) for one in files) if files else shipped()
        Edition(packs)
    except OSError as fault:
        raise ConfigError([f"The pack cannot be read: {fault}."]) from fault
    except (BadPack, BadPattern) as fault:
        raise ConfigError([str(fault)]) from fault
    return packs


def _wrong(judged: list[Judged]) -> list[Judged]:
    return [one for one in judged if one.acted != (one.row.expect == "act")]


def _part(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def _of(count: tuple[int, int]) -> str:
    some, of = count
    return f"{some} of {of}" + (f" ({1000 * some / of:.1f} in 1,000)" if of else "")


def _as_data(
    found: list[Score], stopped: tuple[int, int], about: tuple[int, int], judged: list[Judged]
) -> dict[str, object]:
    return {
        "classes": [
            {
                "class": one.topic, "lang": one.lang, "caught": one.caught, "missed": one.missed,
                "wrongly": one.wrongly, "passed": one.passed, "recall": one.recall, "precision": one.precision,
            }
            for one in found
        ],
        "wrongly_stopped": {"count": stopped[0], "of": stopped[1]},
        "wrongly_stopped_lgbtq": {"count": about[0], "of": about[1]},
        "wrong": [
            {
                "class": one.row.topic, "lang": one.row.lang, "expect": one.row.expect, "text": one.row.text,
                "checks": [finding.check for finding in one.findings],
            }
            for one in _wrong(judged)
        ],
    }  # fmt: skip

"""What is counted about talk: noted when it is on the disk, counted again from the store after a start.

Of counters nothing is written: what they are made of is kept anyway, and goes when it goes. Only standing has a table.
"""

from __future__ import annotations

import msgspec

from parvis.access.means import Means
from parvis.core.casework import Automated, ClassKind, DecisionState, Identity, Statement, StatementKind
from parvis.core.clock import DAY, MINUTE, Instant
from parvis.core.ids import ConversationId, StatementId, VisitId
from parvis.core.people import Visit
from parvis.core.talk import Message, Outcome, Status
from parvis.guard.around import Around
from parvis.guard.reputation import Score
from parvis.guard.signals import Signals
from parvis.guard.trails import WINDOW_MS, Mark, Who, key_of
from parvis.guard.views import Views
from parvis.live.effects import Addressed, Effect, Effects
from parvis.moderation import holds
from parvis.store import decisions, statements
from parvis.store import signals as stored
from parvis.store.database import Reading
from parvis.store.signals import Entered, Spoken, Standing, Waited
from parvis.store.writer import Tx

THOUSAND = 1_000
LOST_MS = MINUTE
"""Decisions so young may have been taken just before the server went down: what they took is taken again."""
COUNT = frozenset({StatementKind.MEASURE, StatementKind.REVERSAL})
FALLEN = frozenset({DecisionState.REVERSED, DecisionState.UNDONE})
_KINDS = {"p": ClassKind.PASS, "d": ClassKind.DEVICE}


def arrived(means: Means, signals: Signals, visit: Visit, network: str) -> Who:
    """Somebody takes a place in memory, from this network."""
    device = means.db.glance(lambda conn: stored.device_of(conn, visit.id))
    return signals.entered(visit.id, visit.pass_id, device, network, visit.entered_at, means.clock.now())


def around(means: Means, signals: Signals, one: Who, conv: ConversationId, text: str, now: Instant) -> Around:
    """What rules can know around a text that is about to be judged."""
    return Around(signals, one, conv, text, now, newcomer_ms=means.config.guard.newcomer_minutes * MINUTE)


def note(signals: Signals, one: Who, outcome: Outcome, now: Instant) -> None:
    """What became of something somebody sent, the first time that it was sent."""
    if outcome.repeated:
        return
    if outcome.message is not None:
        note_said(signals, one, outcome.message)
    elif outcome.status is Status.HELD and outcome.reason == holds.FIRST:
        signals.marked(one.key, Mark.HELD, now)  # anybody's first message waits there
    elif outcome.status is Status.HELD:
        signals.stopped(one, Mark.HELD, outcome.conversation, now)
    elif outcome.status is Status.REFUSED:
        signals.stopped(one, Mark.REFUSED, outcome.conversation, now)


def note_said(signals: Signals, one: Who, item: Message) -> None:
    """A message was delivered, at once or by the desk, or has a new text."""
    gist, at = Views(item.text or "").gist, item.edited_at or item.at
    signals.said(one, item.conversation, item.n, gist, at, item.re, earns=item.edited_at is None)


# ---------------------------------------------------------------- after a start


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What the store knows of what was counted."""

    entered: list[Entered]
    spoken: list[Spoken]
    held: list[Waited]
    reported: list[tuple[Instant, Identity]]
    standings: list[Standing]
    decided: list[tuple[Statement, bool]]
    """The newest letters, each with whether its decision fell."""


async def load(means: Means, signals: Signals) -> dict[VisitId, Who]:
    """Count again what was counted before the server went down; as whom each visit that is kept is counted."""
    now = means.clock.now()

    def look(conn: Reading) -> Kept:
        return Kept(
            entered=stored.entered(conn), spoken=stored.spoken(conn, Instant(now - WINDOW_MS)),
            held=stored.held(conn, Instant(now - DAY)), reported=stored.reported(conn, Instant(now - DAY)),
            standings=stored.standings(conn),
            decided=[(one, _fell(conn, one)) for one in statements.issued_since(conn, Instant(now - LOST_MS))],
        )  # fmt: skip

    kept = await means.db.read(look)
    signals.reputation.load((_key(one.kind, one.key), _score(one)) for one in kept.standings)
    people = {one.visit: _entered_again(signals, one) for one in kept.entered}
    for one in kept.spoken:
        _count_again(signals, people, one)
    for waited in kept.held:
        _held_again(signals, people, waited)
    _mark_all(signals, Mark.REPORTED, kept.reported)
    for statement, fell in kept.decided:
        decided(signals, statement, now, fell=fell)
    signals.heard_until = max((at for at, _ in kept.reported), default=Instant(now - DAY))
    return people


def _entered_again(signals: Signals, one: Entered) -> Who:
    return signals.entered(one.visit, one.pass_id, one.device, one.network, one.entered_at, one.entered_at)


def _mark_all(signals: Signals, what: Mark, found: list[tuple[Instant, Identity]]) -> None:
    for at, author in found:
        if author.pass_id is not None:
            signals.marked(key_of(author.pass_id), what, at)


def _count_again(signals: Signals, people: dict[VisitId, Who], one: Spoken) -> None:
    by = people.get(one.sender)
    if by is None:
        return
    if one.n is None:
        signals.stopped(by, Mark.REFUSED, one.conversation, one.at)
    else:  # talk is not counted again: what it earned is in the table
        signals.said(by, one.conversation, one.n, Views(one.text or "").gist, one.at, earns=False)


def _held_again(signals: Signals, people: dict[VisitId, Who], one: Waited) -> None:
    by = people.get(one.author.visit)
    if by is not None and one.in_doubt:
        signals.stopped(by, Mark.HELD, one.conversation, one.at)
    elif one.author.pass_id is not None:
        signals.marked(key_of(one.author.pass_id), Mark.HELD, one.at)


# ---------------------------------------------------------------- by the clock, and when the desk decides


async def hear_reports(means: Means, signals: Signals) -> None:
    """Count reports that came since the last time; called every few seconds."""
    after = signals.heard_until
    found = await means.db.read(lambda conn: stored.reported(conn, after))
    _mark_all(signals, Mark.REPORTED, found)
    signals.heard_until = max((at for at, _ in found), default=after)


async def keep(means: Means, signals: Signals) -> None:
    """Write down what was earned and lost since the last time; called every few seconds."""
    changed = signals.reputation.take_changed()
    rows = [_standing(key, score) for key, score in changed]
    if not rows:
        return

    def work(tx: Tx) -> None:
        stored.keep_standings(tx, rows)

    try:
        await means.db.write(work)
    except BaseException:
        signals.reputation.changed_again(key for key, _ in changed)
        raise


def listen(means: Means, signals: Signals, effects: Effects) -> None:
    """Hear of every decision from now on; called once for each square."""

    def hear(effect: Effect) -> None:
        if isinstance(effect, Addressed) and effect.kind in COUNT:
            found = means.db.glance(lambda conn: _with_its_fate(conn, effect.statement))
            if found is not None:
                decided(signals, found[0], means.clock.now(), fell=found[1])

    effects.listen(hear)


def decided(signals: Signals, one: Statement, now: Instant, *, fell: bool) -> None:
    """A measure that people took costs its addressee their standing; when that decision ``fell``, they have it back.

    What is lifted, or given back in part, leaves the decision standing; a program's measure took nothing.
    """
    keys = [_key(kind, key) for kind, key in one.addressee.classes()]
    if one.decision is None:
        return
    if one.kind is StatementKind.MEASURE and one.automated is not Automated.FULLY:
        signals.reputation.lose(keys, one.decision, now)
    elif one.kind is StatementKind.REVERSAL and fell:
        signals.reputation.give_back(keys, one.decision, now)


def _with_its_fate(conn: Reading, letter: StatementId) -> tuple[Statement, bool] | None:
    one = statements.find(conn, letter)
    return None if one is None else (one, _fell(conn, one))


def _fell(conn: Reading, one: Statement) -> bool:
    """Whether the decision behind a letter was taken back as a whole."""
    found = decisions.find(conn, one.decision) if one.decision is not None else None
    return found is not None and found.state in FALLEN


def _key(kind: ClassKind, key: str) -> str:
    return f"{kind.value[0]}:{key}"


def _score(one: Standing) -> Score:
    return Score(
        points=one.points / THOUSAND, at=one.at, day=one.day, today=one.today,
        taken={decision: points / THOUSAND for decision, points in one.taken.items()},
    )  # fmt: skip


def _standing(key: str, one: Score) -> Standing:
    return Standing(
        kind=_KINDS[key[0]], key=key[2:], points=round(one.points * THOUSAND), at=one.at, day=one.day, today=one.today,
        taken={decision: round(points * THOUSAND) for decision, points in one.taken.items()},
    )  # fmt: skip

"""The guard's one way through: every check is asked, the strongest ruling wins, a failing check lets nothing pass."""

from __future__ import annotations

import asyncio
import functools
import gc
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from inspect import iscoroutine
from threading import get_ident

import msgspec
import structlog

from parvis.core.verdict import ALLOWED, Finding, Kind, Ruling, Verdict, strongest
from parvis.guard.meaning import SLOT
from parvis.guard.subject import Subject

BUDGET_SECONDS = 0.050
"""What one check may take: processor time when it only computes, time on the wall when it waits."""
LETTERS = 500
"""Characters of a text for which that is meant; one that is longer may take as much more, if it is only computed."""
DOWN = "refuse-check-down"

Findings = tuple[Finding, ...]
Settle = Callable[[Subject, Verdict], None]


@dataclass(frozen=True)
class Check:
    """One question about a subject, answered without waiting; ``settle`` then hears what became of it."""

    name: str
    kinds: frozenset[Kind]
    run: Callable[[Subject], Findings]
    settle: Settle | None = None
    budget: float = BUDGET_SECONDS


@dataclass(frozen=True)
class AwaitedCheck:
    """One question whose answer must be waited for (a model, another process)."""

    name: str
    kinds: frozenset[Kind]
    run: Callable[[Subject], Awaitable[Findings]]
    budget: float = BUDGET_SECONDS
    optional: bool = False
    """A second opinion: where it fails, what the others say stands, and the failure is counted."""


class Collections:
    """Processor seconds the garbage collector took, by thread: the one pause in a check that is not the check's own."""

    def __init__(self) -> None:
        self.seconds: dict[int, float] = {}
        self._began = 0.0
        gc.callbacks.append(self._note)

    def _note(self, phase: str, _info: dict[str, int]) -> None:
        """Called by the collector, never twice at once, on the thread that set it off."""
        if phase == "start":
            self._began = time.thread_time()
        else:
            thread = get_ident()
            self.seconds[thread] = self.seconds.get(thread, 0.0) + time.thread_time() - self._began


@functools.cache
def _collections() -> Collections:
    return Collections()


def processor_time() -> float:
    """Seconds this thread has computed, without collecting garbage and without second looks, which have their own slot:
    a busy machine must not refuse anybody.
    """
    thread = get_ident()
    return time.thread_time() - _collections().seconds.get(thread, 0.0) - SLOT.seconds.get(thread, 0.0)


class Pipeline:
    """All checks, asked in order.

    ``doubt`` is what a hold becomes: while there is no desk to release holds, a refusal; it may change in service.
    ``timer`` gives the seconds of processor time this thread has used; it costs a system call, so it is read once round
    all checks, and a clock on the wall says which of them it was.
    """

    def __init__(
        self,
        checks: Sequence[Check | AwaitedCheck],
        *,
        doubt: Ruling = Ruling.REFUSE,
        timer: Callable[[], float] | None = None,
    ) -> None:
        self._swift = {kind: tuple(c for c in checks if isinstance(c, Check) and kind in c.kinds) for kind in Kind}
        self._awaited = {
            kind: tuple(c for c in checks if isinstance(c, AwaitedCheck) and kind in c.kinds) for kind in Kind
        }
        self._settles = {kind: tuple(c.settle for c in found if c.settle) for kind, found in self._swift.items()}
        self.doubt = doubt
        self._processor = timer or processor_time
        self._wall = timer or time.perf_counter
        self._log = structlog.get_logger("parvis.guard")
        self.failures: Counter[str] = Counter()
        """How often each check failed, by its name; for the metrics."""

    def waits_for(self, kind: Kind) -> bool:
        """Whether this kind has checks that must be awaited, so that only `judge` will do."""
        return bool(self._awaited[kind])

    def judge_now(self, subject: Subject) -> Verdict:
        """The verdict without waiting; for kinds that have awaited checks use `judge`."""
        if self._awaited[subject.kind]:
            raise RuntimeError(f"{subject.kind} has checks that must be awaited")
        return self._close(subject, self._ask_swift(subject))

    async def judge(self, subject: Subject) -> Verdict:
        """The verdict; never raises for a failing check, which refuses instead."""
        findings = self._ask_swift(subject)
        for check in self._awaited[subject.kind]:
            findings += await self._ask_awaited(check, subject)
        return self._close(subject, findings)

    def _ask_swift(self, subject: Subject) -> Findings:
        findings: Findings = ()
        began = self._processor()
        before = self._wall()
        times = max(1.0, len(subject.views.text) / LETTERS)
        for check in self._swift[subject.kind]:
            try:
                answer = check.run(subject)
            except Exception as fault:  # noqa: BLE001 - whatever went wrong, nothing may pass unjudged
                answer = self._failed(check.name, type(fault).__name__)
            after = self._wall()
            if after - before > check.budget * times and self._processor() - began > check.budget * times:
                answer = self._failed(check.name, "overran")
            if answer != ():
                findings += self._sane(check.name, answer)
            before = after
        return findings

    async def _ask_awaited(self, check: AwaitedCheck, subject: Subject) -> Findings:
        try:
            answer = await asyncio.wait_for(check.run(subject), check.budget)
        except TimeoutError:
            answer = self._failed(check.name, "overran")
        except Exception as fault:  # noqa: BLE001 - as above
            answer = self._failed(check.name, type(fault).__name__)
        found = self._sane(check.name, answer)
        return () if check.optional and any(one.text_key == DOWN for one in found) else found

    def _sane(self, name: str, answer: object) -> Findings:
        """The answer if it is one, else a failure: a check that talks nonsense has not judged."""
        if isinstance(answer, tuple) and all(isinstance(one, Finding) for one in answer):
            return answer
        if iscoroutine(answer):
            answer.close()
        return self._failed(name, "nonsense")

    def _failed(self, name: str, how: str) -> Findings:
        self.failures[name] += 1
        self._log.error("check_failed", check=name, how=how)  # never the text, nor the fault's own words
        return (Finding(check=name, ruling=Ruling.REFUSE, text_key=DOWN),)

    def _close(self, subject: Subject, findings: Findings) -> Verdict:
        features = subject.features
        verdict = strongest(findings, features) if findings or features else ALLOWED
        if verdict.ruling is Ruling.HOLD and self.doubt is not Ruling.HOLD:
            doubted = tuple(self._doubted(one) for one in findings)
            verdict = Verdict(ruling=self.doubt, findings=doubted, features=features)
        for settle in self._settles[subject.kind]:
            settle(subject, verdict)
        return verdict

    def _doubted(self, finding: Finding) -> Finding:
        if finding.ruling is not Ruling.HOLD:
            return finding
        return msgspec.structs.replace(finding, ruling=self.doubt)

"""Where a message's time goes: the real functions of the running server, each timed where it is called.

Not a sample and not a model: `measure` puts a stopwatch around the functions in `STAGES`, in the process that serves.
The stopwatch is the processor time of the event loop's thread, minus what it takes itself (measured at the start), and
a stage's time leaves out the stages called within it. The store works on threads of its own, so it is read off their
clocks. What is left of the loop's thread is the loop itself: reading sockets, running tasks, futures between threads.
"""

from __future__ import annotations

import asyncio
import functools
import gc
import importlib
import json
import os
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

STAGES: dict[str, tuple[str, ...]] = {
    "decode": ("parvis.core.protocol:decode",),
    "rights": ("parvis.chat.messages:_writable", "parvis.chat.square:Square.pace"),
    "guard": (
        "parvis.chat.messages:tidy_message",
        "parvis.guard.subject:message",
        "parvis.guard.pipeline:Pipeline.judge_now",
    ),
    "encode": (
        "parvis.core.protocol:encode",
        "parvis.chat.frames:message",
        "parvis.chat.frames:answer",
        "parvis.chat.frames:status",
        "parvis.live.fan:text_frame",
    ),
    "hand out": ("parvis.live.fan:LocalBus.publish", "parvis.live.fan:LocalBus.spread", "parvis.live.fan:Fan.flush"),
    "write": ("parvis.web.socket:SocketLine.write", "parvis.web.socket:frames_writer()"),
}
"""Stage by stage, the functions that are it, as ``module:name``; with brackets, it is what the function returns."""
GARBAGE = "garbage collection"
"""Wherever it strikes; taken out of the stage or thread it struck."""
THREADS = {"parvis-write": "store: writer thread", "parvis-read": "store: reader threads"}
CALIBRATION = 20_000

Function = Callable[..., Any]


class Stopwatch:
    """Nanoseconds and calls by stage, on one thread; nested stages are taken out of the outer one."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, int] = defaultdict(int)
        self.calls: defaultdict[str, int] = defaultdict(int)
        self.own = 0.0
        """What one timed call costs by being timed, in nanoseconds, of which `inner` falls into its own stage."""
        self.inner = 0.0
        self._within: list[int] = []
        self._collection = 0
        self._elsewhere: defaultdict[int, int] = defaultdict(int)
        self._thread = threading.get_ident()

    def around(self, stage: str, function: Function) -> Function:
        """The same function, timed."""
        clock, within, spent, calls = time.thread_time_ns, self._within, self.spent, self.calls

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            if threading.get_ident() != self._thread:
                return function(*args, **kwargs)
            within.append(0)
            began = clock()
            try:
                return function(*args, **kwargs)
            finally:
                took = clock() - began
                spent[stage] += took - within.pop()
                calls[stage] += 1
                if within:
                    within[-1] += took

        return timed

    def collecting(self, phase: str, _info: dict[str, int]) -> None:
        """For `gc.callbacks`: collections are a stage of their own, whichever thread they strike; never two at once."""
        if phase == "start":
            self._collection = time.thread_time_ns()
            return
        took, thread = time.thread_time_ns() - self._collection, threading.get_ident()
        self.spent[GARBAGE] += took
        if thread != self._thread:
            self._elsewhere[thread] += took
        elif self._within:
            self._within[-1] += took

    def calibrate(self) -> None:
        """Learn what timing costs, from timing nothing."""
        nothing = self.around("nothing", lambda: None)
        began = time.thread_time_ns()
        for _ in range(CALIBRATION):
            nothing()
        self.own = (time.thread_time_ns() - began) / CALIBRATION
        self.inner = self.spent.pop("nothing") / self.calls.pop("nothing")

    def snapshot(self) -> dict[str, float]:
        """Microseconds so far by stage, by thread and in all, and how much of it all was timing."""
        found: dict[str, float] = {
            stage: max(spent - self.calls[stage] * self.inner, 0.0) / 1e3 for stage, spent in self.spent.items()
        }
        timing = sum(self.calls.values()) * self.own / 1e3
        for thread in threading.enumerate():
            if thread.ident is not None:
                name = next((long for short, long in THREADS.items() if thread.name.startswith(short)), "other threads")
                name = "loop thread" if thread.ident == self._thread else name
                spent = time.clock_gettime_ns(time.pthread_getcpuclockid(thread.ident)) - self._elsewhere[thread.ident]
                found[name] = found.get(name, 0.0) + spent / 1e3
        found["garbage elsewhere"] = sum(self._elsewhere.values()) / 1e3
        return {**found, "timing": timing, "all": time.process_time_ns() / 1e3}


watch = Stopwatch()


def measure() -> None:
    """Put the stopwatch around every stage; say on standard error which names of `STAGES` are there no more."""
    watch.calibrate()
    gc.callbacks.append(watch.collecting)
    for stage, names in STAGES.items():
        for name in names:
            module, _, path = name.removesuffix("()").partition(":")
            *owners, last = path.split(".")
            try:
                owner: Any = importlib.import_module(module)
                for one in owners:
                    owner = getattr(owner, one)
                function = getattr(owner, last)
                setattr(owner, last, _making(stage, function) if name.endswith("()") else watch.around(stage, function))
            except (ImportError, AttributeError):
                sys.stderr.write(f"bench/stages.py names {name}, which is not there any more.\n")


def _making(stage: str, maker: Function) -> Function:
    """The same maker, whose results are timed."""
    return lambda *args: watch.around(stage, maker(*args))


def report_on_signal(file: Path) -> None:
    """At every SIGUSR1 add a line of JSON to ``file``: the stages so far. To be called on the loop that serves."""

    def tell() -> None:
        with file.open("a") as lines:
            lines.write(json.dumps(watch.snapshot()) + "\n")
            lines.flush()
            os.fsync(lines.fileno())

    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, tell)

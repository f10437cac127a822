"""The bench still fits the house it measures, and its generator counts right and stays on this machine."""

from __future__ import annotations

import importlib
import json
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import replace
from functools import reduce
from pathlib import Path

import pytest

from bench import guarding, machine, report, run, stages, workloads
from bench.goals import GOALS, Goal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the bench is for Linux")
with_compiler = pytest.mark.skipif(
    not any(shutil.which(name) for name in ("cc", "gcc", "clang")), reason="no C compiler here"
)


@pytest.mark.parametrize("name", [name for names in stages.STAGES.values() for name in names])
def test_the_profile_times_functions_that_are_there(name: str) -> None:
    module, _, path = name.removesuffix("()").partition(":")
    assert callable(reduce(getattr, path.split("."), importlib.import_module(module)))


@pytest.mark.parametrize("plan", [workloads.Plan(), workloads.short()])
def test_every_goal_is_about_something_that_is_measured(plan: workloads.Plan) -> None:
    measured = {(one.name, phase.name) for one in plan.workloads for phase in one.phases}
    measured |= {(one.name, "join") for one in plan.workloads} | {
        (guarding.NAME, name) for name in (*guarding.texts(), guarding.READY)
    }
    short = plan.repeats > 1
    asked: set[tuple[str, str]] = set()

    def ask(_server: str, workload: str, phase: str, _figure: str) -> float | None:
        asked.add((workload, phase))
        return 1.0 if (workload, phase) in measured else None

    for goal in GOALS:
        found = (goal.gate or goal.find)(ask)
        assert found is not None or (short and goal.gate is None), goal.words
    assert asked


@with_compiler
def test_the_generator_sees_every_message_reach_every_member(tmp_path: Path) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    load, control = machine.compiled("load.c"), machine.compiled("peers/control.c")
    with machine.started([control, str(port), "batching"], machine.cores().server, first=False) as server:
        time.sleep(0.3)
        words = ["--port", port, "--connections", 40, "--rooms", 4, "--pid", server.pid, "--settle", 0, "--sleep"]
        words += ["--phase", "talk:paced:200:0:0.5", "--phase", "crowd:closed:20:0:0.3"]
        said = subprocess.run([load, *map(str, words)], capture_output=True, text=True, timeout=60, check=True).stdout
    joined, *phases = [json.loads(line) for line in said.splitlines()]
    assert joined["connections"] == 40
    assert [one["phase"] for one in phases] == ["talk", "crowd"]
    for one in phases:
        assert one["sent"] > 0 and one["deliveries"] > 0
        assert (one["lost"], one["errors"], one["closed"], one["unsent"]) == (0, 0, 0, 0)


@with_compiler
@pytest.mark.parametrize("host", ["192.0.2.1", "localhost", "0.0.0.0", "::1"])
def test_the_generator_refuses_whatever_is_not_a_loopback_address(host: str) -> None:
    load = machine.compiled("load.c")
    words = ["--host", host, "--port", "9", "--connections", "1"]
    done = subprocess.run([load, *words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "only loopback addresses" in done.stderr


def test_the_check_fails_on_twice_as_bad_and_on_nothing_less() -> None:
    goal = Goal("as fast as another", 6.0, lambda _ask: None, at_most=False)
    assert [goal.is_far(found) for found in (6.0, 4.0, 3.0, 2.9)] == [False, False, False, True]
    missed = replace(goal, reached=0.5)
    assert [missed.is_far(found) for found in (0.5, 0.26, 0.24)] == [False, False, True]
    assert not missed.held(0.5), "and the table still says that the goal is missed"
    thrifty = Goal("no dearer than another", 1.5, lambda _ask: None)
    assert [thrifty.is_far(found) for found in (1.0, 2.9, 3.1)] == [False, False, True]


@pytest.mark.parametrize(("refused", "status"), [(0, 0), (1, 0), (3, 1)])
def test_one_text_refused_is_a_remark_and_many_are_a_failure(refused: int, status: int) -> None:
    results = report.Results({}, workloads.short())
    for phase in ("calm", "busy"):
        results.add("parvis", "room", phase, {"sent": 100, "refused": refused, "cost_us": 1.0})
        results.add("c-naive", "room", phase, {"sent": 100, "refused": 0, "cost_us": 1.0})
    assert run.check(results) == status
    assert bool(results.remarks) is bool(refused)

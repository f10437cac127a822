"""The documented interface under thousands of odd requests: it never breaks, and never answers what it did not say."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import httpx
import msgspec
import pytest

from house import Doors, open_doors
from parvis.core.buckets import Buckets, Rate
from parvis.core.config import Config
from team import as_staff, enrol

pytestmark = pytest.mark.slow

EXAMPLES = 4
SEED = 20_261_124

JUDGED = """
# A schema cannot say what the guard refuses, which codes were printed, or that only one of three may stand.
[[operations]]
include-path = ["/api/age/voucher", "/api/enter", "/api/rooms/{room}/messages", "/api/rooms/{room}/messages/{n}",
  "/api/reports", "/api/receipt", "/api/flagger/reports", "/api/flagger/standing", "/api/decision",
  "/api/decision/appeal", "/api/decision/refusal", "/api/rooms/proposals", "/api/staff/passkey", "/api/desk/pulse",
  "/api/desk/rules/check"]
checks.positive_data_acceptance.expected-statuses = ["2xx", 401, 403, 404, 409, 422, 429]
"""
OTHER_ROOM = """
# Otherwise the visit would soon be in no room at all, and every question about one a 403.
[[operations]]
include-path = ["/api/rooms/{room}/leave", "/api/rooms/{room}/consent"]
parameters = { "path.room" = "nuit" }
"""
ENDING = """
# These end the visit or begin another, and every later answer would be a 401: they have tests of their own.
[[operations]]
include-path = ["/api/leave", "/api/enter"]
enabled = false
"""


def unhurried(config: Config) -> Config:
    """A thousand requests a minute come from one visit."""
    rates = msgspec.structs.replace(
        config.guard, messages_per_10s=100_000, network_messages_per_10s=100_000, entries_per_network_per_hour=100_000,
        code_tries_per_network_per_10min=100_000, code_tries_total_per_hour=100_000, newcomer_minutes=0,
    )  # fmt: skip
    return msgspec.structs.replace(config, guard=rates)


def without_pace(doors: Doors) -> None:
    """Otherwise nearly every answer would be a 429."""
    paces = doors.house.square.paces
    for pace in paces:
        paces[pace] = Buckets(Rate(1_000_000, 1.0))


def settings(*parts: str, cookies: httpx.Cookies | None = None) -> str:
    keys = [f'[auth.openapi.{name}]\napi_key = "{cookies[f"parvis_{name}"]}"\n' for name in ("pass", "visit", "staff")
            if cookies is not None and f"parvis_{name}" in cookies]  # fmt: skip
    return "\n".join([*keys, '[phases.coverage]\nunexpected-methods = ["PUT"]\n', *parts])


def answered(doors: Doors, path: str, status: str) -> int:
    """How often this door answered so."""
    return int(sum(
        sample.value for family in doors.house.metrics.requests.collect() for sample in family.samples
        if sample.name.endswith("_total") and (sample.labels["route"], sample.labels["status"]) == (path, status)
    ))  # fmt: skip


async def fuzz(doors: Doors, folder: Path, config: str, phases: str, mode: str = "all") -> tuple[int | None, str]:
    """Run schemathesis in a process of its own against the running server; its exit status and what it says."""
    path = folder / "schemathesis.toml"
    path.write_text(config)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(path), "run", f"{doors.origin}/openapi.json",
        "--max-examples", str(EXAMPLES), "--seed", str(SEED), "--generation-database", "none", "--warnings", "off",
        "--phases", phases, "--mode", mode,
        cwd=folder, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await process.communicate()
    return process.returncode, said.decode()


async def test_a_visitors_odd_requests_are_all_answered_as_documented(tmp_path: Path) -> None:
    async with open_doors(tmp_path / "house", demo=True, shape=unhurried) as doors, doors.staying("Fouine") as visitor:
        without_pace(doors)
        await visitor.post("/api/rooms/accueil/join", json={})
        room = '[parameters]\n"path.room" = "accueil"\n'
        status, said = await fuzz(doors, tmp_path, settings(room, JUDGED, OTHER_ROOM, ENDING, cookies=visitor.cookies),
                                  "coverage,fuzzing,stateful")  # fmt: skip
        for path in ("/api/rooms", "/api/rooms/{room}/messages", "/api/rooms/{room}/people"):
            assert answered(doors, path, "200"), f"{path} was reached"
        assert (await visitor.get("/api/me")).status_code == 200, "still somebody's visit"
    assert status == 0, said


async def test_a_strangers_odd_requests_open_nothing(tmp_path: Path) -> None:
    papers = '[[operations]]\ninclude-tag = "papers"\nenabled = false\n'
    async with open_doors(tmp_path / "house", demo=True, shape=unhurried) as doors:
        status, said = await fuzz(doors, tmp_path, settings(papers, JUDGED), "coverage", "positive")
        assert doors.house.square.live == {}, "nobody came in"
    assert status == 0, said


async def test_odd_entry_cards_are_answered_as_documented(tmp_path: Path) -> None:
    only = '[[operations]]\nexclude-path = ["/api/enter"]\nenabled = false\n'
    async with open_doors(tmp_path / "house", demo=True, shape=unhurried) as doors, doors.holding() as adult:
        status, said = await fuzz(
            doors, tmp_path, settings(JUDGED, only, cookies=adult.cookies), "examples,coverage,fuzzing"
        )
        assert answered(doors, "/api/enter", "422") or answered(doors, "/api/enter", "200"), "the door was reached"
    assert status == 0, said


async def test_the_teams_odd_requests_are_all_answered_as_documented(tmp_path: Path) -> None:
    only = '[[operations]]\nexclude-tag = "team"\nenabled = false\n'
    async with open_doors(tmp_path / "house", demo=True, shape=unhurried) as doors, doors.client() as lead:
        as_staff(lead, await enrol(doors.house.means, "Fernande"))
        status, said = await fuzz(doors, tmp_path, settings(JUDGED, only, cookies=lead.cookies), "coverage,fuzzing")
        for path in ("/api/staff/passkey", "/api/desk/pulse", "/api/desk/rules/check"):
            assert answered(doors, path, "200"), f"{path} was reached"
    assert status == 0, said

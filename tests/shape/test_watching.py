"""Alerts and the dashboard ask only for what the server really tells, by labels it really has."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from parvis.core.clock import Instant
from parvis.core.numbers import HarmNumbers, Numbers, Spread
from parvis.core.policy import Harm
from parvis.live.metrics import Metrics

ROOT = Path(__file__).parents[2]
RULES = ROOT / "deploy" / "prometheus-rules.yml"
DASHBOARD = json.loads((ROOT / "deploy" / "grafana-dashboard.json").read_text("utf-8"))
ALERTS = re.findall(r"- alert: (\w+)\n +expr: (.+)$", RULES.read_text("utf-8"), re.MULTILINE)
PLOTS = [(panel["title"], target["expr"]) for panel in DASHBOARD["panels"] for target in panel["targets"]]
ASKED = re.compile(r"(parvis_\w+)(?:\{([^}]*)\})?")
GIVEN_BY_PROMETHEUS = {"job", "le"}


def exported() -> dict[str, set[str]]:
    """Every name in the exposition of a server whose desk has been counted, with its labels."""
    metrics = Metrics()
    times = Spread(count=9, median=60_000, p95=120_000)
    harm = HarmNumbers(harm=next(iter(Harm)), promised_ms=1, first=times, acknowledged=times)
    metrics.show_desk(Numbers(at=Instant(0), harms=[harm], backlog=[], held=0, appeals_waiting=0, appeals_overdue=0))
    found: dict[str, set[str]] = {}
    for family in metrics.registry.collect():
        ends = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}.get(family.type, ("",))
        labels = {label for sample in family.samples for label in sample.labels}
        for end in ends:
            found[family.name + end] = labels
    for instrument in vars(metrics).values():  # one with labels tells nothing before its first event
        if names := getattr(instrument, "_labelnames", ()):
            end = "_total" if f"{instrument._name}_total" in found else ""
            found[instrument._name + end] |= set(names)
    return found


EXPORTED = exported()


def test_there_is_something_to_look_at() -> None:
    assert len(ALERTS) == RULES.read_text("utf-8").count("- alert:") >= 12
    assert len(PLOTS) >= 20


@pytest.mark.parametrize(("name", "expr"), [*ALERTS, *PLOTS])
def test_a_query_names_what_is_exported(name: str, expr: str) -> None:
    asked = ASKED.findall(expr)
    assert asked or expr.startswith("up{"), name
    assert [metric for metric, _ in asked if metric not in EXPORTED] == []
    for metric, labels in asked:
        named = set(re.findall(r"(\w+)=", labels))
        grouped = {one.strip() for group in re.findall(r"by \(([^)]*)\)", expr) for one in group.split(",")}
        assert named | grouped <= EXPORTED[metric] | GIVEN_BY_PROMETHEUS, name


def test_every_alert_says_what_it_means_and_where_help_is() -> None:
    text = RULES.read_text("utf-8")
    assert len(re.findall(r"^ +summary: \S", text, re.MULTILINE)) == len(ALERTS)
    pages = re.findall(r"^ +help: /help/(\S+)$", text, re.MULTILINE)
    assert len(pages) == len(ALERTS)
    docs = ROOT / "docs"
    assert [
        page for page in pages if not ((docs / f"{page}.md").exists() or (docs / page / "README.md").exists())
    ] == []


def test_prometheus_itself_reads_the_alerts() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed here")
    done = subprocess.run([promtool, "check", "rules", str(RULES)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dashboard_asks_one_source_that_whoever_imports_it_chooses() -> None:
    assert {panel["datasource"]["uid"] for panel in DASHBOARD["panels"]} == {"${source}"}
    assert [one["name"] for one in DASHBOARD["templating"]["list"]] == ["source"]
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])

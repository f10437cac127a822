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
GROWTH = re.compile(r"\b(?:increase|rate|irate)\((parvis_\w+)")
CHANGE = re.compile(r"\b(?:delta|idelta|deriv)\((parvis_\w+)")
WORTH_AN_ALARM = {"README.md": "Worth an alarm", "README.fr.md": "Mérite une alarme"}
"""The pages that list what to watch, and the words before the first of it."""


def told() -> Metrics:
    """What a server tells whose desk has been counted and whose learned check has read texts."""
    metrics = Metrics()
    times = Spread(count=9, median=60_000, p95=120_000)
    harm = HarmNumbers(harm=next(iter(Harm)), promised_ms=1, first=times, acknowledged=times)
    metrics.show_desk(Numbers(at=Instant(0), harms=[harm], backlog=[], held=0, appeals_waiting=0, appeals_overdue=0))
    metrics.learned.counts = {"scored": 3, "late": 0, "failed": 0}
    metrics.learned.looks = {"taken": 1, "unaffordable": 0, "failed": 0}
    return metrics


def exported(metrics: Metrics) -> dict[str, set[str]]:
    """Every name in the exposition, with its labels."""
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


TOLD = told()
EXPORTED = exported(TOLD)
ONLY_GROWS = {name for name in EXPORTED if name.endswith(("_total", "_bucket", "_count", "_sum"))}


def test_there_is_something_to_look_at() -> None:
    assert len(ALERTS) == RULES.read_text("utf-8").count("- alert:") >= 12
    assert len(PLOTS) >= 20


@pytest.mark.parametrize(("name", "expr"), [*ALERTS, *PLOTS])
def test_a_query_names_what_is_exported(name: str, expr: str) -> None:
    asked = ASKED.findall(expr)
    assert asked or expr.startswith("up{"), name
    assert [metric for metric, _ in asked if metric not in EXPORTED] == []
    for metric, labels in asked:
        named = set(re.findall(r"(\w+)(?:=~?|!=|!~)\"", labels))
        grouped = {one.strip() for group in re.findall(r"by \(([^)]*)\)", expr) for one in group.split(",")}
        assert named | grouped <= EXPORTED[metric] | GIVEN_BY_PROMETHEUS, name


@pytest.mark.parametrize(("name", "expr"), [*ALERTS, *PLOTS])
def test_growth_is_asked_of_what_only_grows_and_change_of_what_may_fall(name: str, expr: str) -> None:
    """`increase` takes a fall for a restart and would report, of a gauge, growth that never was."""
    assert set(GROWTH.findall(expr)) <= ONLY_GROWS, name
    assert set(CHANGE.findall(expr)).isdisjoint(ONLY_GROWS), name


@pytest.mark.parametrize("page", WORTH_AN_ALARM)
def test_what_the_handbook_calls_worth_an_alarm_has_one(page: str) -> None:
    part = (ROOT / "docs" / "operate" / page).read_text("utf-8").partition(WORTH_AN_ALARM[page])[2]
    wanted = set(re.findall(r"`(parvis_\w+)", part.partition("prometheus-rules.yml")[0]))
    asked = " ".join(expr for _, expr in ALERTS)
    assert len(wanted) >= 7
    assert [metric for metric in sorted(wanted) if not re.search(rf"{metric}(?:_bucket)?\b", asked)] == []


def test_every_outcome_of_the_learned_check_is_told_before_its_first_time() -> None:
    """What is first told at one has not grown, and its alarm would sleep through it."""
    assert 'parvis_learned_texts_total{outcome="failed"} 0.0' in TOLD.text().decode()


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

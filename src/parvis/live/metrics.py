"""What Prometheus may ask about: counts and times of the whole server, never of a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from parvis.core.closing import Notice
from parvis.core.mode import Standing
from parvis.core.numbers import Numbers, Spread


class DeskCollector:
    """The desk in numbers, made from what the cases say at the last count; nobody keeps counters by hand.

    Times are those of the last 30 days, as quantiles, so that they can be set beside the promised clock.
    """

    def __init__(self) -> None:
        self.numbers: Numbers | None = None

    def collect(self) -> Iterator[Metric]:
        """One family after the other, by harm; nothing before the first count."""
        if self.numbers is None:
            return
        harms = self.numbers.harms
        yield _by_harm(
            "parvis_cases_waiting", "Open cases without a first decision.", [(one.harm, one.waiting) for one in harms]
        )
        yield _by_harm(
            "parvis_cases_overdue", "Of those, past their clock.", [(one.harm, one.overdue) for one in harms]
        )
        yield _by_harm(
            "parvis_case_clock_seconds",
            "The promised time to a first decision.",
            [(one.harm, one.promised_ms / 1000) for one in harms],
        )
        yield _by_harm(
            "parvis_appeals_decided", "Appeals decided in 30 days.", [(one.harm, one.appeals) for one in harms]
        )
        yield _by_harm(
            "parvis_appeals_overturned",
            "Of those, reversed wholly or in part.",
            [(one.harm, one.overturned) for one in harms],
        )
        yield _quantiles(
            "parvis_first_decision_seconds",
            "From opening to first decision, in 30 days.",
            [(one.harm, one.first) for one in harms],
        )
        yield _quantiles(
            "parvis_acknowledgement_seconds",
            "From report to acknowledgement, in 30 days.",
            [(one.harm, one.acknowledged) for one in harms],
        )
        for name, words, value in (
            ("parvis_messages_held", "Messages that wait for the desk.", self.numbers.held),
            ("parvis_appeals_waiting", "Appeals without a decision.", self.numbers.appeals_waiting),
            ("parvis_appeals_overdue", "Of those, past their clock.", self.numbers.appeals_overdue),
        ):
            yield GaugeMetricFamily(name, words, value=value)


class LearnedCollector:
    """What the model in force counted by itself; all outcomes from the start, so that growth can be asked for."""

    def __init__(self) -> None:
        self.counts: Mapping[str, int] = {}
        self.looks: Mapping[str, int] = {}

    def collect(self) -> Iterator[Metric]:
        """Two families; nothing where no model is in force."""
        if not self.counts:
            return
        for name, words, counts in (
            ("parvis_learned_texts", "What became of texts at the learned check: scored, late or failed.", self.counts),
            (
                "parvis_learned_second_looks",
                "Second looks at doubtful texts: taken, left out for want of time, or failed.",
                self.looks,
            ),
        ):
            family = CounterMetricFamily(name, words, labels=["outcome"])
            for outcome, count in counts.items():
                family.add_metric([outcome], count)
            yield family


def _by_harm(name: str, words: str, values: Iterable[tuple[str, float]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=["harm"])
    for harm, value in values:
        family.add_metric([str(harm)], value)
    return family


def _quantiles(name: str, words: str, values: Iterable[tuple[str, Spread]]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, words, labels=["harm", "quantile"])
    for harm, spread in values:
        if spread.count:
            family.add_metric([str(harm), "0.5"], spread.median / 1000)
            family.add_metric([str(harm), "0.95"], spread.p95 / 1000)
    return family


class Metrics:
    """All instruments, on a registry of their own so that two servers in one process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.desk = DeskCollector()
        self.requests = Counter(
            "parvis_requests", "Answered HTTP requests.", ["route", "method", "status"], registry=self.registry
        )
        self.connections = Gauge("parvis_connections", "Open sockets.", registry=self.registry)
        self.visits = Gauge("parvis_visits", "Visits on the square, as a coarse step.", registry=self.registry)
        self.messages = Counter(
            "parvis_messages", "Messages by what became of them.", ["status"], registry=self.registry
        )
        self.findings = Counter(
            "parvis_findings", "What the guard found, by check and ruling.", ["check", "ruling"], registry=self.registry
        )
        self.broken_checks = Gauge(
            "parvis_broken_checks", "Checks that failed or overran, and so refused.", ["check"], registry=self.registry
        )
        self.learned = LearnedCollector()
        self.say_seconds = Histogram(
            "parvis_say_seconds", "From a send to its durable answer.", registry=self.registry,
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0),
        )  # fmt: skip
        self.store_faults = Counter(
            "parvis_store_faults", "Writes and reads the store refused.", registry=self.registry
        )
        self.byes = Counter("parvis_byes", "Connections closed by the server.", ["code"], registry=self.registry)
        self.on_duty = Gauge("parvis_staff_on_duty", "People of the team on duty.", registry=self.registry)
        self.access_alarms = Gauge(
            "parvis_access_alarms", "Alarms that no administrator has looked into.", registry=self.registry
        )
        self.calls = Counter(
            "parvis_calls", "Calls to the person on call, by kind and what came of the try.", ["kind", "came"],
            registry=self.registry,
        )  # fmt: skip
        self.calls_waiting = Gauge(
            "parvis_calls_waiting", "Calls to the person on call that have not got through yet.", registry=self.registry
        )
        self.calls_given_up = Gauge(
            "parvis_calls_given_up", "Calls of the last 30 days that never got through.", registry=self.registry
        )
        self.mode = Gauge(
            "parvis_mode", "The service mode: 0 normal, 1 careful, 2 newcomers read, 3 known only, 4 read only.",
            registry=self.registry,
        )  # fmt: skip
        self.mode_changes = Counter(
            "parvis_mode_changes", "Changes of the service mode, by the new one and its way.", ["mode", "way"],
            registry=self.registry,
        )  # fmt: skip
        self.entries_stopped = Counter(
            "parvis_entries_stopped", "Entries that the service mode stopped, by what was said.", ["reason"],
            registry=self.registry,
        )  # fmt: skip
        self.notices = Counter(
            "parvis_notices", "Requests answered with the notice of a closed square.", registry=self.registry
        )
        self.closed = Gauge(
            "parvis_closed", "Whether the square is closed: 0 open, else the status it answers.", registry=self.registry
        )
        self.disk_used = Gauge(
            "parvis_disk_used_ratio", "How full the disk of the data folder is, from 0 to 1.", registry=self.registry
        )
        self.disk_level = Gauge(
            "parvis_disk_level", "What that means: 0 fine, 1 filling, 2 what can wait is refused, 3 nobody writes.",
            registry=self.registry,
        )  # fmt: skip
        self.backup_age = Gauge(
            "parvis_backup_age_seconds", "Since the newest backup was made; -1 when none ever was.",
            registry=self.registry,
        )  # fmt: skip
        self.backup_failed = Gauge("parvis_backup_failed", "1 while the last backup failed.", registry=self.registry)
        self.summary_failed = Gauge(
            "parvis_summary_failed", "Ways by which the last daily summary did not get through.",
            registry=self.registry,
        )  # fmt: skip
        self._said: dict[str, Counter] = {}
        self.purged = Counter("parvis_purged", "Rows erased by retention.", ["what"], registry=self.registry)
        self.registry.register(self.desk)
        self.registry.register(self.learned)

    def show_desk(self, numbers: Numbers) -> None:
        """Tell these numbers of the desk from now on."""
        self.desk.numbers = numbers

    def show_mode(self, now: Standing) -> None:
        """The square is this open from now on."""
        self.mode.set(now.mode.rank)
        self.mode_changes.labels(now.mode.value, now.way.value).inc()

    def show_closed(self, notice: Notice | None) -> None:
        """The square is closed from now on, or open."""
        self.closed.set(notice.kind.status if notice else 0)

    def count_said(self, status: str, seconds: float) -> None:
        """One message: what became of it, and how long its author waited for that."""
        counter = self._said.get(status)
        if counter is None:
            counter = self._said[status] = self.messages.labels(status)
        counter.inc()
        self.say_seconds.observe(seconds)

    def text(self) -> bytes:
        """The exposition in Prometheus' text format."""
        return generate_latest(self.registry)

"""What Prometheus may ask about: counts and times of the whole server, never of a person."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """All instruments, on a registry of their own so that two servers in one process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
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
        self._said: dict[str, Counter] = {}
        self.purged = Counter("parvis_purged", "Rows erased by retention.", ["what"], registry=self.registry)

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

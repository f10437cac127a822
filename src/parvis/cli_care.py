"""The commands that look after a square: `parvis doctor` says what is wrong, `parvis status` how it goes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from parvis.__about__ import __version__
from parvis.core.clock import HOUR, SystemClock
from parvis.core.mode import Mode
from parvis.terminal import ConfigFile, DataFolder, config_file, find_square, open_kept

if TYPE_CHECKING:
    from parvis.core.config import Config

SICK = 1
"""Exit status when something was looked at and is wrong."""
SHOWN_LEAST = 5
"""Fewer people, messages, cases or clocks than that are told as “fewer than 5” (decision 0038)."""
FAULTS = ("parvis_store_faults_total", "parvis_broken_checks", "parvis_calls_given_up", "parvis_summary_failed")
Numbers = dict[str, float]
"""What the private listener tells, by name; where a metric has labels, their sum."""


def register(app: App) -> None:
    """Put these commands beside the others."""
    app.command(doctor)
    app.command(status)


def doctor(
    *,
    offline: Annotated[bool, Parameter(name="--offline", negative="", help="Ask nothing of the network.")] = False,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Say what is wrong and which command mends it: ports, clock, rights, disk, keys, proxy, name, backups, tables.

    Best asked as the account that runs Parvis, while the server runs. Nothing is changed.
    Status 1 when something is wrong.

    Example: `parvis doctor --data /srv/square`
    """
    from parvis import checkup
    from parvis.store import folder

    settings, place = find_square(config, data, judged=True)
    folder.check(place)
    patient = checkup.Patient(settings, place, config_file(config, data), SystemClock())
    found = list(checkup.look(patient, offline=offline))
    for ill in found:
        print(f"- {ill.what}\n    {ill.mend}")
    if found:
        sys.exit(SICK)
    print(f"All is well: {len(checkup.HERE) + (0 if offline else len(checkup.OUTSIDE))} things were looked at.")


def status(*, config: ConfigFile = None, data: DataFolder = None) -> None:
    """Say how it goes: door, mode, people in steps, what waits and what is late, backups, version. Counts only.

    Asks the running server on its private listener; where none runs, says what the folder knows, with status 1.

    Example: `parvis status --data /srv/square`
    """
    settings, place = open_kept(config, data)
    numbers = _numbers(settings)
    lines = _of_the_server(numbers) if numbers else _of_silence(settings, place)
    for line in (*_of_the_folder(settings, place), *lines):
        print(line)
    if not numbers:
        sys.exit(SICK)


def _of_silence(settings: Config, place: Path) -> Iterator[str]:
    """No server answers: whether one has the folder open all the same, and what to do next."""
    from parvis.store import folder

    where = f"{settings.server.private_bind}, port {settings.server.private_port}"
    if folder.is_served(place):
        yield f"server    runs, and does not answer on {where}"
        yield "          It is starting, or hangs, or was started with other ports: parvis doctor says more."
        return
    yield f"server    does not run (nothing of this square answers on {where})"
    yield f"          start     systemctl start parvis, or: parvis serve --data {place}"
    yield "          why       journalctl -u parvis -n 50; parvis check; parvis doctor"


def _numbers(settings: Config) -> Numbers:
    """What the private listener tells; nothing when it does not answer."""
    from prometheus_client.parser import text_string_to_metric_families

    from parvis.checkup import answer_of

    server = settings.server
    try:
        head, _, body = answer_of(server.private_bind, server.private_port, "/metrics").partition("\r\n\r\n")
        opened = '"open":true' in answer_of(server.private_bind, server.private_port, "/readyz").replace(" ", "")
    except OSError:
        return {}
    if " 200 " not in head.splitlines()[0]:
        return {}
    found: Numbers = {"open": float(opened)}
    for family in text_string_to_metric_families(body):
        for sample in family.samples:
            found[sample.name] = found.get(sample.name, 0.0) + sample.value
    return found


def _of_the_server(numbers: Numbers) -> Iterator[str]:
    mode = next(one for one in Mode if one.rank == int(numbers.get("parvis_mode", 0)))
    yield f"door      {'open' if numbers['open'] else 'shut (parvis check says why)'}"
    yield f"mode      {mode.value}"
    on_duty = int(numbers.get("parvis_staff_on_duty", 0))
    yield f"people    {_few(numbers, 'parvis_visits')} on the square, {on_duty} of the team on duty"
    yield f"waiting   {_few(numbers, 'parvis_cases_waiting')} cases, {_few(numbers, 'parvis_messages_held')} messages"
    late = _few(numbers, "parvis_cases_overdue", "parvis_appeals_overdue")
    yield f"clocks    {'all kept' if late == '0' else f'{late} past their time'}"
    faults = int(sum(numbers.get(name, 0) for name in FAULTS))
    yield f"faults    {faults or 'none'}"


def _few(numbers: Numbers, *names: str) -> str:
    count = int(sum(numbers.get(name, 0) for name in names))
    return f"fewer than {SHOWN_LEAST}" if 0 < count < SHOWN_LEAST else str(count)


def _of_the_folder(settings: Config, place: Path) -> Iterator[str]:
    from parvis import checkup
    from parvis.legal import sending

    patient = checkup.Patient(settings, place, place / "parvis.toml", SystemClock())
    made = checkup.newest_backup(patient)
    yield f"square    {settings.square.name}, {settings.square.origin}"
    yield f"version   {__version__}"
    now = patient.clock.now()
    yield f"backup    {'none' if made is None else f'{(now - made) // HOUR} hours ago'}"
    if sending.ways(settings):
        sent, faults = sending.last_sent(settings, place), sending.faults(settings, place)
        said = [f"{way} failed: {fault}" for way, fault in faults.items()]
        said.append("not yet sent" if sent is None else f"last sent {(now - sent) // HOUR} hours ago")
        yield f"summary   {'; '.join(said)}"

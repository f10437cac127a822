"""Parvis as the bench runs it: the whole house, with room for a load generator that is one network of 10,000 people.

Guard, store and jobs are on as everywhere. Only rates are raised, by configuration: how often one network may come and
speak. `python -m bench.parvis_server --port N --data DIR --rooms N [--profile FILE]`
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from bench import stages
from parvis import app
from parvis.access import visits
from parvis.access.means import Means
from parvis.core.clock import Instant
from parvis.core.config import Config
from parvis.core.ids import RoomId
from parvis.core.settings import Square
from parvis.core.settings_safety import Guard, Modes
from parvis.core.talk import Room
from parvis.store import folder, people

PLENTY = 1_000_000
TOGETHER = 1_000
SYLLABLES = ("ba", "ra", "di", "fu", "la", "mo", "ne", "to", "su", "vi")
"""Digits to be pronounced: the guard has its own idea of room names with numbers."""


def config_for(port: int, rooms: int) -> Config:
    """A square with ``rooms`` rooms, r0 and on, and no limit that a generator would meet."""
    return Config(
        square=Square(origin=f"http://localhost:{port}", default_room="r0"),
        guard=Guard(
            messages_per_10s=PLENTY, network_messages_per_10s=PLENTY, entries_per_network_per_hour=PLENTY,
            code_tries_per_network_per_10min=PLENTY, code_tries_total_per_hour=PLENTY,
            newcomer_messages_per_10s=PLENTY, newcomer_links=True, newcomer_rooms_per_text=100,
        ),
        modes=Modes(by_itself_up_to="normal"),
        rooms=[_room(number) for number in range(rooms)],
    )  # fmt: skip


def _room(number: int) -> Room:
    name, topic = "Salon " + "".join(SYLLABLES[int(digit)] for digit in str(number)), "De tout et de rien."
    return Room(id=RoomId(f"r{number}"), name={"fr": name, "en": name}, topic={"fr": topic, "en": topic})


async def _wake_everybody(config: Config, place: Path) -> None:
    """As if all had just entered: a browser opens its socket in the second after, not minutes later."""
    async with app.open_means(config, place) as means:
        later = Instant(means.clock.now() + 1)
        everybody = await means.db.read(lambda conn: people.idle_visits(conn, later))
        for start in range(0, len(everybody), TOGETHER):
            await visits.keep_alive(means, everybody[start : start + TOGETHER])


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rooms", type=int, required=True)
    parser.add_argument("--profile", type=Path)
    chosen = parser.parse_args()
    config = config_for(chosen.port, chosen.rooms)
    asyncio.run(_wake_everybody(config, chosen.data))
    if chosen.profile:
        stages.measure()

    def ready(_means: Means) -> None:
        if chosen.profile:
            stages.report_on_signal(chosen.profile)

    with folder.served_alone(chosen.data):
        listeners = app.Listeners([app.bind("127.0.0.1", chosen.port)], [app.bind("127.0.0.1", 0)])
        app.serve(config, chosen.data, listeners, demo=True, ready=ready)


if __name__ == "__main__":
    main()

"""The demonstration's square: an association that does not exist, on this machine only, open at once."""

from __future__ import annotations

from parvis.core.config import Config
from parvis.core.settings import Counter, Door, Legal, Square
from parvis.core.settings_server import Disk, Server

LABEL = "demonstration"


def config(port: int, private_port: int = 8081) -> Config:
    """A whole configuration for ``http://localhost:port``; rooms and limits are those of a fresh square."""
    return Config(
        square=Square(origin=f"http://localhost:{port}"),
        disk=Disk(warn_percent=100, scarce_percent=100, full_percent=100),  # whose machine it is, is not said
        server=Server(data=".", port=port, private_port=private_port, extra_origins=[f"http://127.0.0.1:{port}"]),
        legal=Legal(
            operator="Association Le Parvis (démonstration)",
            contact_email="contact@parvis.example",
            postal_address="1 place de la Démonstration, 69001 Lyon",
            phone="+33 4 65 71 00 00",
            publication_director="Camille Exemple",
            host="Cette machine",
        ),
        door=Door(
            next_evening={"fr": "vendredi, à partir de 20 h", "en": "Friday, from 8 pm"},
            busy_hours={"fr": "de 20 h à 23 h", "en": "from 8 to 11 pm"},
        ),
        counters=[
            Counter(
                name="Maison des associations (démonstration)",
                address="3 place de la Démonstration, 69001 Lyon",
                hours={"fr": "mardi et jeudi, de 18 h à 20 h", "en": "Tuesday and Thursday, 6 to 8 pm"},
            )
        ],
    )

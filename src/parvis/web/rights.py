"""Who may do what, in words: the route table and the settings as sentences for the person who runs the square."""

from __future__ import annotations

from parvis.core.config import Config
from parvis.web.gate import Need
from parvis.web.routes import NEEDS

PRIVATE = "/metrics"


def sentences(config: Config) -> list[str]:
    """One sentence for each kind of person, from nobody known to whoever has a shell."""
    square, server, age = config.square, config.server, config.age
    return [
        f"Anybody may open these doors at {square.origin}: {', '.join(_paths(Need.BARE) + _paths(Need.PUBLIC))}.",
        f"With an age pass ({_methods(config)}; {age.pass_days} days; {age.nicknames_per_day} nicknames a day): "
        f"{', '.join(_paths(Need.PASS))}.",
        f"With a visit, which is a pass and a nickname: {', '.join(_paths(Need.VISIT))}.",
        f"Whoever reaches {server.private_bind}, port {server.private_port}: {PRIVATE}. The public must not.",
        f"Addresses of visitors are taken from {_addresses(config)}.",
        "Vouchers are issued, and everything stored is read, by whoever has a shell and the data folder.",
    ]


def _paths(need: Need) -> list[str]:
    return [path for path, wanted in NEEDS.items() if wanted is need and path != PRIVATE]


def _methods(config: Config) -> str:
    return f"shown by {' or '.join(config.age.methods)}" if config.age.methods else "no method is configured"


def _addresses(config: Config) -> str:
    proxies = config.server.trusted_proxies
    return (
        f"X-Forwarded-For when {', '.join(proxies)} hands them on"
        if proxies
        else "the connection itself; no proxy is trusted"
    )

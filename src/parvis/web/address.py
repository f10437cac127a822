"""Where a request comes from: the address behind trusted proxies, and from then on only keyed hashes."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from parvis.core.clock import Instant, day_of
from parvis.core.people import Origin
from parvis.store.keys import Keys

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
UNKNOWN = "0.0.0.0"  # noqa: S104 - stands for no address at all, nothing is bound to it


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """The configured proxies as networks; their form was checked with the configuration."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)


def client_address(peer: str | None, forwarded: str | None, trusted: tuple[Network, ...]) -> str:
    """The peer itself, or, when it is a trusted proxy, the nearest address in X-Forwarded-For that is not one."""
    address = _parsed(peer)
    if address is None:
        return UNKNOWN
    for hop in reversed((forwarded or "").split(",")):
        if not _is_trusted(address, trusted):
            break
        behind = _parsed(hop.strip())
        if behind is None:
            break
        address = behind
    return str(address)


def origin_of(keys: Keys, address: str, device: str, now: Instant) -> Origin:
    """Hashes only: of the device cookie, and of the /32 or /64 prefix under a key that changes every day."""
    return Origin(
        device=keys.hash("device", device)[:32],
        network=keys.hash(f"network {day_of(now)}", prefix_of(address))[:32],
    )


def prefix_of(address: str) -> str:
    """The whole IPv4 address, or the first 64 bits of an IPv6 one, where one line holds them all."""
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def own_path(wanted: str, otherwise: str = "/") -> str:
    """A path of this site, or another one: never an address elsewhere, however it is written (no open redirect)."""
    is_path = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    if not is_path or not wanted.isascii() or not wanted.isprintable():
        return otherwise
    return urlsplit(wanted).path


def _parsed(text: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address((text or "").strip("[]"))
    except ValueError:
        return None


def _is_trusted(address: ipaddress.IPv4Address | ipaddress.IPv6Address, trusted: tuple[Network, ...]) -> bool:
    return any(address in network for network in trusted)

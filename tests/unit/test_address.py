"""Where somebody comes from: only trusted proxies are believed, and only a prefix under a daily key is ever used."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from parvis.core.clock import FakeClock
from parvis.store.keys import load_keys
from parvis.web.address import client_address, networks, origin_of, prefix_of

PROXY = networks(["10.0.0.0/8", "fd00::/8"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("10.1.1.1", "198.51.100.1", "198.51.100.1"),
        ("10.1.1.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.1.1.1", "198.51.100.1, 10.2.2.2", "198.51.100.1"),
        ("10.1.1.1", "not an address", "10.1.1.1"),
        ("10.1.1.1", None, "10.1.1.1"),
        ("fd00::1", "2001:db8::5", "2001:db8::5"),
        (None, "198.51.100.1", "0.0.0.0"),
    ],
)
def test_a_forwarded_address_is_believed_only_from_a_trusted_proxy(
    peer: str | None, forwarded: str | None, expected: str
) -> None:
    assert client_address(peer, forwarded, PROXY) == expected


def test_neighbours_on_one_ipv6_line_count_as_one() -> None:
    assert prefix_of("2001:db8:1:2:3::4") == prefix_of("2001:db8:1:2:ffff::1")
    assert prefix_of("2001:db8:1:2::1") != prefix_of("2001:db8:1:3::1")
    assert prefix_of("::ffff:198.51.100.1") == "198.51.100.1"


def test_the_network_cannot_be_followed_from_day_to_day(tmp_path: Path, clock: FakeClock) -> None:
    keys = load_keys(tmp_path)
    today = origin_of(keys, "198.51.100.1", "device", clock.now())
    clock.advance(timedelta(days=1))
    tomorrow = origin_of(keys, "198.51.100.1", "device", clock.now())
    assert today.network != tomorrow.network
    assert today.device == tomorrow.device
    assert "198.51" not in today.network

"""What a passkey says cannot be bent: no byte of it can be changed, and no bytes at all make anything break."""

from __future__ import annotations

import json
from collections.abc import Iterator

import msgspec
import pytest

from authenticator import Authenticator, b64, unb64
from parvis.access import passkeys, staff
from parvis.access.means import Means
from parvis.access.passkeys import Newcomer, Options
from parvis.access.sessions import SignedIn
from parvis.access.staff import Invited
from parvis.core.config import Config
from parvis.core.people import Origin
from parvis.core.settings import Square
from parvis.core.settings_server import Server
from parvis.core.staff import Role
from parvis.core.verdict import Finding
from team import enrol


def networks() -> Iterator[Origin]:
    """Somebody from ever other networks, so that nobody is slowed down here."""
    number = 0
    while True:
        number += 1
        yield Origin(device=f"{number:032x}", network=f"{number:032x}")


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]


@pytest.mark.parametrize("part", ["authenticatorData", "signature", "clientDataJSON"])
async def test_no_byte_of_an_assertion_can_be_changed(means: Means, part: str) -> None:
    ada = await enrol(means, "Ada")
    whole = json.loads(ada.ring.get(await asked(means, next(networks()))))
    length = len(unb64(whole["response"][part]))
    for place, origin in zip(range(length), networks(), strict=False):
        answer = json.loads(ada.ring.get(await asked(means, origin)))
        data = unb64(answer["response"][part])
        if place >= len(data):  # signatures differ by a byte or two in length
            break
        answer["response"][part] = b64(flipped(data, place))
        outcome = await passkeys.finish_sign_in(means, json.dumps(answer), origin)
        assert isinstance(outcome, Finding), (part, place)
    await ada.sign_in()


async def test_an_attestation_that_was_changed_is_refused_or_harmless_and_never_breaks_anything(means: Means) -> None:
    ring = Authenticator(means.config.square.origin)
    token = await an_invitation(means)
    seen = {True: 0, False: 0}
    for place, origin in zip(range(0, 300, 2), networks(), strict=False):
        options = await passkeys.begin_enrolment(means, token, "Ada", origin)
        assert isinstance(options, Options)
        answer = json.loads(ring.create(options.json))
        data = unb64(answer["response"]["attestationObject"])
        if place >= len(data):
            break
        answer["response"]["attestationObject"] = b64(flipped(data, place))
        who = Newcomer(name="Ada", languages=("fr",), label="")
        outcome = await passkeys.finish_enrolment(means, token, json.dumps(answer), who, origin)
        seen[isinstance(outcome, SignedIn)] += 1
        if isinstance(outcome, SignedIn):  # a byte that nobody vouches for, such as the make of the key
            token = await an_invitation(means)
            later = await passkeys.finish_sign_in(means, ring.get(await asked(means, origin)), origin)
            assert isinstance(later, SignedIn | Finding), "also when the key that was kept is none"
    assert seen[False] > 30


async def test_guessing_at_the_sign_in_is_slowed_down(means: Means) -> None:
    origin = Origin(device="e" * 32, network="e" * 32)
    most = means.config.team.tries_per_network_per_10min
    outcomes = [await passkeys.begin_sign_in(means, origin) for _ in range(most + 1)]
    assert [isinstance(one, Options) for one in outcomes] == [True] * most + [False]
    refused = outcomes[-1]
    assert isinstance(refused, Finding) and refused.retry_ms


async def test_who_signs_in_rightly_is_never_slowed_down(means: Means) -> None:
    ada = await enrol(means, "Ada")
    for _ in range(means.config.team.tries_per_network_per_10min * 2):
        await ada.sign_in()


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:8080", "localhost"),
        ("https://chat.example.org", "chat.example.org"),
        ("https://chat.example.org:8443", "chat.example.org"),
    ],
)
def test_passkeys_are_for_the_host_of_the_public_address_and_used_there_or_below(origin: str, host: str) -> None:
    extra = [f"https://www.{host}", f"https://evil{host}", "http://127.0.0.1:8080", f"https://{host}:444"]
    config = msgspec.structs.replace(Config(), square=Square(origin=origin), server=Server(extra_origins=extra))
    assert passkeys.rp_id(config) == host
    own = ["http://localhost:8081"] if host == "localhost" else []  # the private listener, seen from the same machine
    assert passkeys.origins(config) == [origin, extra[0], extra[3], *own]


async def asked(means: Means, origin: Origin) -> str:
    options = await passkeys.begin_sign_in(means, origin)
    assert isinstance(options, Options)
    return options.json


async def an_invitation(means: Means) -> str:
    invited = await staff.invite(means, None, "Ada", frozenset({Role.MODERATOR}))
    assert isinstance(invited, Invited)
    return invited.token

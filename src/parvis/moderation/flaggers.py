"""Trusted flaggers (DSA Art. 22): registered by the operator, recognised by a token, heard first, and measured.

The token is shown once and kept only as a keyed hash; looking it up by that hash takes the same time for every guess.
"""

from __future__ import annotations

from statistics import median

import msgspec

from parvis.core.casework import Channel, Flagger
from parvis.core.ids import FlaggerId, fresh_token, fresh_word
from parvis.core.policy import HARM_OF, Harm, Reason
from parvis.core.text import tidy_nickname
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.moderation.reports import TooFast
from parvis.store import flaggers as stored
from parvis.store import reports

NAME_MAX = 200
TOKEN_MAX = 100
NO_NAME = Refused(text_key="refuse-flagger-no-name")
NO_FLAGGER = Refused(text_key="refuse-flagger-unknown")


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """A new flagger, or one with a new token; ``token`` is shown this once."""

    flagger: Flagger
    token: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a flagger's notices fare, for them and for the desk."""

    notices: int
    decided: int
    upheld: int
    accuracy: float | None
    """Share of the decided that led to something; None before the first decision."""
    median_ms: int | None
    """Half of their notices had a first decision within that time."""


async def add(office: Office, name: str, contact: str, harms: list[Harm] | None = None) -> Registered | Refused:
    """Register one, for the harms it was named for (none: all)."""
    name, contact = tidy_nickname(name), tidy_nickname(contact)
    if not name or not contact or max(len(name), len(contact)) > NAME_MAX:
        return NO_NAME
    token = fresh_token(office.entropy)
    one = Flagger(
        id=FlaggerId(fresh_word(office.entropy)), name=name, contact=contact, harms=harms or [],
        since=office.clock.now(),
    )  # fmt: skip
    await office.db.write(lambda tx: stored.add(tx, one, _hash(office, token)))
    return Registered(flagger=one, token=token)


async def renew(office: Office, flagger_id: FlaggerId) -> Registered | Refused:
    """A new token; the old one is worth nothing from now on."""
    token = fresh_token(office.entropy)
    done = await office.db.write(lambda tx: stored.renew(tx, flagger_id, _hash(office, token)))
    one = await office.db.read(lambda conn: stored.find(conn, flagger_id))
    return Registered(flagger=one, token=token) if done and one is not None else NO_FLAGGER


async def end(office: Office, flagger_id: FlaggerId) -> Flagger | Refused:
    """End the trust; what was reported stays."""
    now = office.clock.now()
    done = await office.db.write(lambda tx: stored.end(tx, flagger_id, now))
    one = await office.db.read(lambda conn: stored.find(conn, flagger_id))
    return one if done and one is not None else NO_FLAGGER


async def listed(office: Office) -> list[Flagger]:
    """All that ever were, the newest first."""
    return await office.db.read(stored.listed)


def channel_of(one: Flagger, reason: Reason) -> Channel:
    """A flagger is trusted within the field it was named for (Art. 22(1)); beyond it, its notice is like any other."""
    return Channel.FLAGGER if not one.harms or HARM_OF[reason] in one.harms else Channel.OUTSIDER


async def recognise(office: Office, token: str, network: str) -> Flagger | TooFast | None:
    """Whose token it is; None for one that is nobody's, or nobody's any more."""
    if not token:
        return None  # whoever shows none is guessing none
    tick = office.clock.tick()
    wait = office.friction.try_token(network, tick)
    if wait:
        return TooFast(retry_ms=wait)
    if len(token) > TOKEN_MAX:
        return None
    one = await office.db.read(lambda conn: stored.by_token(conn, _hash(office, token)))
    if one is not None:
        office.friction.token_was_right(network, tick)
    return one


async def standing(office: Office, flagger_id: FlaggerId) -> Standing:
    """Accuracy and response time so far."""
    notices, record, waits = await office.db.read(
        lambda conn: (
            reports.flagger_count(conn, flagger_id),
            reports.flagger_record(conn, flagger_id),
            reports.flagger_waits(conn, flagger_id),
        )
    )
    return Standing(
        notices=notices, decided=record.decided, upheld=record.upheld,
        accuracy=record.upheld / record.decided if record.decided else None,
        median_ms=round(median(waits)) if waits else None,
    )  # fmt: skip


def _hash(office: Office, token: str) -> str:
    return office.keys.hash("flagger", token)

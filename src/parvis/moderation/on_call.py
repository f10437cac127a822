"""The person on call is called: what waits in the outbox goes out, and how each try went is kept and counted."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import structlog

from parvis.core.clock import MINUTE, Instant, later
from parvis.core.errors import ConfigError
from parvis.core.ids import fresh_word
from parvis.live import notify as wire
from parvis.live.metrics import Metrics
from parvis.live.notify import Answer, Came, Webhook
from parvis.moderation.office import Office
from parvis.store import notify
from parvis.store.notify import Call

TEST = "test"
log = structlog.get_logger()


class Data(msgspec.Struct, frozen=True):
    """What a call says: how many events, and the first of them."""

    count: int
    items: list[dict[str, object]]


class Payload(msgspec.Struct, frozen=True):
    """The body of a call, as Standard Webhooks recommend it; ``timestamp`` is when it became due (RFC 3339)."""

    type: str
    timestamp: str
    data: Data


def payload(call: Call) -> bytes:
    """The bytes of a call, the same at each try."""
    at = datetime.fromtimestamp(call.created_at / 1000, UTC).isoformat(timespec="milliseconds")
    return msgspec.json.encode(Payload(call.kind, at.replace("+00:00", "Z"), Data(call.count, call.items)))


def webhook(office: Office) -> Webhook | None:
    """Where to call, or None when nobody is to be; ConfigError when the secret cannot be used."""
    wanted = office.config.on_call
    return Webhook(wanted.url, wire.read_secrets(office.db.folder / wanted.secret_file)) if wanted.url else None


async def call_all(office: Office, metrics: Metrics) -> None:
    """Make every call that is due, one after the other; what fails is tried again later, and given up after a day."""
    if await office.db.read(notify.is_waiting):
        try:
            hook = webhook(office)
        except ConfigError as fault:
            log.warning("call_unsigned", fault=str(fault))
            hook = None
        if hook is not None:
            await _call_due(office, metrics, hook)
        await _give_up_what_is_late(office)
    standing = await office.db.read(notify.standing)
    metrics.calls_waiting.set(standing.waiting)
    metrics.calls_given_up.set(standing.gave_up)


async def _call_due(office: Office, metrics: Metrics, hook: Webhook) -> None:
    quiet_ms = office.config.on_call.quiet_minutes * MINUTE
    for call in await office.db.write(lambda tx: notify.due(tx, office.clock.now(), quiet_ms)):
        answer = await wire.call_out(hook, call.id, office.clock.now() // 1000, payload(call))
        metrics.calls.labels(call.kind, answer.came.value).inc()
        if answer.came is not Came.DELIVERED:
            log.warning("call_failed", call=call.id, kind=call.kind, tries=call.tries + 1, answer=answer.words)
        await _settle(office, call, answer)


async def _settle(office: Office, call: Call, answer: Answer) -> None:
    now, luck = office.clock.now(), int.from_bytes(office.entropy(4), "big") / 2**32
    again = later(now, wire.wait_ms(call.tries + 1, luck)) if answer.came is Came.FAILED else None
    delivered = answer.came is Came.DELIVERED
    await office.db.write(lambda tx: notify.settle(tx, call.id, now, next_try_at=again, delivered=delivered))


async def _give_up_what_is_late(office: Office) -> None:
    now = office.clock.now()
    count = await office.db.write(lambda tx: notify.give_up(tx, now, Instant(now - wire.GIVE_UP_MS)))
    if count:
        log.error("calls_given_up", count=count)


async def call_to_test(office: Office) -> Answer:
    """Call once, now, outside the outbox; ConfigError when there is nobody to call."""
    hook = webhook(office)
    if hook is None:
        raise ConfigError(["on_call.url is empty: nobody would be called. Set it, then try again."])
    now = office.clock.now()
    call = Call(id=fresh_word(office.entropy), kind=TEST, created_at=now, count=0, items=[])
    return await wire.call_out(hook, call.id, now // 1000, payload(call))

"""Vouchers: one-time codes that an association hands out after checking age at its desk, without noting to whom."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from parvis.access.age import codes
from parvis.access.age.codes import Code, Form, Unreadable
from parvis.access.age.methods import Draft, Proved, draw_pass, keep_pass
from parvis.access.means import Means
from parvis.core.clock import DAY, Instant, day_of, later
from parvis.core.ids import BatchId, fresh_word
from parvis.core.people import Origin
from parvis.core.verdict import Finding, Ruling
from parvis.store import people
from parvis.store.people import Batch, StoredVoucher
from parvis.store.writer import Tx

NAME = "voucher"
BATCH_MAX = 10_000
_PURPOSE = {Form.LINK: "voucher-link", Form.SHORT: "voucher-short"}
_FIND = {Form.LINK: people.find_voucher_by_link, Form.SHORT: people.find_voucher_by_short}


class IssuedVoucher(msgspec.Struct, frozen=True, kw_only=True):
    """One voucher in clear, on its way to paper; only hashes stay behind."""

    link: str
    """26 signs for the fragment of the link."""
    short: str
    """``XXXX-XXXX-XXXX``, to type."""


class IssuedBatch(msgspec.Struct, frozen=True, kw_only=True):
    """One print run."""

    id: BatchId
    label: str
    vouchers: tuple[IssuedVoucher, ...]
    expires_at: Instant
    """From then on the link no longer works."""
    short_expires_at: Instant
    """From then on the short form no longer works."""


async def issue(means: Means, count: int, label: str) -> IssuedBatch:
    """Draw ``count`` vouchers (1 to 10,000) and keep their hashes; the codes are in the answer and nowhere else."""
    if not 1 <= count <= BATCH_MAX:
        raise ValueError(f"a print run has 1 to {BATCH_MAX} vouchers")
    vouchers = tuple(
        IssuedVoucher(link=codes.draw_link(means.entropy), short=codes.printed(codes.draw_short(means.entropy)))
        for _ in range(count)
    )
    batch = await _fresh_batch(means, count, label)
    hashes = [_hashes(means, one) for one in vouchers]

    def keep(tx: Tx) -> None:
        people.add_batch(tx, batch, hashes)
        tx.record("voucher.issued", {"batch": batch.id, "count": count})

    await means.db.write(keep)
    return IssuedBatch(
        id=batch.id, label=label, vouchers=vouchers, expires_at=batch.expires_at,
        short_expires_at=batch.short_expires_at,
    )  # fmt: skip


async def redeem(means: Means, typed: str, origin: Origin) -> Proved | Finding:
    """Turn a code into an age pass, once. A slip that the check sign catches costs no try."""
    code = codes.read_code(typed)
    if isinstance(code, Unreadable):
        return _refused({"empty": "empty", "typo": "typo", "shape": "unknown"}[code.value])
    if code.form is Form.SHORT:
        too_fast = means.friction.try_code(origin.network, means.clock.tick())
        if too_fast:
            return too_fast
    outcome = await _spend(means, code)
    if code.form is Form.SHORT and isinstance(outcome, Proved):
        means.friction.code_was_right(origin.network, means.clock.tick())
    return outcome


async def _spend(means: Means, code: Code) -> Proved | Finding:
    hashed = means.keys.hash(_PURPOSE[code.form], code.text)
    found = await means.db.read(lambda conn: _FIND[code.form](conn, hashed))
    if found is None:
        return _refused("unknown")
    draft = draw_pass(means)
    if found.redeemed:
        return _refused("used")
    if draft.now >= (found.short_expires_at if code.form is Form.SHORT else found.expires_at):
        return _refused("expired")
    return await means.db.write(lambda tx: _exchange(tx, means, found, draft))


def _exchange(tx: Tx, means: Means, found: StoredVoucher, draft: Draft) -> Proved | Finding:
    """Of two who come with the same code in the same instant, the writer lets one through."""
    if not people.redeem_voucher(tx, found.link_hash, day_of(draft.now)):
        return _refused("used")
    return keep_pass(tx, means, draft, NAME, found.batch)


async def _fresh_batch(means: Means, count: int, label: str) -> Batch:
    now = means.clock.now()
    while True:
        name = BatchId(f"{day_of(now)}-{fresh_word(means.entropy)[:3]}")
        if not await means.db.read(lambda conn, name=name: people.has_batch(conn, name)):  # type: ignore[misc]
            break
    return Batch(
        id=name, label=label, issued_at=now, count=count, expires_at=later(now, means.config.age.voucher_days * DAY),
        short_expires_at=later(now, means.config.age.short_code_days * DAY),
    )  # fmt: skip


def _hashes(means: Means, one: IssuedVoucher) -> tuple[str, str]:
    short = one.short.replace("-", "")
    return means.keys.hash(_PURPOSE[Form.LINK], one.link), means.keys.hash(_PURPOSE[Form.SHORT], short)


def _refused(why: str) -> Finding:
    return Finding(check=NAME, ruling=Ruling.REFUSE, text_key=f"refuse-code-{why}")


class VoucherMethod:
    """The voucher as an `AgeMethod`."""

    name = NAME
    action = "/age/voucher"

    async def prove(self, means: Means, form: Mapping[str, str], origin: Origin) -> Proved | Finding:
        """Redeem what was typed into the field ``code``."""
        return await redeem(means, form.get("code", ""), origin)

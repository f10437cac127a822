"""People as stored: vouchers and age passes as keyed hashes, visits, nicknames in use, consents."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, Row, bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from parvis.core.casework import Identity
from parvis.core.clock import Instant, day_of
from parvis.core.ids import AreaId, BatchId, PassId, VisitId
from parvis.core.people import AgeBand, Gender, Origin, Profile, Visit
from parvis.store.prepared import Prepared
from parvis.store.schema import age_pass, consent, nickname_use, visit, voucher, voucher_batch
from parvis.store.writer import Tx

_PASS_OF = Prepared(
    select(age_pass).where(age_pass.c.token_hash == bindparam("token_hash"), age_pass.c.expires_at > bindparam("now"))
)
_VISIT = select(visit).where(visit.c.token_hash == bindparam("token_hash"), visit.c.left_at.is_(None))
_VISIT_OF = Prepared(_VISIT)
_VISIT_WITH = Prepared(
    _VISIT.join(age_pass, age_pass.c.id == visit.c.pass_id).where(
        age_pass.c.token_hash == bindparam("pass_hash"), age_pass.c.expires_at > bindparam("now")
    )
)

_WAS_HERE = Prepared(
    select(
        or_(
            exists().where(age_pass.c.id == bindparam("pass_id"), age_pass.c.proved_day < bindparam("today")),
            exists().where(visit.c.pass_id == bindparam("pass_id"), visit.c.entered_at < bindparam("before")),
            exists().where(visit.c.device == bindparam("device"), visit.c.entered_at < bindparam("before")),
        ).label("any")
    )
)

# ---------------------------------------------------------------- vouchers


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """One print run of vouchers."""

    id: BatchId
    label: str
    issued_at: Instant
    count: int
    expires_at: Instant
    short_expires_at: Instant


class StoredVoucher(msgspec.Struct, frozen=True, kw_only=True):
    """A voucher as it can be found again: no code, only what its hashes lead to."""

    link_hash: str
    batch: BatchId
    expires_at: Instant
    short_expires_at: Instant
    redeemed: bool


def add_batch(tx: Tx, batch: Batch, hashes: Iterable[tuple[str, str]]) -> None:
    """Keep a print run; ``hashes`` are pairs of link and short form, 64 hex characters each."""
    tx.conn.execute(
        insert(voucher_batch).values(
            id=batch.id, label=batch.label, issued_at=batch.issued_at, count=batch.count, expires_at=batch.expires_at
        )
    )
    rows = [
        {
            "link_hash": link, "short_hash": short, "batch": batch.id, "expires_at": batch.expires_at,
            "short_expires_at": batch.short_expires_at,
        }
        for link, short in hashes
    ]  # fmt: skip
    if rows:
        tx.conn.execute(insert(voucher), rows)


def has_batch(conn: Connection, batch: BatchId) -> bool:
    """Whether a print run of that name exists."""
    return conn.execute(select(voucher_batch.c.id).where(voucher_batch.c.id == batch)).first() is not None


def find_voucher_by_link(conn: Connection, link_hash: str) -> StoredVoucher | None:
    """The voucher whose link form hashes to this."""
    return _voucher(conn.execute(select(voucher).where(voucher.c.link_hash == link_hash)).one_or_none())


def find_voucher_by_short(conn: Connection, short_hash: str) -> StoredVoucher | None:
    """The voucher whose short form hashes to this."""
    return _voucher(conn.execute(select(voucher).where(voucher.c.short_hash == short_hash)).one_or_none())


def redeem_voucher(tx: Tx, link_hash: str, day: str) -> bool:
    """Mark it used on that day; False when it was used before (also a moment ago, by somebody else)."""
    unused = update(voucher).where(voucher.c.link_hash == link_hash, voucher.c.redeemed_day.is_(None))
    return tx.conn.execute(unused.values(redeemed_day=day)).rowcount == 1


def _voucher(row: Row[tuple[object, ...]] | None) -> StoredVoucher | None:
    if row is None:
        return None
    return StoredVoucher(
        link_hash=row.link_hash, batch=BatchId(row.batch), expires_at=Instant(row.expires_at),
        short_expires_at=Instant(row.short_expires_at), redeemed=row.redeemed_day is not None,
    )  # fmt: skip


def purge_vouchers(tx: Tx, before: Instant) -> int:
    """Erase vouchers whose date was before that instant, and print runs with none left; how many vouchers."""
    gone = tx.conn.execute(delete(voucher).where(voucher.c.expires_at < before)).rowcount
    tx.conn.execute(delete(voucher_batch).where(voucher_batch.c.id.not_in(select(voucher.c.batch))))
    return tx.erases(gone)


# ---------------------------------------------------------------- age passes


class AgePass(msgspec.Struct, frozen=True, kw_only=True):
    """That an adult was checked, how and on which day."""

    id: PassId
    method: str
    batch: BatchId | None
    proved_day: str
    expires_at: Instant


def add_pass(tx: Tx, one: AgePass, token_hash: str) -> None:
    """Keep an age pass under the hash of its cookie."""
    tx.conn.execute(
        insert(age_pass).values(
            id=one.id, token_hash=token_hash, method=one.method, batch=one.batch, proved_day=one.proved_day,
            expires_at=one.expires_at,
        )
    )  # fmt: skip


def find_pass(conn: Connection, token_hash: str, now: Instant) -> AgePass | None:
    """The pass of that cookie, unless it has expired."""
    row = _PASS_OF.first(conn, token_hash=token_hash, now=now)
    if row is None:
        return None
    return AgePass(
        id=PassId(row.id), method=row.method, batch=row.batch, proved_day=row.proved_day,
        expires_at=Instant(row.expires_at),
    )  # fmt: skip


def purge_passes(tx: Tx, before: Instant) -> int:
    """Erase passes that expired before that instant, with their nicknames of the day; how many passes."""
    return tx.erases(tx.conn.execute(delete(age_pass).where(age_pass.c.expires_at < before)).rowcount)


# ---------------------------------------------------------------- visits


def add_visit(tx: Tx, one: Visit, *, token_hash: str, nickname_key: str, origin: Origin) -> None:
    """Keep a new visit."""
    tx.conn.execute(
        insert(visit).values(
            id=one.id, token_hash=token_hash, pass_id=one.pass_id, device=origin.device, network=origin.network,
            nickname=one.profile.nickname, nickname_key=nickname_key, age_band=one.profile.age_band.value,
            gender=one.profile.gender and one.profile.gender.value, area=one.profile.area, lang=one.lang,
            entered_at=one.entered_at, seen_at=one.entered_at, left_at=one.left_at,
        )
    )  # fmt: skip


def find_visit(conn: Connection, token_hash: str) -> tuple[Visit, Instant] | None:
    """The visit of that cookie that has not ended, and when it was last seen."""
    row = _VISIT_OF.first(conn, token_hash=token_hash)
    return None if row is None else (_visit(row), Instant(row.seen_at))


def find_visit_with(conn: Connection, token_hash: str, pass_hash: str, now: Instant) -> tuple[Visit, Instant] | None:
    """The same, if its pass is the one of that other cookie and has not expired."""
    row = _VISIT_WITH.first(conn, token_hash=token_hash, pass_hash=pass_hash, now=now)
    return None if row is None else (_visit(row), Instant(row.seen_at))


def visit_of_pass(conn: Connection, pass_id: PassId) -> VisitId | None:
    """The one visit of a pass that has not ended."""
    found = conn.execute(select(visit.c.id).where(visit.c.pass_id == pass_id, visit.c.left_at.is_(None))).scalar()
    return None if found is None else VisitId(found)


def identity_of(conn: Connection, visit_id: VisitId) -> Identity | None:
    """Who a visit is, as far as a case must know; None once the visit is erased."""
    row = conn.execute(select(visit).where(visit.c.id == visit_id)).one_or_none()
    if row is None:
        return None
    return Identity(
        visit=visit_id, pass_id=PassId(row.pass_id), device=row.device, network=row.network, nickname=row.nickname,
        lang=row.lang,
    )  # fmt: skip


def shown_of(conn: Connection, visit_id: VisitId) -> dict[str, object] | None:
    """What a visit shows to others, without what needs a consent, as evidence; None once it is erased."""
    row = conn.execute(select(visit).where(visit.c.id == visit_id)).one_or_none()
    if row is None:
        return None
    return {"nickname": row.nickname, "age_band": row.age_band, "entered_at": row.entered_at, "left_at": row.left_at}


def was_here(conn: Connection, pass_id: PassId, device: str, today: str, before: Instant) -> bool:
    """Whether a pass or a device was here before: proved on an earlier day, or on a visit that began before then."""
    row = _WAS_HERE.first(conn, pass_id=pass_id, device=device, today=today, before=before)
    return bool(row and row.any)


def visit_was_here(conn: Connection, visit_id: VisitId, today: str, before: Instant) -> bool:
    """The same for the pass and the device of a visit; False once it is erased."""
    row = conn.execute(select(visit.c.pass_id, visit.c.device).where(visit.c.id == visit_id)).one_or_none()
    return row is not None and was_here(conn, PassId(row.pass_id), row.device, today, before)


def touch_visits(tx: Tx, visits: list[VisitId], now: Instant) -> None:
    """Note that they are still there."""
    tx.conn.execute(update(visit).where(visit.c.id.in_(visits), visit.c.left_at.is_(None)).values(seen_at=now))


def end_visit(tx: Tx, visit_id: VisitId, now: Instant) -> bool:
    """Note that it has ended; False when it had already."""
    living = update(visit).where(visit.c.id == visit_id, visit.c.left_at.is_(None))
    return tx.conn.execute(living.values(left_at=now)).rowcount == 1


def idle_visits(conn: Connection, seen_before: Instant) -> list[VisitId]:
    """Visits that have not ended and were last seen before that instant."""
    rows = conn.execute(select(visit.c.id).where(visit.c.left_at.is_(None), visit.c.seen_at < seen_before))
    return [VisitId(found) for found in rows.scalars()]


def purge_visits(tx: Tx, before: Instant) -> int:
    """Erase visits that ended before that instant, with their consents and memberships; how many visits."""
    return tx.erases(tx.conn.execute(delete(visit).where(visit.c.left_at < before)).rowcount)


def _visit(row: Row[tuple[object, ...]]) -> Visit:
    return Visit(
        id=VisitId(row.id),
        pass_id=PassId(row.pass_id),
        profile=Profile(
            nickname=row.nickname,
            age_band=AgeBand(row.age_band),
            gender=Gender(row.gender) if row.gender else None,
            area=AreaId(row.area) if row.area else None,
        ),
        lang=row.lang,
        entered_at=Instant(row.entered_at),
        left_at=None if row.left_at is None else Instant(row.left_at),
    )


# ---------------------------------------------------------------- nicknames


def is_nickname_taken(conn: Connection, key: str, pass_id: PassId, *, left_since: Instant) -> bool:
    """Whether somebody else bears a nickname of that key, or left with it after ``left_since``."""
    held = or_(visit.c.left_at.is_(None), visit.c.left_at > left_since)
    query = select(visit.c.id).where(visit.c.nickname_key == key, visit.c.pass_id != pass_id, held).limit(1)
    return conn.execute(query).first() is not None


def nicknames_of_day(conn: Connection, pass_id: PassId, day: str, *, other_than: str) -> int:
    """How many different nicknames a pass took on a day, leaving one key out of the count."""
    mine = (nickname_use.c.pass_id == pass_id, nickname_use.c.day == day, nickname_use.c.nickname_key != other_than)
    return conn.execute(select(func.count()).select_from(nickname_use).where(*mine)).scalar_one()


def use_nickname(tx: Tx, pass_id: PassId, day: str, key: str) -> None:
    """Note that a pass took a nickname on a day."""
    row = {"pass_id": pass_id, "day": day, "nickname_key": key}
    tx.conn.execute(upsert(nickname_use).values(row).on_conflict_do_nothing())


def purge_nickname_uses(tx: Tx, before: Instant) -> int:
    """Erase which nicknames were taken on that instant's day or earlier: none is kept any longer; how many."""
    return tx.erases(tx.conn.execute(delete(nickname_use).where(nickname_use.c.day <= day_of(before))).rowcount)


# ---------------------------------------------------------------- consents


def give_consent(tx: Tx, visit_id: VisitId, purpose: str, now: Instant) -> None:
    """Note an explicit consent; a new one replaces a withdrawn one."""
    row = {"visit": visit_id, "purpose": purpose, "given_at": now, "withdrawn_at": None}
    tx.conn.execute(upsert(consent).values(row).on_conflict_do_update(index_elements=["visit", "purpose"], set_=row))


def withdraw_consent(tx: Tx, visit_id: VisitId, purpose: str, now: Instant) -> bool:
    """Note that it no longer holds; False when there was none."""
    held = (consent.c.visit == visit_id, consent.c.purpose == purpose, consent.c.withdrawn_at.is_(None))
    return tx.conn.execute(update(consent).where(*held).values(withdrawn_at=now)).rowcount == 1


def forget_gender(tx: Tx, visit_id: VisitId) -> None:
    """Erase what the withdrawn consent covered."""
    tx.erases(tx.conn.execute(update(visit).where(visit.c.id == visit_id).values(gender=None)).rowcount)


def has_consent(conn: Connection, visit_id: VisitId, purpose: str) -> bool:
    """Whether a visit consents to that purpose now."""
    return purpose in consents_of(conn, visit_id)


def consents_of(conn: Connection, visit_id: VisitId) -> frozenset[str]:
    """The purposes a visit consents to now: ``gender``, ``room:<id>``."""
    query = select(consent.c.purpose).where(consent.c.visit == visit_id, consent.c.withdrawn_at.is_(None))
    return frozenset(conn.execute(query).scalars())

"""The team as stored: people, passkeys, invitations, sessions, shifts."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec
from sqlalchemy import Connection, Row, delete, exists, insert, or_, select, update

from parvis.core.clock import Instant
from parvis.core.ids import InviteId, KeyId, StaffId
from parvis.core.staff import Role, Staff
from parvis.store.schema_staff import staff, staff_invite, staff_key, staff_session, staff_shift
from parvis.store.writer import Tx

# ---------------------------------------------------------------- people


def add(tx: Tx, one: Staff) -> Staff:
    """Keep somebody new, under the next number that nobody ever had; ``one.number`` is not looked at."""
    row = _staff_row(one)
    number = tx.conn.execute(insert(staff).values(row)).inserted_primary_key
    assert number is not None
    return msgspec.structs.replace(one, number=int(number[0]))


def find(conn: Connection, staff_id: StaffId) -> Staff | None:
    """Somebody by their id, also after they left."""
    return _staff(conn.execute(select(staff).where(staff.c.id == staff_id)).one_or_none())


def team(conn: Connection) -> list[Staff]:
    """Everybody who has not left, by number."""
    rows = conn.execute(select(staff).where(staff.c.ended_at.is_(None)).order_by(staff.c.number))
    return [one for row in rows if (one := _staff(row))]


def everybody(conn: Connection) -> list[Staff]:
    """Everybody still remembered, by number, those who left too."""
    return [one for row in conn.execute(select(staff).order_by(staff.c.number)) if (one := _staff(row))]


def change(tx: Tx, staff_id: StaffId, *, roles: frozenset[Role]) -> None:
    """Give somebody other roles."""
    tx.conn.execute(update(staff).where(staff.c.id == staff_id).values(roles=_encoded(sorted(roles))))


def end(tx: Tx, staff_id: StaffId, now: Instant) -> bool:
    """Somebody leaves; False when they had left before."""
    here = update(staff).where(staff.c.id == staff_id, staff.c.ended_at.is_(None))
    return tx.conn.execute(here.values(ended_at=now)).rowcount == 1


def purge(tx: Tx, before: Instant) -> int:
    """Forget who left before that instant, with keys, sessions and shifts; how many."""
    return tx.erases(tx.conn.execute(delete(staff).where(staff.c.ended_at < before)).rowcount)


def _staff_row(one: Staff) -> dict[str, object]:
    return {
        "id": one.id, "name": one.name, "roles": _encoded(sorted(one.roles)),
        "languages": _encoded(one.languages), "since": one.since, "ended_at": one.ended_at,
        "invited_by": one.invited_by,
    }  # fmt: skip


def _staff(row: Row[tuple[object, ...]] | None) -> Staff | None:
    if row is None:
        return None
    return Staff(
        id=StaffId(row.id), number=row.number, name=row.name, roles=_roles(row.roles),
        languages=tuple(msgspec.json.decode(row.languages, type=list[str])), since=Instant(row.since),
        ended_at=None if row.ended_at is None else Instant(row.ended_at), invited_by=row.invited_by,
    )  # fmt: skip


def _encoded(values: Iterable[str]) -> str:
    return msgspec.json.encode(list(values)).decode()


def _roles(text: str) -> frozenset[Role]:
    return frozenset(msgspec.json.decode(text, type=list[Role]))


# ---------------------------------------------------------------- passkeys


class Key(msgspec.Struct, frozen=True, kw_only=True):
    """A passkey's public half."""

    id: KeyId
    staff: StaffId
    credential: str
    """The credential id, base64url without padding."""
    public_key: bytes
    sign_count: int
    label: str
    added_at: Instant
    used_at: Instant | None = None
    revoked_at: Instant | None = None
    revoked_why: str | None = None


def add_key(tx: Tx, key: Key) -> bool:
    """Keep a passkey; False when that credential is known already, to whomever it belongs."""
    known = select(staff_key.c.id).where(staff_key.c.credential == key.credential)
    if tx.conn.execute(known).first():
        return False
    tx.conn.execute(insert(staff_key).values(msgspec.structs.asdict(key)))
    return True


def key_of_credential(conn: Connection, credential: str) -> Key | None:
    """The passkey with that credential id, revoked or not."""
    return _key(conn.execute(select(staff_key).where(staff_key.c.credential == credential)).one_or_none())


def keys_of(conn: Connection, staff_id: StaffId) -> list[Key]:
    """Somebody's passkeys that have not been revoked, oldest first."""
    rows = conn.execute(
        select(staff_key)
        .where(staff_key.c.staff == staff_id, staff_key.c.revoked_at.is_(None))
        .order_by(staff_key.c.added_at, staff_key.c.id)
    )
    return [one for row in rows if (one := _key(row))]


def use_key(tx: Tx, key_id: KeyId, sign_count: int, now: Instant) -> None:
    """Note that a passkey was used, and how far it counts."""
    tx.conn.execute(update(staff_key).where(staff_key.c.id == key_id).values(sign_count=sign_count, used_at=now))


def revoke_key(tx: Tx, key_id: KeyId, now: Instant, why: str) -> bool:
    """A passkey opens nothing any more; False when that was so before."""
    living = update(staff_key).where(staff_key.c.id == key_id, staff_key.c.revoked_at.is_(None))
    return tx.conn.execute(living.values(revoked_at=now, revoked_why=why)).rowcount == 1


def purge_keys(tx: Tx, before: Instant) -> int:
    """Forget passkeys revoked before that instant; how many."""
    return tx.erases(tx.conn.execute(delete(staff_key).where(staff_key.c.revoked_at < before)).rowcount)


def _key(row: Row[tuple[object, ...]] | None) -> Key | None:
    if row is None:
        return None
    return Key(
        id=KeyId(row.id), staff=StaffId(row.staff), credential=row.credential, public_key=row.public_key,
        sign_count=row.sign_count, label=row.label, added_at=Instant(row.added_at), used_at=row.used_at,
        revoked_at=row.revoked_at, revoked_why=row.revoked_why,
    )  # fmt: skip


# ---------------------------------------------------------------- invitations


class InviteKind(StrEnum):
    """What an invitation is for."""

    ENROL = "enrol"
    RECOVER = "recover"
    """Somebody of the team comes back with a new key."""


class Invite(msgspec.Struct, frozen=True, kw_only=True):
    """One way into the team, to be gone once."""

    id: InviteId
    kind: InviteKind
    name: str
    roles: frozenset[Role]
    staff: StaffId | None
    """For a recovery: whose."""
    made_by: StaffId | None
    """None: whoever owns the machine."""
    made_at: Instant
    expires_at: Instant
    used_at: Instant | None = None
    withdrawn_at: Instant | None = None

    def is_good(self, now: Instant) -> bool:
        """Whether it still opens."""
        return self.used_at is None and self.withdrawn_at is None and now < self.expires_at


def add_invite(tx: Tx, one: Invite, token_hash: str) -> None:
    """Keep an invitation under its token's hash."""
    row = msgspec.structs.asdict(one) | {"token_hash": token_hash, "roles": _encoded(sorted(one.roles))}
    tx.conn.execute(insert(staff_invite).values(row))


def find_invite(conn: Connection, token_hash: str) -> Invite | None:
    """The invitation of that token, good or not."""
    return _invite(conn.execute(select(staff_invite).where(staff_invite.c.token_hash == token_hash)).one_or_none())


def open_invites(conn: Connection, now: Instant) -> list[Invite]:
    """Those that still open, oldest first."""
    good = (staff_invite.c.used_at.is_(None), staff_invite.c.withdrawn_at.is_(None), staff_invite.c.expires_at > now)
    rows = conn.execute(select(staff_invite).where(*good).order_by(staff_invite.c.made_at, staff_invite.c.id))
    return [one for row in rows if (one := _invite(row))]


def use_invite(tx: Tx, invite_id: InviteId, now: Instant) -> bool:
    """Spend an invitation; False when it was used, withdrawn or has expired, also a moment ago."""
    good = (
        staff_invite.c.id == invite_id, staff_invite.c.used_at.is_(None), staff_invite.c.withdrawn_at.is_(None),
        staff_invite.c.expires_at > now,
    )  # fmt: skip
    return tx.conn.execute(update(staff_invite).where(*good).values(used_at=now)).rowcount == 1


def withdraw_invite(tx: Tx, invite_id: InviteId, now: Instant) -> bool:
    """An invitation opens nothing any more; False when it was used or withdrawn before."""
    unused = (
        staff_invite.c.id == invite_id, staff_invite.c.used_at.is_(None), staff_invite.c.withdrawn_at.is_(None),
    )  # fmt: skip
    return tx.conn.execute(update(staff_invite).where(*unused).values(withdrawn_at=now)).rowcount == 1


def purge_invites(tx: Tx, before: Instant) -> int:
    """Forget invitations whose time was over before that instant; how many."""
    return tx.erases(tx.conn.execute(delete(staff_invite).where(staff_invite.c.expires_at < before)).rowcount)


def _invite(row: Row[tuple[object, ...]] | None) -> Invite | None:
    if row is None:
        return None
    return Invite(
        id=InviteId(row.id), kind=InviteKind(row.kind), name=row.name, roles=_roles(row.roles), staff=row.staff,
        made_by=row.made_by, made_at=Instant(row.made_at), expires_at=Instant(row.expires_at), used_at=row.used_at,
        withdrawn_at=row.withdrawn_at,
    )  # fmt: skip


# ---------------------------------------------------------------- sessions


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One sign-in."""

    id: str
    staff: StaffId
    key: KeyId
    begun_at: Instant
    seen_at: Instant
    expires_at: Instant
    stepped_up_at: Instant


def add_session(tx: Tx, one: Session, token_hash: str, device: str | None = None) -> None:
    """Keep a sign-in under the hash of its cookie, and for a day the hash of the browser it was begun in."""
    row = msgspec.structs.asdict(one) | {"token_hash": token_hash, "device": device}
    tx.conn.execute(insert(staff_session).values(row))


def signed_in_on(conn: Connection, device: str, since: Instant) -> list[StaffId]:
    """Who signed in from a browser since an instant, the latest first."""
    asked = (staff_session.c.device == device, staff_session.c.begun_at > since)
    query = select(staff_session.c.staff).where(*asked).order_by(staff_session.c.begun_at.desc(), staff_session.c.id)
    return [StaffId(one) for one in conn.execute(query).scalars()]


def purge_devices(tx: Tx, before: Instant) -> int:
    """Forget from which browser sign-ins were begun before that instant; how many."""
    old = update(staff_session).where(staff_session.c.begun_at < before, staff_session.c.device.is_not(None))
    return tx.erases(tx.conn.execute(old.values(device=None)).rowcount)


def find_session(conn: Connection, token_hash: str) -> tuple[Session, Staff] | None:
    """The sign-in of that cookie and whose it is, unless it or they have ended."""
    row = conn.execute(
        select(staff_session).where(staff_session.c.token_hash == token_hash, staff_session.c.ended_at.is_(None))
    ).one_or_none()
    who = find(conn, StaffId(row.staff)) if row else None
    return (_session(row), who) if row and who and who.ended_at is None else None


def touch_session(tx: Tx, session_id: str, now: Instant) -> None:
    """Note a sign of life."""
    tx.conn.execute(update(staff_session).where(staff_session.c.id == session_id).values(seen_at=now))


def step_up(tx: Tx, session_id: str, now: Instant) -> bool:
    """Note a touch of the passkey; False when the session has ended."""
    living = update(staff_session).where(staff_session.c.id == session_id, staff_session.c.ended_at.is_(None))
    return tx.conn.execute(living.values(stepped_up_at=now, seen_at=now)).rowcount == 1


def end_sessions(
    tx: Tx, now: Instant, why: str, *, staff_id: StaffId | None = None, session_id: str | None = None,
    key_id: KeyId | None = None,
) -> list[Session]:  # fmt: skip
    """End the living sign-ins of somebody, of one key, or one alone; those that ended."""
    asked = [(staff_session.c.staff, staff_id), (staff_session.c.id, session_id), (staff_session.c.key, key_id)]
    chosen = [column == value for column, value in asked if value is not None]
    assert chosen, "never everybody's"
    return _end_where(tx, now, why, *chosen)


def end_stale(tx: Tx, now: Instant, idle_before: Instant) -> list[Session]:
    """End the sign-ins that were idle for too long or have lasted for long enough; those that ended."""
    stale = or_(staff_session.c.seen_at < idle_before, staff_session.c.expires_at <= now)
    return _end_where(tx, now, "idle", stale)


def has_stale(conn: Connection, now: Instant, idle_before: Instant) -> bool:
    """Whether `end_stale` would end any."""
    stale = or_(staff_session.c.seen_at < idle_before, staff_session.c.expires_at <= now)
    return bool(conn.execute(select(exists().where(stale, staff_session.c.ended_at.is_(None)))).scalar())


def sessions_of(conn: Connection, staff_id: StaffId) -> list[Session]:
    """Somebody's living sign-ins, oldest first."""
    mine = (staff_session.c.staff == staff_id, staff_session.c.ended_at.is_(None))
    return [
        _session(row) for row in conn.execute(select(staff_session).where(*mine).order_by(staff_session.c.begun_at))
    ]


def purge_sessions(tx: Tx, before: Instant) -> int:
    """Forget sign-ins that ended before that instant; how many."""
    return tx.erases(tx.conn.execute(delete(staff_session).where(staff_session.c.ended_at < before)).rowcount)


def _end_where(tx: Tx, now: Instant, why: str, *chosen: object) -> list[Session]:
    living = select(staff_session).where(*chosen, staff_session.c.ended_at.is_(None))  # type: ignore[arg-type]
    ended = [_session(row) for row in tx.conn.execute(living)]
    if ended:
        these = staff_session.c.id.in_([one.id for one in ended])
        tx.conn.execute(update(staff_session).where(these).values(ended_at=now, ended_why=why))
    return ended


def _session(row: Row[tuple[object, ...]]) -> Session:
    return Session(
        id=row.id, staff=StaffId(row.staff), key=KeyId(row.key), begun_at=Instant(row.begun_at),
        seen_at=Instant(row.seen_at), expires_at=Instant(row.expires_at), stepped_up_at=Instant(row.stepped_up_at),
    )  # fmt: skip


# ---------------------------------------------------------------- shifts


def begin_shift(tx: Tx, shift_id: str, staff_id: StaffId, now: Instant) -> bool:
    """Somebody goes on duty; False when they are."""
    if is_on_shift(tx.conn, staff_id):
        return False
    tx.conn.execute(insert(staff_shift).values(id=shift_id, staff=staff_id, begun_at=now))
    return True


def end_shift(tx: Tx, staff_id: StaffId, now: Instant) -> bool:
    """Somebody goes off duty; False when they were."""
    open_ = update(staff_shift).where(staff_shift.c.staff == staff_id, staff_shift.c.ended_at.is_(None))
    return tx.conn.execute(open_.values(ended_at=now)).rowcount > 0


def is_on_shift(conn: Connection, staff_id: StaffId) -> bool:
    """Whether somebody's shift has begun and not ended."""
    mine = (staff_shift.c.staff == staff_id, staff_shift.c.ended_at.is_(None))
    return bool(conn.execute(select(exists().where(*mine))).scalar())


def on_duty(conn: Connection, now: Instant, idle_before: Instant) -> list[Staff]:
    """Whose shift has begun and not ended, and who gave a sign of life since; by number."""
    awake = exists().where(
        staff_session.c.staff == staff.c.id, staff_session.c.ended_at.is_(None),
        staff_session.c.seen_at >= idle_before, staff_session.c.expires_at > now,
    )  # fmt: skip
    watching = exists().where(staff_shift.c.staff == staff.c.id, staff_shift.c.ended_at.is_(None))
    rows = conn.execute(select(staff).where(staff.c.ended_at.is_(None), watching, awake).order_by(staff.c.number))
    return [one for row in rows if (one := _staff(row))]


def purge_shifts(tx: Tx, before: Instant) -> int:
    """Forget shifts that ended before that instant; how many."""
    return tx.erases(tx.conn.execute(delete(staff_shift).where(staff_shift.c.ended_at < before)).rowcount)

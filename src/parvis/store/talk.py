"""Conversations as stored: who is in which, what was released in which order, what changed since."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import msgspec
from sqlalchemy import Connection, and_, bindparam, delete, func, insert, literal, or_, select, tuple_, update

from parvis.core.clock import Instant
from parvis.core.ids import ROOM_PREFIX, CommandId, ConversationId, MessageId, VisitId
from parvis.core.talk import EDIT_MS, Draft, GoneBy, Message, Notes, Outcome, Page, Standing, Status
from parvis.store import proof
from parvis.store.prepared import Bulk, Prepared, Row, bulk_insert
from parvis.store.schema import conversation, membership, message, message_edit
from parvis.store.writer import Tx

PORTION = 400
"""Places in one statement; SQLite has a limit on the number of variables."""
DELIVERED = message.c.status == Status.DELIVERED.value

ENDLESS = 1 << 62
"""Above every ``n``."""

_SENT = Prepared(select(message).where(message.c.sender == bindparam("sender"), message.c.cid == bindparam("cid")))
_SENT_SINCE = Prepared(
    select(message).where(
        message.c.sender == bindparam("sender"),
        or_(message.c.at >= bindparam("since"), message.c.status == Status.HELD.value),
    )
)
_COLUMNS = ("mid", "conversation", "n", "rev", "sender", "nickname", "cid", "status", "text", "at", "re", "notes")
_KEEP = bulk_insert(message, _COLUMNS)
_DECIDED = Bulk(
    "WITH asked AS (VALUES) SELECT sender, cid FROM asked CROSS JOIN message ON sender = column1 AND cid = column2", 2
)
"""Which pairs of sender and ``cid`` have been decided before."""
_COUNTERS = Prepared(select(conversation.c.last_n, conversation.c.rev).where(conversation.c.id == bindparam("conv")))
_COUNT = Bulk("UPDATE conversation SET last_n = column2, rev = column3 FROM (VALUES) WHERE id = column1", 3)

_SEEN = select(conversation, membership.c.read_n, membership.c.visit).outerjoin(
    membership, and_(membership.c.conversation == conversation.c.id, membership.c.visit == bindparam("visit"))
)
_STANDINGS = Prepared(_SEEN)
_STANDING = Prepared(_SEEN.where(conversation.c.id == bindparam("conv")))
_STANDINGS_IN = Prepared(
    select(conversation, membership.c.read_n, membership.c.visit)
    .join(membership, membership.c.conversation == conversation.c.id)
    .where(membership.c.visit == bindparam("visit"))
)
_JOINED_BY = Prepared(select(membership.c.conversation).where(membership.c.visit == bindparam("visit")))
_JOIN = Bulk("INSERT INTO membership (visit, conversation, joined_at, read_n) VALUES ON CONFLICT DO NOTHING", 4)

_STRETCH = select(message).where(message.c.conversation == bindparam("conv"), DELIVERED).limit(bindparam("limit"))
_BELOW = Prepared(_STRETCH.where(message.c.n < bindparam("before")).order_by(message.c.n.desc()))
_ABOVE = Prepared(_STRETCH.where(message.c.n > bindparam("after")).order_by(message.c.n))
_CHANGED = Prepared(_STRETCH.where(message.c.rev > bindparam("rev")).order_by(message.c.n))


# ---------------------------------------------------------------- saying


def release(tx: Tx, drafts: list[Draft]) -> list[Outcome]:
    """Give each draft its ``n`` and keep it; a ``cid`` decided before returns what became of it then.

    The one place where ``n`` and ``rev`` are allocated. Drafts of one group keep their order.
    """
    keys = [(draft.sender, draft.cid) for draft in drafts]
    decided = set(_DECIDED.run(tx.conn, keys))
    counters: dict[ConversationId, tuple[int, int]] = tx.kept
    made: dict[tuple[VisitId, CommandId], Outcome] = {}
    rows: list[tuple[object, ...]] = []
    results: list[Outcome] = []
    for draft, key in zip(drafts, keys, strict=True):
        known = made.get(key) or (outcome_of(tx.conn, *key) if key in decided else None)
        if known is None:
            released = _place(tx.conn, counters, draft)
            rows.append(_row(draft, released))
            tx.record(proof.RELEASED, proof.of_message(released, draft.text))
            made[key] = outcome = Outcome(
                cid=draft.cid, conversation=draft.conversation, status=Status.DELIVERED, message=released,
                notes=draft.notes,
            )  # fmt: skip
            results.append(outcome)
        else:
            results.append(msgspec.structs.replace(known, repeated=True))
    if rows:
        _KEEP.run(tx.conn, rows)
        talked = {draft.conversation for draft in drafts} & counters.keys()
        _COUNT.run(tx.conn, [(conv, *counters[conv]) for conv in talked])
    return results


class _Reason(msgspec.Struct, frozen=True):
    """How a refusal is kept: the text key and what fills it."""

    key: str
    args: dict[str, str | int] = {}


def refuse(tx: Tx, draft: Draft, key: str, args: dict[str, str | int]) -> Outcome:
    """Keep that this ``cid`` was refused, and why, but not the text; a repeat returns what became of it then."""
    known = outcome_of(tx.conn, draft.sender, draft.cid)
    if known:
        return known
    tx.conn.execute(
        insert(message).values(
            mid=draft.mid, conversation=draft.conversation, sender=draft.sender, nickname=draft.nickname,
            cid=draft.cid, status=Status.REFUSED, reason=msgspec.json.encode(_Reason(key, args)).decode(), at=draft.at,
            notes=_stored(draft.notes),
        )
    )  # fmt: skip
    return Outcome(
        cid=draft.cid, conversation=draft.conversation, status=Status.REFUSED, reason=key, args=args,
        notes=draft.notes,
    )  # fmt: skip


# ---------------------------------------------------------------- waiting for the desk


def hold(tx: Tx, draft: Draft, key: str, args: dict[str, str | int]) -> Outcome:
    """Keep a draft without a place, until the desk releases or refuses it; a repeat returns what became of it then."""
    known = outcome_of(tx.conn, draft.sender, draft.cid)
    if known:
        return known
    tx.conn.execute(
        insert(message).values(
            mid=draft.mid, conversation=draft.conversation, sender=draft.sender, nickname=draft.nickname,
            cid=draft.cid, status=Status.HELD, reason=msgspec.json.encode(_Reason(key, args)).decode(),
            text=draft.text, at=draft.at, re=draft.re, notes=_stored(draft.notes),
        )
    )  # fmt: skip
    tx.record(proof.HELD, {"conv": draft.conversation, "mid": draft.mid})
    return Outcome(
        cid=draft.cid, conversation=draft.conversation, status=Status.HELD, reason=key, args=args, notes=draft.notes
    )


def release_held(tx: Tx, mid: MessageId, at: Instant) -> Outcome | None:
    """Give what was held its place now, under the time of now; None when it no longer waits."""
    row = _held_row(tx.conn, mid)
    if row is None:
        return None
    draft = Draft(
        sender=VisitId(row.sender), nickname=row.nickname, conversation=row.conversation, cid=row.cid,
        mid=mid, text=row.text, at=at, re=row.re, notes=_notes(row.notes),
    )  # fmt: skip
    counters: dict[ConversationId, tuple[int, int]] = {}
    released = _place(tx.conn, counters, draft)
    placed = {"n": released.n, "rev": released.rev, "status": Status.DELIVERED.value, "reason": None, "at": at}
    tx.conn.execute(update(message).where(message.c.mid == mid).values(placed))
    up = update(conversation).where(conversation.c.id == draft.conversation)
    tx.conn.execute(up.values(last_n=released.n, rev=released.rev))
    tx.record(proof.RELEASED, proof.of_message(released, draft.text))
    return Outcome(cid=draft.cid, conversation=draft.conversation, status=Status.DELIVERED, message=released)


def refuse_held(tx: Tx, mid: MessageId, key: str, args: dict[str, str | int]) -> Outcome | None:
    """Refuse what was held, and erase its text here; None when it no longer waits."""
    row = _held_row(tx.conn, mid)
    if row is None:
        return None
    reason = msgspec.json.encode(_Reason(key, args)).decode()
    ended = {"status": Status.REFUSED.value, "reason": reason, "text": None}
    tx.conn.execute(update(message).where(message.c.mid == mid).values(ended))
    tx.record(proof.REFUSED, {"conv": row.conversation, "mid": mid})
    return Outcome(
        cid=row.cid, conversation=row.conversation, status=Status.REFUSED, reason=key, args=args
    )  # fmt: skip


def _held_row(conn: Connection, mid: MessageId) -> Row | None:
    waits = message.c.mid == mid, message.c.status == Status.HELD.value
    return conn.execute(select(message).where(*waits)).first()


def held_before(conn: Connection, before: Instant, *, limit: int = 200) -> list[MessageId]:
    """What has waited since before that instant, the longest first."""
    waits = message.c.status == literal("held", literal_execute=True), message.c.at <= before
    query = select(message.c.mid).where(*waits).order_by(message.c.at).limit(limit)
    return [MessageId(one) for one in conn.execute(query).scalars()]


def count_said(conn: Connection, sender: VisitId, conv: ConversationId) -> int:
    """How many messages of a visit were delivered in a conversation, as far as they are kept."""
    mine = message.c.sender == sender, message.c.conversation == conv, DELIVERED
    return conn.execute(select(func.count()).select_from(message).where(*mine)).scalar_one()


def _place(conn: Connection, counters: dict[ConversationId, tuple[int, int]], draft: Draft) -> Message:
    conv = draft.conversation
    if conv not in counters:
        row = _COUNTERS.first(conn, conv=conv)
        if row is None:
            raise LookupError(conv)
        counters[conv] = (row.last_n, row.rev)
    n, rev = counters[conv][0] + 1, counters[conv][1] + 1
    counters[conv] = (n, rev)
    return Message(
        conversation=conv, n=n, rev=rev, mid=draft.mid, sender=draft.sender, nickname=draft.nickname, text=draft.text,
        at=draft.at, re=draft.re, notes=draft.notes,
    )  # fmt: skip


def _row(draft: Draft, released: Message) -> tuple[object, ...]:
    """As in `_COLUMNS`."""
    return (
        draft.mid, draft.conversation, released.n, released.rev, draft.sender, draft.nickname, draft.cid,
        Status.DELIVERED.value, draft.text, draft.at, draft.re, _stored(draft.notes),
    )  # fmt: skip


def _stored(notes: Notes | None) -> str | None:
    """As kept; nothing for a message that no rule added anything to."""
    return None if notes is None else msgspec.json.encode(notes).decode()


def _notes(kept: str | None) -> Notes | None:
    return None if kept is None else msgspec.json.decode(kept, type=Notes)


def _outcome(row: Row) -> Outcome:
    status = Status(row.status)
    reason = msgspec.json.decode(row.reason, type=_Reason) if row.reason else None
    return Outcome(
        cid=row.cid, conversation=row.conversation, status=status, repeated=True,
        reason=reason.key if reason else None, args=reason.args if reason else {},
        message=_message(row) if status is Status.DELIVERED else None, notes=_notes(row.notes),
    )  # fmt: skip


def outcome_of(conn: Connection, sender: VisitId, cid: CommandId) -> Outcome | None:
    """What became of an earlier send, or None when this ``cid`` is new."""
    row = _SENT.first(conn, sender=sender, cid=cid)
    return _outcome(row) if row else None


def recent_outcomes(conn: Connection, sender: VisitId, since: Instant) -> list[Outcome]:
    """What became of everything this visit sent since then, and what still waits for the desk."""
    return [_outcome(row) for row in _SENT_SINCE.all(conn, sender=sender, since=since)]


# ---------------------------------------------------------------- changing


def find(conn: Connection, conv: ConversationId, n: int) -> Message | None:
    """One released message, or None."""
    row = conn.execute(select(message).where(message.c.conversation == conv, message.c.n == n)).first()
    return _message(row) if row else None


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A message as stored, whatever became of it; ``n`` is None while it is held or when it was refused."""

    mid: MessageId
    conversation: ConversationId
    n: int | None
    sender: VisitId
    nickname: str
    status: Status
    text: str | None
    at: Instant
    re: int | None
    edited_at: Instant | None
    gone_by: GoneBy | None


def sent(conn: Connection, mid: MessageId) -> Sent | None:
    """What is stored under a message's id, or None."""
    row = conn.execute(select(message).where(message.c.mid == mid)).mappings().first()
    if row is None:
        return None
    return Sent(
        mid=mid, conversation=ConversationId(row["conversation"]), n=row["n"], sender=VisitId(row["sender"]),
        nickname=row["nickname"], status=Status(row["status"]), text=row["text"], at=Instant(row["at"]), re=row["re"],
        edited_at=row["edited_at"], gone_by=GoneBy(row["gone_by"]) if row["gone_by"] else None,
    )  # fmt: skip


def earlier_texts(conn: Connection, mid: MessageId) -> list[tuple[Instant, str]]:
    """The texts a message had before, each with the instant at which it was replaced, the oldest first."""
    query = select(message_edit.c.at, message_edit.c.text).where(message_edit.c.mid == mid).order_by(message_edit.c.at)
    return [(Instant(row.at), row.text) for row in conn.execute(query)]


def last_said(
    conn: Connection, limit: int, *, conversation: ConversationId | None = None, sender: VisitId | None = None
) -> list[Message]:
    """The newest delivered messages of a conversation, or of somebody in rooms, the oldest of them first."""
    where = [DELIVERED]
    if conversation is not None:
        where.append(message.c.conversation == conversation)
    if sender is not None:
        where += [message.c.sender == sender, message.c.conversation.startswith(ROOM_PREFIX, autoescape=True)]
    order = message.c.n.desc() if sender is None else message.c.at.desc()
    rows = conn.execute(select(message).where(*where).order_by(order).limit(limit)).mappings()
    return sorted((_message(row) for row in rows), key=lambda item: (item.at, item.n))


def last_delivered(conn: Connection, within_ms: int, limit: int) -> list[Message]:
    """What was delivered, or put in place of it, in so long before the newest message, the oldest first."""
    newest = conn.execute(select(func.max(message.c.at)).where(DELIVERED)).scalar()
    if newest is None:
        return []
    since = newest - within_ms
    query = select(message).where(DELIVERED, message.c.at >= since - EDIT_MS, message.c.text.is_not(None))
    rows = conn.execute(query.order_by(message.c.at.desc()).limit(limit)).all()
    return [one for one in reversed(_messages(rows)) if max(one.at, one.edited_at or 0) >= since]


def find_all(
    conn: Connection, places: Collection[tuple[ConversationId, int]]
) -> dict[tuple[ConversationId, int], Message]:  # fmt: skip
    """Those of these released messages that are kept, by where they stand."""
    rest, found = list(places), {}
    for start in range(0, len(rest), PORTION):
        some = rest[start : start + PORTION]
        query = select(message).where(tuple_(message.c.conversation, message.c.n).in_(some))
        for row in conn.execute(query):
            found[row.conversation, row.n] = _message(row)
    return found


def change_text(tx: Tx, old: Message, text: str, at: Instant, notes: Notes | None = None) -> Message:
    """Put a new text, with its own notes, in place of the old one, which is kept beside it; allocates a ``rev``."""
    new = _with_text(tx, old, text, at, notes)
    tx.record(proof.EDITED, proof.of_message(old, text))
    return new


def _with_text(tx: Tx, old: Message, text: str, at: Instant, notes: Notes | None) -> Message:
    rev = _next_rev(tx.conn, old.conversation)
    _keep_old_text(tx.conn, old, at)
    changed = {"text": text, "edited_at": at, "rev": rev, "notes": _stored(notes)}
    tx.conn.execute(update(message).where(message.c.mid == old.mid).values(changed))
    return _changed(old, rev=rev, text=text, edited_at=at, notes=notes)


def put_back(tx: Tx, old: Message, text: str, at: Instant, notes: Notes | None) -> Message:
    """Put all its words in place of what a rule had published of them; the shorter text is kept beside, as ever."""
    new = _with_text(tx, old, text, at, notes)
    tx.record(proof.RESTORED, proof.of_message(old, text) | {"at": at})
    return new


def fill(tx: Tx, mid: MessageId, text: str) -> None:
    """Give what still waits for the desk all its words."""
    waits = message.c.mid == mid, message.c.status == Status.HELD.value
    tx.conn.execute(update(message).where(*waits).values(text=text))


def remove(tx: Tx, old: Message, by: GoneBy, at: Instant) -> Message:
    """Leave a tombstone in place of the message; its ``n`` stays, its text is kept aside until history ends."""
    rev = _next_rev(tx.conn, old.conversation)
    _keep_old_text(tx.conn, old, at)
    tx.conn.execute(update(message).where(message.c.mid == old.mid).values(text=None, gone_by=by, rev=rev))
    tx.record(proof.REMOVED, {"conv": old.conversation, "n": old.n, "mid": old.mid, "by": by.value})
    return _changed(old, rev=rev, text=None, gone_by=by)


def restore(tx: Tx, mid: MessageId, at: Instant) -> Message | None:
    """Put back the text that moderation took away; None when it is not gone that way, or is no longer kept."""
    taken = message.c.mid == mid, message.c.gone_by == GoneBy.MODERATION.value
    row = tx.conn.execute(select(message).where(*taken)).mappings().first()
    texts = earlier_texts(tx.conn, mid) if row is not None else []
    if row is None or not texts:
        return None
    old, text = _message(row), texts[-1][1]
    rev = _next_rev(tx.conn, old.conversation)
    tx.conn.execute(update(message).where(message.c.mid == mid).values(text=text, gone_by=None, rev=rev))
    tx.record(proof.RESTORED, proof.of_message(old, text) | {"at": at})
    return _changed(old, rev=rev, text=text, gone_by=None)


def can_restore(conn: Connection, mid: MessageId) -> bool:
    """Whether moderation took this message away and its text is still kept."""
    found = sent(conn, mid)
    return found is not None and found.gone_by is GoneBy.MODERATION and bool(earlier_texts(conn, mid))


def find_by_mid(conn: Connection, mid: MessageId) -> Message | None:
    """One delivered message by its id, or None."""
    row = conn.execute(select(message).where(message.c.mid == mid, DELIVERED)).mappings().first()
    return _message(row) if row else None


def _changed(old: Message, **changes: object) -> Message:
    fields = {name: getattr(old, name) for name in old.__struct_fields__}
    return Message(**{**fields, **changes})


def _next_rev(conn: Connection, conv: ConversationId) -> int:
    bump = update(conversation).where(conversation.c.id == conv).values(rev=conversation.c.rev + 1)
    return int(conn.execute(bump.returning(conversation.c.rev)).scalar_one())


def _keep_old_text(conn: Connection, old: Message, at: Instant) -> None:
    """Beside the earlier ones; two changes in one millisecond keep their order and both texts."""
    if old.text is not None:
        latest = conn.execute(select(func.max(message_edit.c.at)).where(message_edit.c.mid == old.mid)).scalar()
        values = {"mid": old.mid, "at": at if latest is None else max(at, latest + 1), "text": old.text}
        conn.execute(insert(message_edit).values(values))


# ---------------------------------------------------------------- reading


def standing(conn: Connection, conv: ConversationId, visit: VisitId | None = None) -> Standing | None:
    """The conversation's counters, and where this visit stands in it."""
    row = _STANDING.first(conn, conv=conv, visit=visit or "")
    return _standing(row) if row else None


def standings(conn: Connection, visit: VisitId | None = None) -> list[Standing]:
    """All conversations' counters as this visit sees them."""
    return [_standing(row) for row in _STANDINGS.all(conn, visit=visit or "")]


def standings_in(conn: Connection, visit: VisitId) -> list[Standing]:
    """The counters of the conversations this visit is in."""
    return [_standing(row) for row in _STANDINGS_IN.all(conn, visit=visit)]


def joined_by(conn: Connection, visit: VisitId) -> list[ConversationId]:
    """The conversations this visit is in."""
    return [ConversationId(row.conversation) for row in _JOINED_BY.all(conn, visit=visit)]


def _standing(row: Row) -> Standing:
    return Standing(
        conversation=ConversationId(row.id), last_n=row.last_n, rev=row.rev, floor_n=row.floor_n,
        read_n=row.read_n or 0, joined=row.visit is not None,
    )  # fmt: skip


def page_before(conn: Connection, conv: ConversationId, before: int | None, limit: int) -> Page:
    """The last ``limit`` messages below ``before`` (or the newest); ``end`` when nothing older is kept."""
    rows = _BELOW.all(conn, conv=conv, before=ENDLESS if before is None else before, limit=limit + 1)
    return Page(standing=_sure(conn, conv), items=_messages(reversed(rows[:limit])), end=len(rows) <= limit)


def page_after(conn: Connection, conv: ConversationId, after: int, limit: int) -> Page:
    """The first ``limit`` messages above ``after``; ``end`` when nothing newer is kept."""
    rows = _ABOVE.all(conn, conv=conv, after=after, limit=limit + 1)
    return Page(standing=_sure(conn, conv), items=_messages(rows[:limit]), end=len(rows) <= limit)


def page_around(conn: Connection, conv: ConversationId, around: int, limit: int) -> Page:
    """About ``limit`` messages with ``around`` in the middle; ``end`` when nothing older is kept."""
    half = limit // 2
    older = _BELOW.all(conn, conv=conv, before=around, limit=half + 1)
    newer = _ABOVE.all(conn, conv=conv, after=around - 1, limit=limit - half)
    items = _messages([*reversed(older[:half]), *newer])
    return Page(standing=_sure(conn, conv), items=items, end=len(older) <= half)


def changes_since(conn: Connection, conv: ConversationId, rev: int, limit: int) -> Page | None:
    """Everything that happened after ``rev``, or None when it is more than ``limit`` or can no longer be proved."""
    now = _sure(conn, conv)
    if rev > now.rev or now.rev - rev > limit:
        return None
    return Page(standing=now, items=_messages(_CHANGED.all(conn, conv=conv, rev=rev, limit=limit)), end=True)


def catch_up(conn: Connection, seen: dict[ConversationId, int], limit: int) -> list[Page]:
    """For each conversation what happened after the ``rev`` seen there; those that cannot be proved are left out."""
    pages = (changes_since(conn, conv, rev, limit) for conv, rev in seen.items())
    return [page for page in pages if page is not None]


def _sure(conn: Connection, conv: ConversationId) -> Standing:
    found = standing(conn, conv)
    if found is None:
        raise LookupError(conv)
    return found


def _messages(rows: Iterable[Row]) -> list[Message]:
    return [_message(row) for row in rows]


def _message(row: Row) -> Message:
    return Message(
        conversation=row.conversation, n=row.n, rev=row.rev, mid=MessageId(row.mid),
        sender=VisitId(row.sender), nickname=row.nickname, text=row.text, at=Instant(row.at), re=row.re,
        edited_at=row.edited_at, gone_by=GoneBy(row.gone_by) if row.gone_by else None,
        notes=_notes(row.notes),
    )  # fmt: skip


# ---------------------------------------------------------------- being in a conversation


def join(tx: Tx, arrivals: list[tuple[VisitId, ConversationId, Instant]]) -> list[None]:
    """Visits come into conversations, each at its time; harmless for those already in."""
    _JOIN.run(tx.conn, [(visit, conv, at, 0) for visit, conv, at in arrivals])
    return [None] * len(arrivals)


def leave(tx: Tx, visit: VisitId, conv: ConversationId) -> None:
    """Go out; harmless when not in."""
    tx.conn.execute(delete(membership).where(membership.c.visit == visit, membership.c.conversation == conv))


def mark_read(tx: Tx, visit: VisitId, conv: ConversationId, n: int) -> None:
    """Everything up to ``n`` was read; never goes back, never beyond what exists."""
    newest = select(conversation.c.last_n).where(conversation.c.id == conv).scalar_subquery()
    mine = (membership.c.visit == visit, membership.c.conversation == conv, membership.c.read_n < n)
    tx.conn.execute(update(membership).where(*mine).values(read_n=func.min(n, newest)))


# ---------------------------------------------------------------- ending


def purge_messages(tx: Tx, before: Instant) -> int:
    """Erase messages older than that, with their earlier texts, and raise each conversation's floor; how many went.

    What still waits for the desk stays: its own clock ends it. What the ledger said of them goes too, except its
    hashes. Of two that were written in one instant the later one may
    have the lower ``n``: it goes too, for nothing may stay below the floor.
    """
    old = message.c.at < before
    gone = 0
    floors = select(message.c.conversation, func.max(message.c.n).label("n")).where(old, DELIVERED)
    for row in tx.conn.execute(floors.group_by(message.c.conversation)).all():
        raised = update(conversation).where(conversation.c.id == row.conversation, conversation.c.floor_n <= row.n)
        tx.conn.execute(raised.values(floor_n=row.n + 1))
        below = (message.c.conversation == row.conversation, message.c.n <= row.n)
        gone += tx.conn.execute(delete(message).where(*below)).rowcount
    proof.erase(tx.conn, before)
    return tx.erases(gone + tx.conn.execute(delete(message).where(old, message.c.status != Status.HELD)).rowcount)

"""Freezing what a case is about, at once and in the transaction that needs it: what was said, and what stood around it.

A message is frozen with its earlier texts and with `WINDOW` messages on each side; a visit or a nickname with what was
shown of it and its last messages; a room with its last messages. Frozen twice unchanged, it is one piece of evidence.
What lies further away is kept once for a case, sealed to keys that nobody at the desk has; without a key it is not.
"""

from __future__ import annotations

import msgspec
import structlog

from parvis.core.casework import WINDOW, Case, Subject, SubjectKind
from parvis.core.clock import DAY, Instant, later
from parvis.core.errors import SealingUnavailable
from parvis.core.exhibit import Capture, Exhibit, ExhibitKind, draw, read_record
from parvis.core.ids import ConversationId, MessageId, RoomId, VisitId, conversation_of
from parvis.core.talk import Message
from parvis.moderation.office import Office
from parvis.store import exhibits, people, talk
from parvis.store.writer import Tx

REPORT = "report"
AROUND_MAX = 10
"""Reports can add so many views of what stands around; after that only a changed message is kept again."""
LAST = 2 * WINDOW + 1
"""How many messages stand for a visit or a room that no single message stands for."""
FURTHER = 50
"""How many messages beyond that, on each side, are kept sealed."""
Content = dict[str, object]
log = structlog.get_logger()


def freeze(
    tx: Tx, office: Office, case: Case, subject: Subject, by: str = REPORT, *, original: str = ""
) -> list[Exhibit]:
    """Keep what there is about the subject; returns only what had not been kept like that before.

    ``by`` is an id or a word for a part of Parvis. ``original`` is a message's text as it was written, where less of it
    is stored, or nothing.
    """
    kept = [(one.kind, _content(one)) for one in exhibits.of_case(tx.conn, case.id)]
    full = by == REPORT and sum(1 for kind, _ in kept if kind is not ExhibitKind.MESSAGE) >= AROUND_MAX
    fresh: list[Exhibit] = []
    now = office.clock.now()
    for kind, content in _captures(tx, subject, original):
        if (kind, _canonical(content)) in kept or (full and kind is not ExhibitKind.MESSAGE):
            continue
        expires = later(now, office.config.retention.case_days * DAY)
        capture = Capture(kind=kind, case=case.id, content=content, at=now, by=by, expires_at=expires)
        one = draw(capture, office.entropy)
        exhibits.keep(tx, one)
        fresh.append(one)
    if not any(kind is ExhibitKind.BEYOND for kind, _ in kept):
        fresh += _sealed(tx, office, case, subject, by)
    return fresh


def _sealed(tx: Tx, office: Office, case: Case, subject: Subject, by: str) -> list[Exhibit]:
    """Keep what lies beyond, where it can be sealed."""
    further = [_shown(one) for one in _further(tx, subject)]
    if not further:
        return []
    now = office.clock.now()
    capture = Capture(
        kind=ExhibitKind.BEYOND, case=case.id, content={"about": subject.key, "messages": further}, at=now, by=by,
        expires_at=later(now, office.config.retention.case_days * DAY),
    )  # fmt: skip
    try:
        one = exhibits.capture(capture, office.keys.sealer, office.entropy)
    except SealingUnavailable as fault:
        log.warning("not_sealed_and_so_not_kept", case=case.id, fault=str(fault))
        return []
    exhibits.keep(tx, one)
    return [one]


def _further(tx: Tx, subject: Subject) -> list[Message]:
    """The messages that stand beyond those which the desk may read."""
    match subject.kind:
        case SubjectKind.MESSAGE if subject.conversation is not None and subject.n is not None:
            conv, n = subject.conversation, subject.n
            before = talk.page_before(tx.conn, conv, n, WINDOW + FURTHER).items
            after = talk.page_after(tx.conn, conv, n, WINDOW + FURTHER).items
            return before[: max(len(before) - WINDOW, 0)] + after[WINDOW:]
        case SubjectKind.VISIT | SubjectKind.NICKNAME:
            said = talk.last_said(tx.conn, LAST + FURTHER, sender=VisitId(subject.ref))
        case SubjectKind.ROOM:
            said = talk.last_said(tx.conn, LAST + FURTHER, conversation=conversation_of(RoomId(subject.ref)))
        case _:
            return []
    return said[: max(len(said) - LAST, 0)]


def quoted(tx: Tx, case: Case) -> tuple[str, Instant]:
    """The words a case is about and when they were said, as first frozen; for what is no text, when the case opened."""
    if case.subject.kind is SubjectKind.NICKNAME:
        return (case.author.nickname if case.author else ""), case.opened_at
    for one in exhibits.of_case(tx.conn, case.id):
        if one.kind is ExhibitKind.MESSAGE and one.body is not None:
            said = msgspec.convert(read_record(one.body).content, _Said)
            return said.text or (said.earlier[-1].text if said.earlier else ""), Instant(said.at)
    return "", case.opened_at


class _Earlier(msgspec.Struct):
    text: str


class _Said(msgspec.Struct):
    """What a frozen message's record holds, as far as it is quoted."""

    at: int
    text: str | None
    earlier: list[_Earlier]


def _captures(tx: Tx, subject: Subject, original: str) -> list[tuple[ExhibitKind, Content]]:
    match subject.kind:
        case SubjectKind.MESSAGE:
            return _of_message(tx, subject, original)
        case SubjectKind.VISIT | SubjectKind.NICKNAME:
            return _of_visit(tx, VisitId(subject.ref))
        case SubjectKind.ROOM:
            said = talk.last_said(tx.conn, LAST, conversation=conversation_of(RoomId(subject.ref)))
            return [(ExhibitKind.ROOM, {"room": subject.ref, "messages": [_shown(one) for one in said]})]
        case SubjectKind.LINK | SubjectKind.SERVICE:
            return []


def _of_message(tx: Tx, subject: Subject, original: str) -> list[tuple[ExhibitKind, Content]]:
    sent = talk.sent(tx.conn, MessageId(subject.ref))
    if sent is None:
        return []
    content: Content = {
        "mid": sent.mid, "conv": sent.conversation, "n": sent.n, "sender": sent.sender, "nickname": sent.nickname,
        "text": sent.text or original or None, "at": sent.at, "status": sent.status.value, "re": sent.re,
        "edited_at": sent.edited_at, "gone_by": sent.gone_by.value if sent.gone_by else None,
        "earlier": [{"until": at, "text": text} for at, text in talk.earlier_texts(tx.conn, sent.mid)]
        + ([{"until": sent.at, "text": original}] if sent.text and original not in ("", sent.text) else []),
    }  # fmt: skip
    around = _around(tx, sent.conversation, sent.n)
    captured: list[tuple[ExhibitKind, Content]] = [(ExhibitKind.MESSAGE, content)]
    if around:
        window: Content = {"mid": sent.mid, "conv": sent.conversation, "messages": [_shown(one) for one in around]}
        captured.append((ExhibitKind.WINDOW, window))
    return captured


def _around(tx: Tx, conv: ConversationId, n: int | None) -> list[Message]:
    """The neighbours on each side; of one that waits, the last that were said before it."""
    if n is None:
        return talk.page_before(tx.conn, conv, None, WINDOW).items
    before = talk.page_before(tx.conn, conv, n, WINDOW).items
    return before + talk.page_after(tx.conn, conv, n, WINDOW).items


def _of_visit(tx: Tx, visit: VisitId) -> list[tuple[ExhibitKind, Content]]:
    shown = people.shown_of(tx.conn, visit)
    said = [_shown(one) for one in talk.last_said(tx.conn, LAST, sender=visit)]
    profile: list[tuple[ExhibitKind, Content]] = []
    if shown is not None:
        profile.append((ExhibitKind.PROFILE, {"visit": visit, **shown}))
    return [*profile, (ExhibitKind.WINDOW, {"visit": visit, "messages": said})] if said else profile


def _shown(item: Message) -> Content:
    return {
        "mid": item.mid, "conv": item.conversation, "n": item.n, "sender": item.sender, "nickname": item.nickname,
        "text": item.text, "at": item.at,
    }  # fmt: skip


def _content(one: Exhibit) -> bytes:
    """The captured content as bytes that can be compared; nothing for one that is sealed or destroyed."""
    return _canonical(read_record(one.body).content) if one.body is not None else b""


def _canonical(content: Content) -> bytes:
    return msgspec.json.encode(content, order="sorted")

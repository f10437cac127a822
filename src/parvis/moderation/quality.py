"""Drawing and answering the blind second look: some decisions again, and some delivered messages nobody reported.

The reviewer sees neither who decided nor who wrote, and of a decision first only what the first person saw.
"""

from __future__ import annotations

from parvis.core.casework import Channel, Subject, SubjectKind
from parvis.core.clock import DAY, HOUR, Instant
from parvis.core.ids import MessageId, StaffId, fresh_word, room_of
from parvis.core.policy import Harm
from parvis.core.sample import NOTE_MAX, VIEWS, Sample, SampleKind, Shown, Tally, View, falls_in, portion_of
from parvis.core.showing import evidence_in
from parvis.moderation import cases as casework
from parvis.moderation import evidence
from parvis.moderation.office import Office
from parvis.moderation.refusal import Refused
from parvis.store import cases, exhibits, people, samples, talk
from parvis.store.samples import Decided
from parvis.store.writer import Tx

LOOKED_BACK_MS = 7 * DAY
"""Decisions older than that are drawn no more, so that a change of the share does not dig up the past."""


async def draw_decisions(office: Office) -> int:
    """Draw from the decisions that took effect lately; how many. Asked again, it draws the same ones."""
    now, percent = office.clock.now(), office.config.desk.second_look_percent
    since = Instant(now - LOOKED_BACK_MS)

    def work(tx: Tx) -> int:
        found = samples.decisions_since(tx.conn, since)
        chosen = [one for one in found if falls_in(office.keys.hash("second-look", one.id), percent)]
        for one in chosen:
            sample = Sample(
                id=fresh_word(office.entropy), kind=SampleKind.DECISION, ref=one.id, shown=_shown_of(tx, one),
                drawn_at=now, not_by=one.by,
            )  # fmt: skip
            samples.keep(tx, sample)
        return len(chosen)

    return await office.db.write(work)


async def draw_messages(office: Office) -> int:
    """Draw this hour's share of delivered messages; how many."""
    now, luck = office.clock.now(), office.entropy(4 + 4 * 64)
    share = portion_of(office.config.desk.blind_sample_per_day, int.from_bytes(luck[:4], "big") / 2**32)
    if not share:
        return 0

    def work(tx: Tx) -> int:
        found = samples.messages_since(tx.conn, Instant(now - HOUR), share, luck[4:])
        for said in found:
            shown = Shown(text=said.text, room=room_of(said.conversation) or "")
            samples.keep(
                tx, Sample(id=fresh_word(office.entropy), kind=SampleKind.MESSAGE, ref=said.mid, shown=shown,
                           drawn_at=now),
            )  # fmt: skip
        return len(found)

    return await office.db.write(work)


def _shown_of(tx: Tx, one: Decided) -> Shown:
    case = cases.find(tx.conn, one.case)
    seen = evidence_in(exhibits.of_case(tx.conn, one.case))
    return Shown(
        harm=one.choice.harm.value, lang=case.lang if case else "", text=seen.message.text if seen.message else "",
        around=[line.text for line in seen.window], notes=samples.notes_of(tx.conn, one.case),
        measures=[wish.measure.value for wish in one.choice.wishes], facts=one.choice.facts,
    )  # fmt: skip


async def waiting(office: Office, who: StaffId) -> list[Sample]:
    """What this person may look at again."""
    return await office.db.read(lambda conn: samples.waiting(conn, who))


async def find(office: Office, who: StaffId, sample_id: str) -> Sample | None:
    """One sample that this person may look at, or None."""
    one = await office.db.read(lambda conn: samples.find(conn, sample_id))
    return None if one is None or one.not_by == who else one


async def tally(office: Office) -> dict[SampleKind, Tally]:
    """What second looks found."""
    return await office.db.read(samples.tally)


async def review(office: Office, who: StaffId, sample_id: str, verdict: View, note: str) -> Sample | Refused:
    """Keep what the second look found. A message that should have been stopped becomes a case like any other."""
    now = office.clock.now()
    one = await find(office, who, sample_id)
    if one is None or one.at is not None or verdict not in VIEWS[one.kind]:
        return Refused(text_key="refuse-sample-gone")

    def work(tx: Tx) -> bool:
        done = samples.review(tx, sample_id, who, verdict, note.strip()[:NOTE_MAX], now)
        if done and verdict is View.HARM:
            _open_case(tx, office, who, one)
        return done

    if not await office.db.write(work):
        return Refused(text_key="refuse-sample-gone")
    return one


def _open_case(tx: Tx, office: Office, who: StaffId, one: Sample) -> None:
    """Nothing when the message has gone meanwhile: the sample still counts as a miss."""
    said = talk.sent(tx.conn, MessageId(one.ref))
    if said is None:
        return
    subject = Subject(kind=SubjectKind.MESSAGE, ref=said.mid, conversation=said.conversation, n=said.n)
    author = people.identity_of(tx.conn, said.sender)
    case, _ = casework.open_or_join(
        tx, office, subject, author, author.lang if author else office.config.square.languages[0], Channel.STAFF,
        Harm.OTHER, 0, office.clock.now(), who,
    )  # fmt: skip
    evidence.freeze(tx, office, case, subject, by=who)

"""What a rule does besides its ruling: on the disk with the message, once however often it is sent, contestable."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from caseload import BORIS, enrol
from cast import ACCUEIL, HERE, Wire, come_in, connect, in_room, open_square, send
from parvis.access.means import Means
from parvis.chat import frames
from parvis.chat.messages import edit, say
from parvis.chat.refusal import Refusal
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.casework import BY_RULE, Appeal, Automated, Case, Channel, Happened, Outcome, Statement
from parvis.core.clock import FakeClock
from parvis.core.ids import CaseId
from parvis.core.policy import Feature, Harm, Measure
from parvis.core.showing import evidence_in
from parvis.core.talk import Message, Status
from parvis.core.talk import Outcome as Said
from parvis.live.bus import Packet, room_topic
from parvis.moderation import actions, appeals, statements
from parvis.store import cases, decisions, exhibits, step_ups, talk
from parvis.store import statements as stored_statements
from parvis.store.schema import ledger, message
from parvis.store.schema_cases import case as case_table
from ruled import guard

HELP = ("triste", '{ do = "help", topic = "self-harm" }', "self-harm", "help-self-harm")
CARD = ("virement", '{ do = "warn_recipient" }', "scam", "prompt-elsewhere")
LEAVE_OUT = ("secret", '{ do = "redact" }', "privacy", "told-left-out")
LIMIT = ("tapage", '{ do = "limit", what = "write-in-room", for_s = 600 }', "spam", "refuse-advert")
SLOW = ("foule", '{ do = "slow_room", every_s = 20, for_s = 300 }', "spam", "refuse-advert")
PROOF = ("robot", '{ do = "step_up", check = "pow" }', "spam", "refuse-advert")
CASE = ("louche", '{ do = "case" }', "harassment", "refuse-advert")
ASK = ("ailleurs", '{ do = "prompt" }', "scam", "prompt-elsewhere")
THREAT = ("gare", '{ do = "hold" }, { do = "limit", what = "write-in-room", for_s = 600 }', "danger", "hold-danger")
ADVERT = ("tarif", '{ do = "refuse" }, { do = "case" }', "exploitation", "refuse-advert")
ALL = (HELP, CARD, LEAVE_OUT, LIMIT, SLOW, PROOF, CASE, ASK, THREAT, ADVERT)


@pytest.fixture
async def square(means: Means) -> Square:
    """A square that goes by these rules, and whose desk takes what is in doubt."""
    opened = await open_square(means)
    opened.guard = guard(means.config, *ALL)
    await enrol(opened.office)
    return opened


async def outcome(square: Square, live: Live, text: str, cid: str = "c1") -> Said:
    said = await say(square, live, send(text, cid))
    assert isinstance(said, Said), said
    return said


async def refused(square: Square, live: Live, text: str, cid: str) -> Refusal:
    said = await say(square, live, send(text, cid))
    assert isinstance(said, Refusal), said
    return said


async def all_cases(square: Square) -> list[Case]:
    def look(conn: Any) -> list[Case]:
        ids = conn.execute(select(case_table.c.id).order_by(case_table.c.number)).scalars().all()
        return [found for one in ids if (found := cases.find(conn, CaseId(one)))]

    return await square.means.db.read(look)


async def letters(square: Square, live: Live) -> list[Statement]:
    visit = live.visit
    return await square.means.db.read(lambda conn: stored_statements.of_identity(conn, visit.pass_id, HERE.device))


async def entries(square: Square, kind: str) -> int:
    def look(conn: Any) -> int:
        return len(conn.execute(select(ledger.c.seq).where(ledger.c.kind == kind)).all())

    return await square.means.db.read(look)


# ---------------------------------------------------------------- shown, to one or to all


async def test_help_is_shown_to_the_author_alone_and_the_message_goes(square: Square) -> None:
    live = await in_room(square, "Alix")
    wire = Wire(lambda _frame: None)
    session = connect(square, live.visit, wire)
    said = await outcome(square, live, "je suis triste")
    assert said.status is Status.DELIVERED and said.notes is not None and said.notes.told == ("help-self-harm",)
    assert (await outcome(square, live, "je suis triste")).notes == said.notes, "a resend shows it again"
    assert session.closed is False
    page = await square.means.db.read(lambda conn: talk.page_before(conn, ACCUEIL, None, 10))
    told = frames.answer(1, said, 1)
    assert told.told == ["help-self-harm"]
    assert "help" not in p.encode(frames.page(page, square.mark_of)).decode(), "nobody else hears of it"


async def test_a_card_stands_beside_the_message_for_all_who_read_it_also_later(square: Square) -> None:
    live = await in_room(square, "Alix")
    await outcome(square, live, "fais-moi un virement")
    page = await square.means.db.read(lambda conn: talk.page_before(conn, ACCUEIL, None, 10))
    shown = frames.page(page, square.mark_of).items[0]
    assert isinstance(shown, p.Msg) and shown.card == "card-money"


async def test_what_is_left_out_is_never_stored_and_its_author_is_told(square: Square) -> None:
    live = await in_room(square, "Alix")
    said = await outcome(square, live, "le secret est à moi")
    assert said.message is not None and said.message.text is not None and "secret" not in said.message.text
    assert said.notes is not None and said.notes.told == ("told-left-out",)
    texts = await square.means.db.read(lambda conn: list(conn.execute(select(message.c.text)).scalars()))
    assert not any("secret" in (text or "") for text in texts)
    assert await all_cases(square) == []


# ---------------------------------------------------------------- cases and measures


async def test_a_case_holds_the_words_as_they_were_written_and_is_opened_once(square: Square) -> None:
    live = await in_room(square, "Alix")
    await outcome(square, live, "un secret louche")
    await outcome(square, live, "un secret louche")
    (one,) = await all_cases(square)
    assert (one.channel, one.state.harm, one.state.closed_at) == (Channel.GUARD, Harm.HARASSMENT, None)
    assert one.subject.n == 1
    shown = evidence_in(await square.means.db.read(lambda conn: exhibits.of_case(conn, one.id)))
    assert shown.message is not None
    assert (shown.message.text, shown.earlier) == ("un […] louche", ["un secret louche"])


async def test_a_limit_is_a_decision_of_nobody_with_reasons_that_ends_by_the_clock(
    square: Square, clock: FakeClock
) -> None:
    live = await in_room(square, "Alix")
    await outcome(square, live, "quel tapage")
    await outcome(square, live, "quel tapage")
    (one,) = await all_cases(square)
    assert one.state.closed_at is not None, "nobody need look at it unless it is contested"
    (taken,) = await square.means.db.read(lambda conn: decisions.of_case(conn, one.id))
    assert taken.by == BY_RULE
    (letter,) = await letters(square, live)
    assert letter.automated is Automated.FULLY and letter.automated_detection and letter.decided_by is None
    assert [each.wish.feature for each in letter.measures] == [Feature.WRITE_IN_ROOM]
    assert letter.quoted == "quel tapage"
    assert (await refused(square, live, "bonsoir", "c2")).text_key == "refuse-limited-room-minutes"
    clock.advance(timedelta(minutes=11))
    await actions.expire(square.office)
    await square.look_again(live.visit.id)
    assert (await outcome(square, live, "bonsoir", "c3")).status is Status.DELIVERED


async def test_a_limit_by_a_rule_is_contested_and_given_back_by_a_person(square: Square) -> None:
    live = await in_room(square, "Alix")
    await outcome(square, live, "quel tapage")
    (letter,) = await letters(square, live)
    code = statements.code_of(square.office, letter.id)
    lodged = await appeals.lodge(square.office, code, "Je parlais de la rue.", "fr")
    assert isinstance(lodged, Appeal), lodged
    answered = await appeals.decide(square.office, BORIS, lodged.id, Outcome.REVERSED, {"fr": "Vous aviez raison."})
    assert isinstance(answered, Appeal), answered
    await square.look_again(live.visit.id)
    assert (await outcome(square, live, "merci", "c2")).status is Status.DELIVERED


async def test_a_limit_follows_somebody_under_a_new_nickname_and_a_shorter_one_adds_nothing(square: Square) -> None:
    live = await in_room(square, "Alix")
    await outcome(square, live, "quel tapage")
    again = await square.arrive(await come_in(square.means, "Bruno"), HERE.network)
    assert [one.feature for one in again.restrictions] == [Feature.WRITE_IN_ROOM]


async def test_a_room_is_slowed_once_and_told_that_a_program_did_it(square: Square) -> None:
    live = await in_room(square, "Alix")
    heard: list[bytes] = []
    square.bus.subscribe(room_topic(ACCUEIL), lambda one: heard.append(one.data) if isinstance(one, Packet) else None)
    await outcome(square, live, "quelle foule")
    other = await in_room(square, "Bruno")
    await outcome(square, other, "une foule", "b1")
    await square.load_rules()
    rules = square.rules_of(square.means.config.rooms[0].id)
    assert rules.amount(Measure.SLOW_ROOM, square.means.clock.now()) == 20
    found = [one for one in await all_cases(square) if one.subject.kind.value == "room"]
    assert len(found) == 1 and found[0].author is None
    assert any(b"square-room-slow-room-by-rule" in one for one in heard)


async def test_a_proof_is_asked_before_the_next_message_also_under_a_new_nickname_until_it_is_shown(
    square: Square,
) -> None:
    live = await in_room(square, "Alix")
    said = await outcome(square, live, "suis-je un robot")
    assert said.status is Status.DELIVERED
    assert (await refused(square, live, "encore", "c2")).text_key == "refuse-step-up-pow"
    assert (await outcome(square, live, "suis-je un robot")).repeated, "what went stays what it was"
    again = await in_room(square, "Bruno")
    assert again.owes == {"pow"}
    assert await entries(square, "step_up.asked") == 1


# ---------------------------------------------------------------- beside a ruling


async def test_what_is_held_has_one_case_and_a_limit_that_ends_with_what_a_person_decides(square: Square) -> None:
    live = await in_room(square, "Alix")
    said = await outcome(square, live, "gare à toi")
    assert said.status is Status.HELD
    assert (await outcome(square, live, "gare à toi")).repeated
    (one,) = await all_cases(square)
    assert one.state.closed_at is None and one.state.reports == 0
    kinds = [event.kind for event in await square.means.db.read(lambda conn: cases.events(conn, one.id))]
    assert kinds == [Happened.OPENED, Happened.LIMITED]
    (letter,) = await letters(square, live)
    assert letter.automated is Automated.FULLY


async def test_what_is_refused_opens_a_case_with_its_words_and_is_kept_with_its_harm(square: Square) -> None:
    live = await in_room(square, "Alix")
    said = await outcome(square, live, "mon tarif du soir")
    assert said.status is Status.REFUSED
    (one,) = await all_cases(square)
    shown = evidence_in(await square.means.db.read(lambda conn: exhibits.of_case(conn, one.id)))
    assert shown.message is not None and (shown.message.text, shown.status) == ("mon tarif du soir", "refused")
    visit = live.visit
    refusals = await square.means.db.read(lambda conn: stored_statements.refusals_of(conn, visit.pass_id, HERE.device))
    assert [each.harm for each in refusals] == [Harm.EXPLOITATION]


async def test_a_yes_to_a_question_is_recorded(square: Square) -> None:
    live = await in_room(square, "Alix")
    await refused(square, live, "viens ailleurs", "c1")
    assert await entries(square, "prompt.answered") == 0
    said = await outcome(square, live, "viens ailleurs", "c2")
    assert said.notes is not None and said.notes.meant == ("t-ailleurs",)
    assert await entries(square, "prompt.answered") == 1


async def test_a_changed_message_is_dealt_with_like_a_new_one(square: Square) -> None:
    live = await in_room(square, "Alix")
    await outcome(square, live, "bonsoir")
    changed = await edit(square, live, p.EditCommand(id=1, conv=ACCUEIL, n=1, text="un secret louche"))
    assert isinstance(changed, Message) and changed.text is not None and "secret" not in changed.text
    assert changed.notes is not None and changed.notes.told == ("told-left-out",)
    (one,) = await all_cases(square)
    assert one.subject.ref == changed.mid


async def test_a_rule_that_only_watches_does_nothing_of_it(square: Square) -> None:
    square.guard = guard(square.means.config, *ALL, mode="shadow")
    live = await in_room(square, "Alix")
    for place, word in enumerate(("virement", "secret", "tapage", "foule", "robot", "gare", "tarif")):
        said = await outcome(square, live, f"un {word} ici", f"c{place}")
        assert said.status is Status.DELIVERED and said.notes is None
    assert await all_cases(square) == []
    owed = await square.means.db.read(lambda conn: step_ups.owed_by(conn, live.visit.id))
    assert owed == frozenset()

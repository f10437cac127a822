"""The rules desk: a rule is written, tried on the past, woken by two, and suspends itself."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select

from caseload import ANNE, BORIS, CHLOE, enrol
from cast import in_room, open_square
from gulls import OTHERS, gulls
from parvis.access.means import Means
from parvis.chat import messages
from parvis.chat.square import Live, Square
from parvis.core import protocol as p
from parvis.core.approval import Approval, State
from parvis.core.clock import DAY, FakeClock, Instant, moment_of
from parvis.core.ids import ConversationId, StaffId, fresh_word
from parvis.core.rulebook import ModeChange, RuleText, Why
from parvis.core.talk import Outcome, Status
from parvis.core.verdict import Act, Kind, Ruling
from parvis.guard.breakers import Breakers
from parvis.guard.edition import Current, as_shipped
from parvis.guard.rules import GRACE_DAYS
from parvis.moderation.refusal import Refused
from parvis.rulebook import changing, figures, trying
from parvis.rulebook.book import Rulebook
from parvis.rulebook.changing import Said
from parvis.rulebook.drafted import digest_of
from parvis.store import notify, rule_hits, schema
from parvis.store import rulebook as stored
from parvis.store.rule_hits import Hit, Seen

ROOM = ConversationId("r:accueil")
SOURCE = gulls(breaker="breaker = { actions_per_day = 3, max_match_rate = 1.0, min_sample = 10 }", more_tests=OTHERS)


EDITION = as_shipped()
AWAY = StaffId("nobody")


@pytest.fixture
def current() -> Current:
    return Current(EDITION, Breakers())


@pytest.fixture
async def square(means: Means, current: Current) -> Square:
    square = await open_square(means, current)
    square.guard.doubt = Ruling.HOLD
    await enrol(square.office)
    return square


@pytest.fixture
async def book(square: Square, current: Current) -> Rulebook:
    book = Rulebook(square.office, current)
    await book.load()
    return book


async def say(square: Square, live: Live, text: str) -> Status:
    """Say something; what became of it."""
    command = p.Send(id=0, conv=ROOM, cid=fresh_word(), text=text)
    outcome = await messages.say(square, live, command)
    assert isinstance(outcome, Outcome), outcome
    return outcome.status


async def written(book: Rulebook, source: str = SOURCE, who: StaffId = ANNE) -> RuleText:
    done = await changing.write(book, who, source)
    assert isinstance(done, RuleText), done
    return done


async def woken(book: Rulebook, mode: str = "live", version: int | None = None) -> ModeChange:
    """Anne proposes, Boris looks and agrees."""
    asked = await changing.change_mode(book, ANNE, "gulls", mode, "Ils crient.", version)
    assert isinstance(asked, Approval), asked
    assert isinstance(await changing.look(book, BORIS, "gulls"), Approval)
    done = await changing.answer(book, BORIS, "gulls", Said.AGREE, "Oui.")
    assert isinstance(done, ModeChange), done
    return done


def why_not(outcome: object) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.text_key


# ---------------------------------------------------------------- writing


async def test_a_text_that_is_kept_sleeps_until_its_mode_is_changed(square: Square, book: Rulebook) -> None:
    live = await in_room(square, "Alix")
    assert (await written(book)).version == 1
    assert book.entries["gulls"].mode == "draft"
    assert await say(square, live, "les goélands sont là") is Status.DELIVERED


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("x = ", "This is no TOML"),
        ("owner = 'me'\n" + SOURCE, "owner does not belong here"),
        (SOURCE + SOURCE.replace('"gulls"', '"other"').replace("house_gulls", "house_other"), "this one holds 2"),
        (SOURCE.replace("hit.house_gulls'", "hit.house_gull'"), "Did you mean hit.house_gulls?"),
        (SOURCE.replace('"les mouettes sont là"', '"les goélands"'), "was to give no match"),
        (SOURCE.replace('"gulls"', '"threat"'), "share the id threat"),
        (SOURCE.replace("house_gulls", "threat_fr"), "share the id threat_fr"),
        (SOURCE + "#" * 20_000, "at most 20000 characters"),
    ],
)
async def test_a_faulty_text_is_told_in_one_sentence_and_not_kept(book: Rulebook, source: str, fault: str) -> None:
    told = changing.faults_in(book, source)
    assert len(told) == 1 and fault in told[0] and "\n" not in told[0]
    assert why_not(await changing.write(book, ANNE, source)) == "refuse-rule-faulty"
    assert await book.office.db.read(stored.texts) == []


async def test_the_next_text_waits_beside_the_one_that_runs(square: Square, book: Rulebook) -> None:
    live = await in_room(square, "Alix")
    await written(book)
    await woken(book)
    second = await written(
        book, SOURCE.replace('"goelands"', '"goelands", "mouettes"').replace("les mouettes", "les pies")
    )
    assert second.version == 2
    assert await say(square, live, "deux mouettes ici") is Status.DELIVERED
    assert await say(square, live, "deux goélands ici") is Status.HELD
    assert (await woken(book, version=2)).version == 2
    assert await say(square, live, "encore une : mouettes partout") is Status.HELD


# ---------------------------------------------------------------- two people


async def test_a_rule_that_takes_something_away_is_woken_by_two_and_silenced_by_one(
    square: Square, book: Rulebook
) -> None:
    live = await in_room(square, "Alix")
    await written(book)
    change = await woken(book)
    assert (change.by, change.seconded_by, book.entries["gulls"].mode) == (ANNE, BORIS, "live")
    assert await say(square, live, "les goélands sont là") is Status.HELD
    assert isinstance(await changing.change_mode(book, CHLOE, "gulls", "suspended", "Trop large."), ModeChange)
    assert await say(square, live, "les goélands encore là") is Status.DELIVERED
    history = await book.office.db.read(lambda conn: stored.history(conn, "gulls"))
    assert [one.mode for one in history] == ["suspended", "live", "draft"]


async def test_nobody_is_both_of_two_nor_agrees_unseen_nor_to_something_else(book: Rulebook) -> None:
    await written(book)
    assert isinstance(await changing.change_mode(book, ANNE, "gulls", "canary:10%", "Un essai."), Approval)
    assert why_not(await changing.look(book, ANNE, "gulls")) == "refuse-pair-same-person"
    assert why_not(await changing.answer(book, ANNE, "gulls", Said.AGREE, "")) == "refuse-pair-same-person"
    assert why_not(await changing.answer(book, BORIS, "gulls", Said.AGREE, "")) == "refuse-pair-not-looked"
    assert isinstance(await changing.look(book, BORIS, "gulls"), Approval)
    declined = await changing.answer(book, BORIS, "gulls", Said.DECLINE, "Non.")
    assert isinstance(declined, Approval) and declined.state is State.REJECTED
    assert why_not(await changing.answer(book, BORIS, "gulls", Said.AGREE, "")) == "refuse-rule-not-asked"
    assert book.entries["gulls"].mode == "draft"


async def test_what_two_agreed_to_must_still_be_what_it_does(book: Rulebook, current: Current) -> None:
    assert isinstance(await changing.change_mode(book, ANNE, "threat", "live", "Mesurée."), Approval)
    assert isinstance(await changing.look(book, BORIS, "threat"), Approval)
    pack = next(one for one in book.shipped if any(rule.id == "threat" for rule in one.rules))
    changed = msgspec.structs.replace(
        pack, rules=tuple(
            msgspec.structs.replace(one, when=f"({one.when}) && msg.length > 3") if one.id == "threat" else one
            for one in pack.rules
        ),
    )  # fmt: skip
    book.shipped = tuple(changed if one is pack else one for one in book.shipped)
    await book.load()
    assert why_not(await changing.answer(book, BORIS, "threat", Said.AGREE, "")) == "refuse-rule-changed"
    assert book.entries["threat"].mode == "shadow"


async def test_a_wrong_wish_is_refused_with_its_reason(book: Rulebook) -> None:
    await written(book)
    for rule, mode, reason, key in (
        ("nothing", "live", "Si.", "refuse-rule-unknown"),
        ("gulls", "loud", "Si.", "refuse-rule-mode"),
        ("gulls", "canary:200%", "Si.", "refuse-rule-mode"),
        ("gulls", "shadow", "  ", "refuse-rule-reason"),
        ("gulls", "draft", "Si.", "refuse-rule-same-mode"),
    ):
        assert why_not(await changing.change_mode(book, ANNE, rule, mode, reason)) == key
    assert why_not(await changing.change_mode(book, AWAY, "gulls", "shadow", "Si.")) == "refuse-case-right"
    assert why_not(await changing.write(book, AWAY, SOURCE)) == "refuse-case-right"


async def test_a_new_version_of_a_pack_wakes_nothing_and_what_was_silenced_stays_silent(book: Rulebook) -> None:
    await changing.change_mode(book, ANNE, "threat", "suspended", "Trop large.")
    book.shipped = tuple(msgspec.structs.replace(one, version="next") for one in book.shipped)
    await book.load()
    assert book.entries["threat"].mode == "suspended"


async def test_a_rule_nobody_has_looked_at_in_time_only_watches_until_the_team_decides(
    book: Rulebook, clock: FakeClock
) -> None:
    due = book.entries["drugs"].rule.review_by
    clock.advance(timedelta(days=(due - moment_of(clock.now()).date()).days + GRACE_DAYS - 1))
    await book.refresh()
    assert (book.entries["drugs"].mode, book.entries["drugs"].lapsed) == ("live", None)
    clock.advance(timedelta(days=1))
    await book.refresh()
    assert (book.entries["drugs"].mode, book.entries["drugs"].lapsed) == ("shadow", due + timedelta(days=GRACE_DAYS))
    running = book.current.edition.rule("drugs")
    assert running is not None and running.mode == "shadow"
    assert book.entries["minor-self"].mode == "live", "what is immediate is stopped all the same"
    await book.office.db.write(
        lambda tx: stored.change_mode(
            tx, ModeChange(rule="drugs", mode="live", why=Why.DECIDED, at=clock.now(), by=ANNE, seconded_by=BORIS,
                           digest=digest_of(book.entries["drugs"].rule))
        )
    )  # fmt: skip
    await book.refresh()
    assert (book.entries["drugs"].mode, book.entries["drugs"].lapsed) == ("live", None)


# ---------------------------------------------------------------- what it met, and the past


async def test_a_rule_is_tried_on_the_past_and_counts_people_decisions_and_overlap(
    square: Square, book: Rulebook, clock: FakeClock
) -> None:
    await written(book)
    assert isinstance(await changing.change_mode(book, ANNE, "gulls", "shadow", "Pour voir."), ModeChange)
    for name in ("Alix", "Boby"):
        live = await in_room(square, name)
        for text in ("les goélands sont là", "il fait beau ce soir", "encore ces goélands"):
            assert await say(square, live, f"{text} dit {name}") is Status.DELIVERED
    kept = await square.office.hits.write(square.office)
    assert kept >= 4
    rows = await figures.of_all(book, clock.now(), only="gulls")
    assert (rows[0].did, rows[0].would, rows[0].precision) == (0, 4, None)
    outcome = trying.Outcome("gulls", clock.now())
    await trying.run(book, book.entries["gulls"].rule, "", outcome)
    assert outcome.is_done and (outcome.read, outcome.total, outcome.matched) == (kept, kept, 4)
    assert len(outcome.people) == 2 and outcome.precision is None and not outcome.blind


AROUND = """
[[rule]]
id = "gulls-many"
title = { fr = "Goélands encore", en = "Gulls again" }
harm = "other"
on = ["message"]
when = 'hit.lure_place && sender.messages_10m >= 1'
unless = 'sender.reputation >= 1'
actions = [ { do = "hold" } ]
text_key = "held-doubt"
owner = "lead"
review_by = 2027-06-30
breaker = { actions_per_day = 3, max_match_rate = 1.0, min_sample = 10 }
[[rule.test]]
text = "derrière la gare"
given = { "sender.messages_10m" = 2 }
expect = "match"
[[rule.test]]
text = "les mouettes sont là"
expect = "no match"
"""


async def test_the_past_knows_what_rules_looked_up_around_a_text_and_says_where_none_did(
    square: Square, book: Rulebook, clock: FakeClock
) -> None:
    """A rule that watched and did not match has read the counters all the same: they are kept with its prefilter."""
    live = await in_room(square, "Alix")
    place = ("on se voit derrière la gare", "je suis garé derrière la gare", "il fait beau ce soir")
    for text in place:
        assert await say(square, live, text) is Status.DELIVERED
    await square.office.hits.write(square.office)
    blind = trying.Outcome("gulls-many", clock.now())
    await trying.run(book, changing.rule_of(book, AROUND), AROUND, blind)
    assert (blind.matched, blind.unsure) == (0, 2), "nobody asked how often somebody writes"
    assert blind.unknown == ("sender.messages_10m", "sender.reputation")
    await changing.write(book, ANNE, AROUND)
    await changing.change_mode(book, ANNE, "gulls-many", "shadow", "Pour voir.")
    for text in place:
        await say(square, live, f"{text} encore une fois")
    await square.office.hits.write(square.office)
    known = trying.Outcome("gulls-many", clock.now())
    await trying.run(book, changing.rule_of(book, AROUND), AROUND, known)
    assert (known.matched, known.unsure) == (2, 2)
    sweep = AROUND.replace('on = ["message"]', 'on = ["message"]\nstage = "sweep"').replace(
        '[ { do = "hold" } ]', '[ { do = "case" } ]'
    )
    none = trying.Outcome("gulls-many", clock.now())
    await trying.run(book, changing.rule_of(book, sweep), sweep, none)
    assert none.by_counters and none.is_done and none.read == 0


async def test_a_text_with_lists_of_its_own_says_what_the_past_cannot_tell(book: Rulebook, clock: FakeClock) -> None:
    trials = trying.Trials(book.office.entropy)
    name = trials.begin(book, changing.rule_of(book, SOURCE), SOURCE)
    outcome = trials.find(name)
    assert outcome is not None
    async with asyncio.timeout(30):
        while not outcome.is_done:
            await asyncio.sleep(0.02)
    assert outcome.blind == ("house_gulls",) and outcome.matched == 0 and not outcome.fault
    assert trials.find("never") is None


async def test_what_was_kept_of_the_past_holds_no_text_and_goes_after_its_days(
    square: Square, book: Rulebook, clock: FakeClock
) -> None:
    office = square.office
    hit = Hit(rule="gulls", version="h1", acts=(Act(kind="hold"),), read={"hit.house_gulls": True}, shadow=True)
    seen = Seen(at=clock.now(), kind=Kind.MESSAGE, ref="m1", who="w", ruling="allow", features={}, hits=(hit,))
    await office.db.write(lambda tx: rule_hits.add(tx, [seen]))
    assert await office.db.read(lambda conn: rule_hits.count_vectors(conn, Instant(0))) == 1
    later = Instant(clock.now() + 31 * DAY)
    assert await office.db.write(lambda tx: rule_hits.purge(tx, later)) == 2
    assert await office.db.read(lambda conn: rule_hits.tallies(conn, Instant(0))) == {}


# ---------------------------------------------------------------- the breaker, and other processes


async def test_a_rule_that_trips_is_silent_at_once_and_whoever_is_on_call_hears(square: Square, book: Rulebook) -> None:
    await written(book)
    await woken(book)
    people = [await in_room(square, name) for name in ("Alix", "Boby", "Cléo", "Dany")]
    became = [await say(square, live, f"les goélands, dit le {at}e") for at, live in enumerate(people)]
    assert became == [Status.HELD, Status.HELD, Status.HELD, Status.DELIVERED], "three a day, says its breaker"
    assert await changing.suspend_tripped(book) == 1
    entry = book.entries["gulls"]
    assert entry.mode == "suspended" and entry.change is not None
    assert (entry.change.why, entry.change.by) == (Why.BREAKER, None)
    assert await book.office.db.read(notify.is_waiting)
    assert await changing.suspend_tripped(book) == 0, "it is silent already"
    rows = await figures.of_all(book, book.office.clock.now(), only="gulls")
    assert rows[0].tripped
    await woken(book)
    assert await say(square, people[0], "encore des goélands") is Status.HELD, "people woke it: it counts from nought"


async def test_what_another_process_changed_is_read_within_seconds(square: Square, book: Rulebook) -> None:
    other = Rulebook(square.office, Current(EDITION))
    await other.load()
    await written(other)
    assert "gulls" not in book.entries
    await book.refresh()
    assert book.entries["gulls"].mode == "draft"


async def test_a_rule_that_no_longer_fits_is_left_out_and_named_and_all_others_run(book: Rulebook) -> None:
    await written(book)
    await woken(book)
    clash = msgspec.structs.replace(book.shipped[0], pack="clash", rules=(), lists=(
        msgspec.structs.replace(book.shipped[0].lists[0], id="house_gulls"),
    ))  # fmt: skip
    book.shipped = (*book.shipped, clash)
    await book.load()
    assert "gulls" in book.broken and "gulls" not in book.entries
    assert "threat" in book.entries


async def test_the_ledger_holds_what_was_decided(book: Rulebook) -> None:
    await written(book)
    await woken(book)
    kinds = await book.office.db.read(lambda conn: list(conn.execute(select(schema.ledger.c.kind)).scalars()))
    assert kinds.count("rule.written") == 1 and kinds.count("rule.mode") == 2
    assert {"approval.proposed", "approval.looked", "approval.approved", "approval.used"} <= set(kinds)

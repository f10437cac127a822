"""The house as its plans draw it: named files exist, tables are explained, and what is personal has an end."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, text

from desklife import judge_a_little
from parvis.access import looks, staff
from parvis.access.age import voucher
from parvis.access.age.methods import Proved
from parvis.access.means import Means
from parvis.access.staff import Invited
from parvis.access.visits import end_idle
from parvis.chat import entry, messages, rooms
from parvis.chat.entry import Entered, EntryForm
from parvis.chat.refusal import Refusal
from parvis.core import protocol as p
from parvis.core.approval import Approval
from parvis.core.approval import Kind as TakesTwo
from parvis.core.casework import ClassKind
from parvis.core.clock import DAY, FakeClock, Instant, later
from parvis.core.closing import Kind as Closes
from parvis.core.closing import Wanted, notice_of
from parvis.core.exhibit import Capture, ExhibitKind
from parvis.core.ids import ConversationId, ProposalId, RoomId, StaffId, VisitId
from parvis.core.living import Evening, Notice, RoomPlan
from parvis.core.looking import Purpose, Sight
from parvis.core.mode import Mode
from parvis.core.people import Origin
from parvis.core.rooms import Proposal, ProposalState
from parvis.core.talk import Page
from parvis.core.verdict import Kind
from parvis.legal import daily, retention
from parvis.moderation import actions, modes
from parvis.store import approvals, closings, exhibits, living, notify, people, proposals, rule_hits, signals, step_ups
from parvis.store.rule_hits import Hit, Seen
from parvis.store.schema import metadata
from parvis.store.signals import Standing
from parvis.store.writer import Tx
from parvis.web.house import House
from parvis.web.i18n import LANGUAGES, Texts
from team import enrol

ROOT = Path(__file__).parents[2]
PLANS = [ROOT / "ARCHITECTURE.md", ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NOT_OURS = {".git", "node_modules", ".venv", ".cache", "__pycache__", "dist"}
ELSEWHERE = frozenset(
    {"keys/on-call.key", "keys/summary.key", "keys/mail.key", "summary.json",
     "parvis.toml", "parvis.db", "ledger.head", "keys/pepper.key", "keys/ledger.key", "cities.json",
     "manifest.json", "backup.json", "closed.json"}
)  # fmt: skip
"""Files that Parvis writes where it runs or into a backup, and one of a source of open data."""
SUFFIXES = "py|ts|svelte|css|html|ftl|md|json|mako|toml|gz|tsv|csv|key|db|head"
FILE = re.compile(rf"`((?:[\w.-]+/)*[\w.-]+\.(?:{SUFFIXES})|(?:[\w.-]+/)+)`")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
NAME = re.compile(r"`parvis((?:\.[a-z_]+)+)`(?<!\.toml`)(?<!\.db`)")


def files() -> Iterator[Path]:
    """Everything of ours in the tree, folders too."""
    waiting = [ROOT]
    while waiting:
        for path in waiting.pop().iterdir():
            if path.name not in NOT_OURS:
                yield path.relative_to(ROOT)
                if path.is_dir():
                    waiting.append(path)


EXISTING = {f"/{path.as_posix()}" for path in files()}


def exists(name: str) -> bool:
    """Whether a file or folder of ours ends with that path."""
    return any(one.endswith(f"/{name.rstrip('/')}") for one in EXISTING)


@pytest.mark.parametrize("plan", PLANS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_plan_names_only_files_that_exist(plan: Path) -> None:
    source = plan.read_text("utf-8")
    named = set(FILE.findall(source)) - ELSEWHERE
    assert sorted(name for name in named if not exists(name)) == []
    assert sorted(link for link in LINK.findall(source) if not (plan.parent / link).exists()) == []
    modules = (name.strip(".").split(".") for name in NAME.findall(source))
    package = ROOT / "src" / "parvis"
    assert [one for one in modules if not any((package.joinpath(*one[:depth])).with_suffix(end).exists()
            for depth in (1, len(one)) for end in (".py", ""))] == []  # fmt: skip


def test_the_search_for_names_finds_them() -> None:
    assert FILE.findall("see `web/nowhere.py` and `src/parvis/` but not `say`") == ["web/nowhere.py", "src/parvis/"]
    assert not exists("web/nowhere.py") and exists("web/routes.py")


def test_every_floor_of_the_house_stands_in_the_plan() -> None:
    plan = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    package = ROOT / "src" / "parvis"
    rooms_there = {path.name for path in package.iterdir() if (path / "__init__.py").exists()}
    for room in rooms_there - {"demo"}:
        assert f"`src/parvis/{room}/`" in plan, room
    assert [name for name in ("app.py", "jobs.py", "locales/") if name not in plan] == []
    tests = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert [name for name in tests if f"`{name}`" not in plan] == []


def test_the_plan_draws_the_floors_that_the_contract_holds() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    held = next(one["layers"] for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    floors = " > ".join(held).replace("(", "").replace(")", "")
    assert floors in (ROOT / "ARCHITECTURE.md").read_text("utf-8").splitlines()


@pytest.mark.parametrize("kind", list(TakesTwo))
def test_what_is_said_to_take_two_people_is_something_that_can_be_done(kind: TakesTwo) -> None:
    """`parvis check` and the handbook list every kind; one that no verb proposes would be a promise."""
    package = ROOT / "src" / "parvis"
    texts = {path.relative_to(package).as_posix(): path.read_text("utf-8") for path in package.rglob("*.py")}
    verbs = {
        name
        for name, text in texts.items()
        if "parvis.core.approval import" in text and re.search(rf"\bKind\.{kind.name}\b", text)
    }
    assert verbs - {"core/approval.py", "web/rights.py"}


def test_every_decision_stands_in_the_list_of_decisions() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text("utf-8")
    assert [one.name for one in folder.glob("0*.md") if one.name not in listed] == []


# ---------------------------------------------------------------- tables


OBVIOUS = re.compile(
    r"id|label|count|method|nickname|age_band|gender|area|lang|kind|mode|sensitive|position|status|sender|cid|mid|re|n"
    r"|text|rev|last_n|read_n|gone_by|seq|at|day|\w+_at|\w+_day|\w*hash|\w+_id|\w+_key"
)
"""Names that say all there is to say, with the note on instants, days and hashes at the top of the schema."""


@pytest.mark.parametrize("table", metadata.tables.values(), ids=lambda table: table.name)
def test_a_table_says_what_it_is_for_and_each_column_what_it_holds(table: Table) -> None:
    assert table.comment and table.comment.endswith(".")
    unexplained = [
        column.name
        for column in table.columns
        if not column.comment and not column.foreign_keys and not OBVIOUS.fullmatch(column.name)
    ]
    assert unexplained == []


# ---------------------------------------------------------------- what is kept has an end


PERSONAL = {
    "visit": "legal-keep-visit",
    "consent": "legal-keep-visit",
    "membership": "legal-keep-visit",
    "age_pass": "legal-keep-pass",
    "nickname_use": "legal-keep-nicknames",
    "voucher": "legal-keep-vouchers",
    "voucher_batch": "legal-keep-vouchers",
    "message": "legal-keep-messages",
    "message_edit": "legal-keep-messages",
    "staff": "legal-keep-staff",
    "staff_key": "legal-keep-staff",
    "staff_session": "legal-keep-staff",
    "staff_shift": "legal-keep-staff",
    "staff_invite": "legal-keep-invites",
    "access_event": "legal-keep-looks",
    "access_alarm": "legal-keep-looks",
    "approval": "legal-keep-approvals",
    "approval_look": "legal-keep-approvals",
    "live_mode": "legal-keep-modes",
    "closing": "legal-keep-closings",
    "case": "legal-keep-cases",
    "case_event": "legal-keep-cases",
    "report": "legal-keep-cases",
    "decision": "legal-keep-cases",
    "action": "legal-keep-cases",
    "sanction": "legal-keep-cases",
    "appeal": "legal-keep-cases",
    "exhibit": "legal-keep-exhibits",
    "notification": "legal-keep-calls",
    "statement": "legal-keep-statements",
    "refusal": "legal-keep-refusals",
    "step_up": "legal-keep-step-ups",
    "reputation": "legal-keep-standing",
    "room_proposal": "legal-keep-proposals",
    "evening": "legal-keep-evenings",
    "notice": "legal-keep-notices",
    "lively_hour": "legal-keep-lively",
    "day_count": "legal-keep-days",
    "quality_sample": "legal-keep-samples",
    "exposure": "legal-keep-exposure",
    "rule_hit": "legal-keep-hits",
    "shadow_hit": "legal-keep-hits",
    "feature_vector": "legal-keep-hits",
}
"""Which promise of the privacy page covers each table that holds something of a person."""
OF_NOBODY = frozenset(
    {
        "room",
        "conversation",
        "ledger",
        "room_measure",
        "flagger",
        "draft_text",
        "answer",
        "rule_text",
        "rule_mode",
        "setting_change",
        "room_plan",
    }
)
NOT_LIVED_YET = frozenset({
    "quality_sample", "exposure", "flagger", "draft_text", "answer", "rule_text", "rule_mode",
    "setting_change",
})  # fmt: skip
"""Tables that `live_a_little` does not reach yet."""


def test_every_table_is_either_of_nobody_or_covered_by_a_promise() -> None:
    assert set(metadata.tables) == set(PERSONAL) | OF_NOBODY
    assert not set(PERSONAL) & OF_NOBODY


def test_every_promise_is_in_the_table_of_retention_and_has_its_words(house: House) -> None:
    rules = {rule.what: rule for rule in retention.rules(house.means.config)}
    assert set(PERSONAL.values()) <= set(rules)
    assert [what for what in PERSONAL.values() if rules[what].erase is None] == []
    texts = Texts(strict=True)
    for rule in rules.values():
        for lang in LANGUAGES:
            assert texts.text(lang, rule.what) and texts.text(lang, rule.how_long, n=rule.amount)


async def live_a_little(house: House, clock: FakeClock) -> None:
    """Somebody comes in with a card, says more than needed, talks, changes it; a team works: no table stays empty."""
    means, square, origin = house.means, house.square, Origin(device="d" * 32, network="n" * 32)
    card = (await voucher.issue(means, 2, "test")).vouchers[0]
    proved = await voucher.redeem(means, card.link, origin)
    assert isinstance(proved, Proved)
    form = EntryForm(nickname="Alix", age="34", gender="woman", gender_consent=True, postal_code="69003")
    entered = await entry.enter(means, house.guard, proved.age_pass, form, origin, "fr")
    assert isinstance(entered, Entered)
    live, conv = await square.arrive(entered.visit, origin.network), ConversationId("r:accueil")
    assert isinstance(await rooms.join(square, live, conv), Page)
    await messages.say(square, live, p.Send(id=1, conv=conv, cid="c1", text="un"))
    await messages.say(square, live, p.Send(id=2, conv=conv, cid="c2", text="deux"))
    await messages.say(square, live, p.Send(id=3, conv=conv, cid="c3", text=""))
    changed = await messages.edit(square, live, p.EditCommand(id=4, conv=conv, n=1, text="un, corrigé"))
    gone = await messages.delete(square, live, conv, 2)
    assert not isinstance(changed, Refusal) and not isinstance(gone, Refusal)
    await judge_a_little(square, clock, live, 1)
    await propose_a_little(means, entered.visit.id)
    await work_a_little(means)
    await be_seen_to(house)
    await daily.count(house.office)


async def propose_a_little(means: Means, visit: VisitId) -> None:
    """A rule asks for a proof; a room is proposed, and the proposal taken back."""
    now = means.clock.now()

    def work(tx: Tx) -> None:
        who = people.identity_of(tx.conn, visit)
        assert who is not None
        signals.keep_standings(tx, [Standing(kind=ClassKind.PASS, key="p1", points=1_000, at=now, day=0, today=1)])
        step_ups.ask(tx, "s1", who, "pow", "a-rule", now)
        one = Proposal(
            id=ProposalId("p1"), who=who, nickname="Alix", lang="fr", name={"fr": "Chats"}, topic={"fr": "Félins"},
            at=now,
        )  # fmt: skip
        proposals.add(tx, one)
        proposals.move(tx, one, ProposalState.WITHDRAWN, None, now)

    await means.db.write(work)


async def work_a_little(means: Means) -> None:
    """Two come into the team; one watches, looks at something, loses every key; the other agrees that they come back.

    In the end both have left, so that what is kept of them has an end too.
    """
    ada, boris, third = await enrol(means, "Ada"), await enrol(means, "Boris"), await enrol(means, "Chloé")
    await staff.begin_shift(means, ada.present)
    await looks.look(means, ada.staff, Purpose.DECIDE, Sight.MESSAGE, "m1", None, words="pour voir")
    proposal = await staff.propose_recovery(means, boris.staff, ada.staff.id, "vue en personne")
    assert isinstance(proposal, Approval)
    now = means.clock.now()
    await means.db.write(lambda tx: approvals.look(tx, proposal.id, third.staff, now))
    assert isinstance(await staff.second_recovery(means, third.staff, proposal.id, "oui"), Invited)
    for one in (ada, boris, third):
        assert await staff.end_staff(means, None, one.staff.id, despite=True) is None


async def be_seen_to(house: House) -> None:
    """Something is kept as evidence, somebody is called, and rules met something."""
    means, now = house.means, house.means.clock.now()
    what = Capture(
        kind=ExhibitKind.MESSAGE, case=None, content={"text": "deux"}, at=now, by="report",
        expires_at=later(now, 180 * DAY),
    )  # fmt: skip
    one = exhibits.capture(what, means.keys.sealer, means.entropy)
    await means.db.write(lambda tx: exhibits.keep(tx, one))
    met = [Hit(rule="r", version="1", acts=(), read={}, shadow=shadow) for shadow in (False, True)]
    seen = Seen(at=now, kind=Kind.MESSAGE, ref="m1", who="w", ruling="allow", features={}, hits=tuple(met))
    await means.db.write(lambda tx: rule_hits.add(tx, [seen]))
    await modes.place(house.office, house.square.modes.bell, Mode.CAREFUL, 5, "pour voir", by=None)
    wanted = Wanted(kind=Closes.PAUSE, authority="Association", basis="Une panne")
    paused = notice_of(wanted, "a" * 20, "2026-11-24", "http://localhost", now, None, None)
    await means.db.write(lambda tx: closings.add(tx, paused))
    await means.db.write(lambda tx: closings.end(tx, now, None, None, "réparé"))
    await means.db.write(lambda tx: keep_a_little(tx, now))
    await means.db.write(lambda tx: notify.enqueue(tx, "abnormal_looking", {"alarm": "a1"}))
    later_on = later(now, 1)
    [call] = await means.db.write(lambda tx: notify.due(tx, later_on, 0))
    await means.db.write(lambda tx: notify.settle(tx, call.id, later_on, next_try_at=None, delivered=True))


def keep_a_little(tx: Tx, now: Instant) -> None:
    """A room is kept, an evening and something else are announced, an hour is counted."""
    who, room, until = StaffId("s1"), RoomId("accueil"), later(now, DAY)
    living.keep_plan(tx, RoomPlan(room=room, weekly=("fri 20:00-24:00",), by=who))
    living.announce(
        tx,
        Evening(
            id="e1", room=room, host="Alix", title={"fr": "Chansons"}, words={}, starts_at=now, ends_at=until, at=now,
            by=who,
        ),
    )  # fmt: skip
    living.pin_notice(tx, Notice(id="n1", words={"fr": "Bienvenue"}, at=now, until=until, by=who))
    living.count_hour(tx, now, 5)


async def held(house: House) -> dict[str, int]:
    def count(conn: Connection) -> dict[str, int]:
        return {name: conn.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in metadata.tables}

    return await house.means.db.read(count)


async def test_after_its_time_nothing_of_anybody_is_left(house: House, clock: FakeClock) -> None:
    await live_a_little(house, clock)
    empty = {name for name, count in (await held(house)).items() if not count}
    assert empty - NOT_LIVED_YET == set(), "every table holds something"
    clock.advance(timedelta(days=400))
    await actions.expire(house.office)
    await end_idle(house.means)
    await retention.erase(house.means.db, house.means.config, clock)
    clock.advance(timedelta(days=40))
    await retention.erase(house.means.db, house.means.config, clock)
    left = await held(house)
    assert {name: left[name] for name in PERSONAL} == dict.fromkeys(PERSONAL, 0)
    assert left["ledger"] > 0, "what proves that nothing was rewritten stays, and names nobody"


async def test_before_its_time_nothing_is_erased(house: House, clock: FakeClock) -> None:
    """Nicknames are counted by the day, and go with it; the clock starts at nine in the evening."""
    await live_a_little(house, clock)
    before = await held(house)
    for step, gone in ((timedelta(hours=2, minutes=58), set[str]()), (timedelta(hours=20), {"nickname_use"})):
        clock.advance(step)
        await retention.erase(house.means.db, house.means.config, clock)
        left = await held(house)
        assert {name for name, count in left.items() if count != before[name]} == gone


async def test_a_message_lives_as_long_as_the_privacy_page_says(house: House, clock: FakeClock) -> None:
    await live_a_little(house, clock)
    clock.advance(timedelta(hours=house.means.config.retention.room_history_hours, seconds=1))
    erased = await retention.erase(house.means.db, house.means.config, clock)
    assert erased["legal-keep-messages"] == 4
    left = await held(house)
    assert (left["message"], left["message_edit"]) == (0, 0), "with the earlier texts"


async def test_the_ledger_holds_no_word_and_no_name(house: House, clock: FakeClock) -> None:
    await live_a_little(house, clock)
    bodies = await house.means.db.read(lambda conn: [row[0] for row in conn.execute(text("SELECT body FROM ledger"))])
    words = (
        "Alix",
        "corrig",
        "deux",
        "69003",
        "woman",
        "Ada",
        "voir",
        "panne",
        "personne",
        "blessants",
        "conteste",
        "doute",
    )
    assert len(bodies) >= 20
    assert [word for word in words if word.encode() in b"".join(bodies)] == []

"""The living square: what the verbs of conversation share, and who is on it right now."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol
from zoneinfo import ZoneInfo

from parvis.access import sanctions
from parvis.access.means import Means
from parvis.chat import counting, frames, living
from parvis.chat.later import Later, missed
from parvis.chat.lobby import Lobby
from parvis.chat.standing import USUAL, RoomRules
from parvis.core import hours, night
from parvis.core import protocol as p
from parvis.core.buckets import Buckets, Rate
from parvis.core.casework import Sanction
from parvis.core.clock import MINUTE, Instant
from parvis.core.config import line_hours
from parvis.core.errors import ConfigError
from parvis.core.hours import Timetable
from parvis.core.ids import ActionId, ConversationId, Pool, RoomId, VisitId, conversation_of, room_of
from parvis.core.lively import Lively
from parvis.core.living import BOARD, BOARD_TALK, Evening, Notice, RoomPlan
from parvis.core.night import Closes
from parvis.core.people import Mark, Visit
from parvis.core.policy import Measure
from parvis.core.talk import Draft, Message, Outcome, Room, RoomMode
from parvis.guard import rooms as guarded_rooms
from parvis.guard.edition import Current, as_shipped
from parvis.guard.pipeline import Pipeline
from parvis.guard.signals import Signals
from parvis.guard.trails import Who
from parvis.live.bus import EVERYBODY, Bus, Closing, Drop, Packet, room_topic, visit_topic
from parvis.live.closing import Closed
from parvis.live.effects import Restricted
from parvis.live.hours import Hours
from parvis.live.metrics import Metrics
from parvis.live.mode import Modes
from parvis.live.presence import Presence
from parvis.live.stream import Stream
from parvis.live.upkeep import Upkeep
from parvis.moderation import modes
from parvis.moderation.office import Office
from parvis.store import rooms as stored_rooms
from parvis.store import sanctions as stored_sanctions
from parvis.store import step_ups, talk, traces
from parvis.store.sanctions import RoomMeasure
from parvis.store.writer import Tx

NEVER = Instant(0)
REMEMBER_MS = 10 * MINUTE
"""How long a visit without a connection keeps its place in memory."""


class Pace(Enum):
    """How often a command may come from one visit, over all its connections: ``count`` over ``seconds``."""

    CHANGE = Rate(20, 10.0)
    """Edits and removals."""
    ASK = Rate(40, 8.0)
    """Loads from the store."""
    SIGN = Rate(20, 5.0)
    """Unanswered commands; beyond this they are left out in silence."""


class Tab(Protocol):
    """One connection of a visit, as the square sees it."""

    def enter(self, conv: ConversationId) -> None:
        """Start hearing a room."""
        ...

    def leave(self, conv: ConversationId) -> None:
        """Stop hearing a room."""
        ...

    def bye(self, code: p.ByeCode) -> None:
        """Say why, and close."""
        ...


@dataclass(frozen=True, slots=True)
class Nudge:
    """A text somebody was asked about, and the attempt (``cid``) at which: the same attempt again is no answer."""

    text: str
    ref: str


@dataclass(slots=True)
class Live:
    """A visit that is here: its rooms, its connections, its personal stream."""

    visit: Visit
    network: str
    stream: Stream
    who: Who
    """As whom it is counted."""
    joined: set[ConversationId] = field(default_factory=set)
    tabs: list[Tab] = field(default_factory=list)
    seen_at: Instant = NEVER
    restrictions: list[Restricted] = field(default_factory=list)
    """What the desk holds against its identity class; some may have ended."""
    owes: frozenset[str] = frozenset()
    """What it must show before it writes again: ``pow``, ``age``."""
    said_at: dict[ConversationId, Instant] = field(default_factory=dict)
    """When it last wrote, for slow rooms."""
    wrote_at: Instant = NEVER
    """When it last wrote anywhere, while newcomers are slowed."""
    nudged: dict[tuple[ConversationId, int | None], Nudge] = field(default_factory=dict)
    """What it was asked to think over, as a new message (None) or in the place of one; done once more, it goes."""


def _restriction(visit: VisitId, one: Sanction) -> Restricted:
    return Restricted(visit=visit, measure=one.measure, until=one.ends_at, feature=one.feature, room=one.room)


def _pace_of(plan: RoomPlan, now: Instant) -> RoomMeasure:
    """A room that is slow for good: like one that the desk slowed down, only without an end."""
    return RoomMeasure(
        room=plan.room, measure=Measure.SLOW_ROOM, action=ActionId(""), amount=plan.every_s, at=now, ends_at=None
    )


@dataclass
class Square:
    """Built once by `parvis.app`; every verb of `parvis.chat` takes it first."""

    means: Means
    guard: Pipeline
    bus: Bus
    presence: Presence
    metrics: Metrics
    office: Office
    rooms: dict[RoomId, Room] = field(default_factory=dict)
    board: Room | None = None
    """Where visitors leave a line; a room in none of the lists. None where the operator wants none."""
    live: dict[VisitId, Live] = field(default_factory=dict)
    newest: dict[ConversationId, int] = field(default_factory=dict)
    lobby: Lobby = field(default_factory=Lobby)
    signals: Signals = field(default_factory=Signals)
    """What was done lately, by whom and where, for the guard's rules."""
    packs: Current = field(default_factory=lambda: Current(as_shipped()))
    """The rules in force, for those that look after delivery and at counters."""
    later: Later = field(default_factory=Later)
    upkeep: Upkeep = field(default_factory=Upkeep)
    """How full the disk is, and how backups go."""
    crowd_told: bytes = b""
    rules: dict[RoomId, RoomRules] = field(default_factory=dict)
    """What the desk did to rooms; those that are as usual are left out."""
    changes: int = 0
    """How many decisions about people were heard, so that a load that one overtook is done again."""
    unattended_since: Instant | None = None
    """Since when nobody of the team has been on duty; None while somebody is."""
    modes: Modes = field(init=False)
    """How open the whole square is."""
    closing: Closed = field(init=False)
    """Whether it is closed altogether, and with which notice."""
    hours: Hours = field(init=False)
    """When the square and its rooms are open."""
    plans: dict[RoomId, RoomPlan] = field(default_factory=dict)
    """How the team keeps rooms; those that nobody touched are left out."""
    evenings: list[Evening] = field(default_factory=list)
    """To come or going on, the next first."""
    notices: list[Notice] = field(default_factory=list)
    """The team's announcements, the newest first; some may have left the board."""
    told_shut: dict[RoomId, str] = field(default_factory=dict)
    """Why rooms were last said to be shut by the clock or for want of staff."""
    told_around: tuple[bool, tuple[str, ...], int] | None = None
    """What was last said of the house: somebody on duty, the evenings going on, and `kept`."""
    lively: list[Lively] = field(default_factory=list)
    """When it is usually lively, worked out each hour."""
    counted: tuple[int, int] = (0, 0)
    """The hour since 1970 whose people are counted, and the most of them so far."""
    kept: int = 0
    """How often rooms, evenings and announcements were read anew."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held for one round of the loop by each long text before it is judged."""
    names: Pool = field(init=False)
    """Where message ids come from."""
    paces: dict[Pace, Buckets] = field(default_factory=lambda: {pace: Buckets(pace.value) for pace in Pace})

    def __post_init__(self) -> None:
        self.names = Pool(self.means.entropy)
        self.modes = Modes(self.means.db.folder)
        self.closing = Closed(self.means.db.folder, self.means.clock, self.means.config.square.origin)
        own, zone = self.means.config.hours, ZoneInfo(self.means.config.square.timezone)
        table = hours.read(own.weekly, own.dates)
        self.hours = Hours(table if isinstance(table, Timetable) else hours.ALWAYS, zone)
        counting.listen(self.means, self.signals, self.office.effects)

    async def open(self) -> None:
        """Bring the stored rooms in line with the configuration and load their counters.

        ConfigError when the guard refuses a room's name or topic.
        """
        await self.furnish()
        for one in await self.means.db.read(talk.standings):
            self.newest[one.conversation] = one.last_n
        await living.load(self)
        living.tend(self)
        await self.load_rules()
        await modes.load(self.office, self.modes)
        self.metrics.mode.set(self.modes.mode.rank)
        self.signals.mode = self.modes.mode.value
        people = await counting.load(self.means, self.signals)
        self.later.waiting.extend(await missed(self.means, self.packs.edition, people))

    async def furnish(self) -> None:
        """Bring the stored rooms in line with the configuration; whoever is in one that ended goes out of it.

        ConfigError when the guard refuses a room's name or topic; then nothing is changed.
        """
        config_rooms, now = list(self.means.config.rooms), self.means.clock.now()
        refused = guarded_rooms.refused(self.guard, config_rooms, self.means.clock)
        if refused:
            raise ConfigError(
                [f"The guard refuses the name or topic of room {room.id} ({lang})." for room, lang, _ in refused]
            )
        kept = [*config_rooms, BOARD] if line_hours(self.means.config) else config_rooms
        await self.means.db.write(lambda tx: stored_rooms.keep(tx, kept, now))
        self.load_rooms()

    def load_rooms(self) -> None:
        """Ask the store which rooms there are; whoever is in one that has ended goes out of it."""
        found = {room.id: room for room in self.means.db.glance(stored_rooms.listed)}
        self.board = found.pop(BOARD.id, None)
        ended = self.rooms.keys() - found.keys()
        self.rooms = found
        self.changes += 1
        self.lobby.forget()
        for name in ended:
            self._empty(conversation_of(name))

    def _empty(self, conv: ConversationId) -> None:
        """A room has ended: those who are in it are told, and go out."""
        told = p.RoomChange(conv=conv, mode=RoomMode.READ_ONLY.value, text_key="square-room-ended")
        self.tell_room_now(conv, told)
        for live in self.live.values():
            if conv in live.joined:
                live.joined.discard(conv)
                self.presence.forget(conv, live.visit.id)
                for tab in live.tabs:
                    tab.leave(conv)

    def is_fresh(self, visit: Visit) -> bool:
        """Whether a visit is here for the first time and has nothing to catch up with."""
        now = self.means.clock.now()
        return visit.id not in self.live and not self.means.db.glance(
            lambda conn: traces.has_left(conn, visit.id, visit.pass_id, now)
        )

    async def arrive(self, visit: Visit, network: str, *, fresh: bool = False) -> Live:
        """The visit's place in memory, loaded from the store when it is new here and not known to be ``fresh``."""
        live = self.live.get(visit.id)
        if live is None and fresh:
            live = self.live[visit.id] = self._placed(visit, network)
        elif live is None:
            restrictions = await self._restrictions(visit.id)
            joined = self.means.db.glance(lambda conn: talk.joined_by(conn, visit.id))
            owes = self.means.db.glance(lambda conn: step_ups.owed_by(conn, visit.id))
            live = self.live.setdefault(visit.id, self._placed(visit, network))
            live.joined |= {conv for conv in joined if self.room(conv)}
            live.restrictions, live.owes = restrictions, owes
        if live.network != network:
            live.who = counting.arrived(self.means, self.signals, visit, network)
        live.visit, live.network, live.seen_at = visit, network, self.means.clock.now()
        return live

    def _placed(self, visit: Visit, network: str) -> Live:
        who = counting.arrived(self.means, self.signals, visit, network)
        return Live(visit, network, Stream(self.means.clock.now()), who)

    async def _restrictions(self, visit: VisitId) -> list[Restricted]:
        """What holds against a visit, as of no earlier than the last decision that was heard."""
        while True:
            seen = self.changes
            found = await sanctions.of_visit(self.means, visit)
            if seen == self.changes:
                return [_restriction(visit, one) for one in found]

    async def look_again(self, visit: VisitId) -> None:
        """Something was lifted: ask the store what still holds."""
        found = await self._restrictions(visit)
        live = self.live.get(visit)
        if live is not None:
            live.restrictions = found

    async def load_rules(self) -> None:
        """Ask the store what stands on rooms now."""
        now = self.means.clock.now()
        by_room: dict[RoomId, list[RoomMeasure]] = {}
        for one in await self.means.db.read(lambda conn: stored_sanctions.room_measures(conn, now)):
            by_room.setdefault(one.room, []).append(one)
        for plan in self.plans.values():
            if plan.every_s:
                by_room.setdefault(plan.room, []).append(_pace_of(plan, now))
        self.rules = {room: RoomRules(tuple(found)) for room, found in by_room.items()}

    def rules_of(self, room: RoomId) -> RoomRules:
        """What the desk did to a room."""
        return self.rules.get(room, USUAL)

    def is_writable(self, room: Room) -> bool:
        """Whether anybody may write there now: the operator, the clock and the desk let them."""
        if room.mode is not RoomMode.OPEN or self.shut_by(room):
            return False
        return not self.rules or not self.rules_of(room.id).is_closed(self.means.clock.now())

    def mode_of(self, room: Room) -> RoomMode:
        """The mode a room is in now."""
        return RoomMode.OPEN if self.is_writable(room) else RoomMode.READ_ONLY

    def shut_by(self, room: Room) -> str:
        """Whether the ``hours`` or nobody on duty (``unattended``) keep everybody from writing there; "" if neither."""
        if self.unattended_since is not None and Closes.WRITING in self.closed:
            return "unattended"
        return "" if self.hours.of_room(room.id, self.means.clock.now()).is_open else "hours"

    def opens_at(self, room: Room) -> Instant | None:
        """When its hours open a room again that they have closed; None for any other, or where nobody knows."""
        now = self.hours.of_room(room.id, self.means.clock.now())
        return None if now.is_open else now.until

    def room(self, conv: ConversationId) -> Room | None:
        """The room behind a conversation."""
        name = room_of(conv)
        return self.rooms.get(name) if name else None

    def place(self, conv: ConversationId) -> Room | None:
        """The room behind a conversation, or the board."""
        return self.board if conv == BOARD_TALK else self.room(conv)

    @property
    def places(self) -> dict[RoomId, Room]:
        """All rooms, and the board behind them."""
        return self.rooms | ({self.board.id: self.board} if self.board else {})

    def attend(self, on_duty: int) -> None:
        """So many of the team are on duty now."""
        if on_duty:
            self.unattended_since = None
        elif self.unattended_since is None:
            self.unattended_since = self.means.clock.now()

    @property
    def closed(self) -> frozenset[Closes]:
        """What the operator closes while nobody is on duty, and is closed now."""
        wanted = self.means.config.desk.unattended_closes
        return night.closed_now(wanted, unattended_since=self.unattended_since)

    def mark_of(self, visit: VisitId) -> Mark:
        """The newcomer mark of somebody present; nobody else has one."""
        live = self.live.get(visit)
        return live.visit.mark(self.means.clock.now()) if live else Mark.NONE

    def pace(self, live: Live, pace: Pace) -> int:
        """Take one token; milliseconds to wait when there is none."""
        tick, buckets = self.means.clock.tick(), self.paces[pace]
        wait = buckets.wait(live.visit.id, tick)
        if not wait:
            buckets.take(live.visit.id, tick)
        return wait

    def end(self, visit: VisitId, code: p.ByeCode) -> None:
        """The visit is over: close its connections, forget its presence."""
        self.bus.publish(visit_topic(visit), Closing(code))
        self.presence.forget_everywhere(visit)
        self.live.pop(visit, None)

    # ------------------------------------------------------------ telling the others, after the commit

    def release(self, tx: Tx, drafts: list[Draft]) -> list[Outcome]:
        """Grouped work for the writer: give each draft its place, and tell the room once it is on the disk."""
        outcomes = talk.release(tx, drafts)
        for outcome in outcomes:
            if outcome.message is not None and not outcome.repeated:
                tx.after_commit(self.tell_message, outcome.message)
        return outcomes

    def tell_message(self, item: Message) -> None:
        """A room frame for a released message: the same bytes for every member."""
        self.newest[item.conversation] = max(item.n, self.newest.get(item.conversation, 0))
        self.tell_room(item.conversation, frames.message(item, self.mark_of(item.sender)))

    def tell_room(self, conv: ConversationId, frame: p.ServerFrame, drop: Drop = Drop.NEVER, key: str = "") -> None:
        """Encode once, hand to everybody in the conversation; of the board everybody hears that something changed."""
        self.kept += conv == BOARD_TALK
        self.bus.spread(room_topic(conv), Packet(p.encode(frame), drop, key))

    def tell_room_now(self, conv: ConversationId, frame: p.ServerFrame) -> None:
        """What the desk did: everybody hears it at once, after what was still waiting to be said."""
        self.kept += conv == BOARD_TALK
        self.bus.publish(room_topic(conv), Packet(p.encode(frame)))

    def tell_visit(self, live: Live, make: Callable[[int], p.ServerFrame]) -> None:
        """A numbered personal frame for every connection of one visit."""
        pos = live.stream.next_pos()
        data = p.encode(make(pos))
        live.stream.keep(pos, self.means.clock.now(), data)
        if len(live.tabs) > 1:  # the only one has it in its answer; should that be lost, resume brings this
            self.bus.publish(visit_topic(live.visit.id), Packet(data))

    def tell_everywhere(self, live: Live, make: Callable[[int], p.ServerFrame]) -> None:
        """A numbered personal frame that is no connection's own answer: all of them get it."""
        pos = live.stream.next_pos()
        data = p.encode(make(pos))
        live.stream.keep(pos, self.means.clock.now(), data)
        self.bus.publish(visit_topic(live.visit.id), Packet(data))

    # ------------------------------------------------------------ by the clock (parvis.jobs)

    def tell_presence(self) -> None:
        """Tell each room who came and went; called every few seconds."""
        now = self.means.clock.now()
        self.presence.sweep(now)
        for conv, change in self.presence.changes():
            came = [frames.person(visit, now) for visit in change.came.values()]
            told = p.Presence(conv=conv, came=came, went=sorted(change.went), here=self.presence.here(conv))
            self.tell_room(conv, told, Drop.NEVER)
        self._tell_crowd()

    def _tell_crowd(self) -> None:
        convs = [conversation_of(room) for room in self.rooms]
        here: dict[str, int] = {conv: self.presence.here(conv) for conv in convs}
        last: dict[str, int] = {conv: self.newest.get(conv, 0) for conv in convs}
        data = p.encode(p.Crowd(here=here, last=last))
        if data != self.crowd_told:
            self.crowd_told = data
            self.bus.publish(EVERYBODY, Packet(data, Drop.COALESCE, "crowd"))

    def beat(self) -> None:
        """Tell every connection that the line is alive; forget visits that have been away for long."""
        now = self.means.clock.now()
        self.bus.publish(EVERYBODY, Packet(p.encode(p.Beat(now=now)), Drop.COALESCE, "beat"))
        for visit, live in list(self.live.items()):
            if not live.tabs and now - live.seen_at > REMEMBER_MS:
                del self.live[visit]

    def here(self) -> int:
        """A coarse step of how many visits are on the square."""
        return self.presence.square()

"""The living square: what the verbs of conversation share, and who is on it right now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from parvis.access import sanctions
from parvis.access.means import Means
from parvis.chat import frames
from parvis.chat.lobby import Lobby
from parvis.chat.standing import USUAL, RoomRules
from parvis.core import night
from parvis.core import protocol as p
from parvis.core.buckets import Buckets, Rate
from parvis.core.casework import Sanction
from parvis.core.clock import MINUTE, Instant
from parvis.core.errors import ConfigError
from parvis.core.ids import ConversationId, Pool, RoomId, VisitId, conversation_of, room_of
from parvis.core.night import Closes
from parvis.core.people import Mark, Visit
from parvis.core.talk import Draft, Message, Outcome, Room, RoomMode
from parvis.guard import rooms as guarded_rooms
from parvis.guard.pipeline import Pipeline
from parvis.live.bus import EVERYBODY, Bus, Closing, Drop, Packet, room_topic, visit_topic
from parvis.live.effects import Restricted
from parvis.live.metrics import Metrics
from parvis.live.presence import Presence
from parvis.live.stream import Stream
from parvis.moderation.office import Office
from parvis.store import rooms as stored_rooms
from parvis.store import sanctions as stored_sanctions
from parvis.store import talk, traces
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
    joined: set[ConversationId] = field(default_factory=set)
    tabs: list[Tab] = field(default_factory=list)
    seen_at: Instant = NEVER
    restrictions: list[Restricted] = field(default_factory=list)
    """What the desk holds against its identity class; some may have ended."""
    said_at: dict[ConversationId, Instant] = field(default_factory=dict)
    """When it last wrote, for slow rooms."""
    nudged: dict[tuple[ConversationId, int | None], Nudge] = field(default_factory=dict)
    """What it was asked to think over, as a new message (None) or in the place of one; done once more, it goes."""


def _restriction(visit: VisitId, one: Sanction) -> Restricted:
    return Restricted(visit=visit, measure=one.measure, until=one.ends_at, feature=one.feature, room=one.room)


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
    live: dict[VisitId, Live] = field(default_factory=dict)
    newest: dict[ConversationId, int] = field(default_factory=dict)
    lobby: Lobby = field(default_factory=Lobby)
    crowd_told: bytes = b""
    rules: dict[RoomId, RoomRules] = field(default_factory=dict)
    """What the desk did to rooms; those that are as usual are left out."""
    changes: int = 0
    """How many decisions about people were heard, so that a load that one overtook is done again."""
    unattended_since: Instant | None = None
    """Since when nobody of the team has been on duty; None while somebody is."""
    names: Pool = field(init=False)
    """Where message ids come from."""
    paces: dict[Pace, Buckets] = field(default_factory=lambda: {pace: Buckets(pace.value) for pace in Pace})

    def __post_init__(self) -> None:
        self.names = Pool(self.means.entropy)

    async def open(self) -> None:
        """Bring the stored rooms in line with the configuration and load their counters.

        ConfigError when the guard refuses a room's name or topic.
        """
        config_rooms, now = list(self.means.config.rooms), self.means.clock.now()
        refused = guarded_rooms.refused(self.guard, config_rooms, self.means.clock)
        if refused:
            raise ConfigError(
                [f"The guard refuses the name or topic of room {room.id} ({lang})." for room, lang, _ in refused]
            )
        await self.means.db.write(lambda tx: stored_rooms.keep(tx, config_rooms, now))
        self.rooms = {room.id: room for room in config_rooms}
        for one in await self.means.db.read(talk.standings):
            self.newest[one.conversation] = one.last_n
        await self.load_rules()

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
            live = self.live[visit.id] = Live(visit, network, Stream(self.means.clock.now()))
        elif live is None:
            restrictions = await self._restrictions(visit.id)
            joined = self.means.db.glance(lambda conn: talk.joined_by(conn, visit.id))
            live = self.live.setdefault(visit.id, Live(visit, network, Stream(self.means.clock.now())))
            live.joined |= {conv for conv in joined if self.room(conv)}
            live.restrictions = restrictions
        live.visit, live.network, live.seen_at = visit, network, self.means.clock.now()
        return live

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
        self.rules = {room: RoomRules(tuple(found)) for room, found in by_room.items()}

    def rules_of(self, room: RoomId) -> RoomRules:
        """What the desk did to a room."""
        return self.rules.get(room, USUAL)

    def is_writable(self, room: Room) -> bool:
        """Whether anybody may write there now: the operator and the desk let them."""
        if room.mode is not RoomMode.OPEN:
            return False
        return not self.rules or not self.rules_of(room.id).is_closed(self.means.clock.now())

    def mode_of(self, room: Room) -> RoomMode:
        """The mode a room is in now."""
        return RoomMode.OPEN if self.is_writable(room) else RoomMode.READ_ONLY

    def room(self, conv: ConversationId) -> Room | None:
        """The room of the operator's list behind a conversation."""
        name = room_of(conv)
        return self.rooms.get(name) if name else None

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
        """Encode once, hand to everybody in the conversation."""
        self.bus.spread(room_topic(conv), Packet(p.encode(frame), drop, key))

    def tell_room_now(self, conv: ConversationId, frame: p.ServerFrame) -> None:
        """What the desk did: everybody hears it at once, after what was still waiting to be said."""
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

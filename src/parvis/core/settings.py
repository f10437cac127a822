"""Settings of what people meet: the square, who answers for it, door, hours, rooms, how long things are kept.

Every setting stands once, with name, default, limits and explanation: here, in `settings_safety.py` (guard, modes,
models, team, desk) or in `settings_server.py` (listeners, calls, backups, disk). The file, the manual and the check are
made from them.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct, field

from parvis.core.ids import RoomId
from parvis.core.talk import Room, RoomKind

TextByLanguage = dict[str, str]
"""The same sentence in each language of the square, by language code."""
Days = Annotated[int, Meta(ge=1, le=365)]
Many = Annotated[int, Meta(ge=1, le=1_000_000)]
Hour = Annotated[int, Meta(ge=0, le=23)]


class Square(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The square: its name, its public address, the languages it speaks."""

    name: Annotated[str, Meta(min_length=1, max_length=60, description="The name on every page.")] = "Parvis"
    origin: Annotated[
        str,
        Meta(
            description=(
                "The public address, as it stands in a browser: scheme and host, no path, no slash at the end. "
                "It goes on vouchers and posters, and it is the one origin whose forms and sockets are accepted. "
                "https, unless the host is this machine itself."
            )
        ),
    ] = "http://localhost:8080"
    languages: Annotated[
        list[str],
        Meta(
            min_length=1,
            description='Languages offered, the first one when a browser wishes for neither. Known: "fr" and "en".',
        ),
    ] = field(default_factory=lambda: ["fr", "en"])
    timezone: Annotated[
        str, Meta(description='Whose clock the pages without JavaScript show, such as "Europe/Paris".')
    ] = "Europe/Paris"
    default_room: Annotated[str, Meta(description="The id of the room where people land after entering.")] = "accueil"
    house_rules: Annotated[
        TextByLanguage,
        Meta(
            description=(
                "What your house asks beside the numbered rules, by language; it stands below them, and in /terms.json "
                "(DSA Article 14). Leave it out when those are enough."
            )
        ),
    ] = field(default_factory=dict)
    source_url: Annotated[
        str,
        Meta(
            description=(
                "Where visitors find the source of the Parvis that runs here. "
                "Whoever runs a changed one must show the change (AGPL-3.0, section 13)."
            )
        ),
    ] = ""


class Legal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who answers for the square. It stands on the legal page; without operator and contact the door stays shut."""

    operator: Annotated[str, Meta(description="The association or person who runs the square.")] = ""
    contact_email: Annotated[
        str,
        Meta(description="Where people and authorities write to; read it every day (DSA Articles 11 and 12)."),
    ] = ""
    postal_address: Annotated[str, Meta(description="The operator's postal address.")] = ""
    phone: Annotated[str, Meta(description="The operator's telephone number.")] = ""
    publication_director: Annotated[
        str, Meta(description="Who directs the publication (in France: LCEN Article 1-1).")
    ] = ""
    host: Annotated[str, Meta(description="Who hosts the server: company, address, telephone number.")] = ""


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The entry card."""

    required: Annotated[
        list[str],
        Meta(
            description=(
                'Fields that must be filled in. "nickname" and "age" always are; "gender" and "postal_code" '
                "may be added, but think twice: what is not asked cannot be kept."
            )
        ),
    ] = field(default_factory=lambda: ["nickname", "age"])
    reserved_words: Annotated[
        list[str],
        Meta(description="Words no nickname may hold, beside the built-in ones: your association's name, say."),
    ] = field(default_factory=list)


class Age(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The adult door."""

    methods: Annotated[
        list[str],
        Meta(
            description=(
                'Ways to show that one is an adult. Known: "voucher". Without any, the door stays shut. '
                "A declared age is not an age check and cannot be configured."
            )
        ),
    ] = field(default_factory=lambda: ["voucher"])
    pass_days: Annotated[Days, Meta(description="Days an age pass from a voucher lasts.")] = 30
    voucher_days: Annotated[Days, Meta(description="Days the link (QR code) on a voucher can be used.")] = 90
    short_code_days: Annotated[
        Days,
        Meta(description="Days the short code on a voucher can be typed. It is easier to guess: at most voucher_days."),
    ] = 14
    nicknames_per_day: Annotated[
        Annotated[int, Meta(ge=1, le=50)], Meta(description="Nicknames one age pass may take in a day.")
    ] = 3


class Retention(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long things are kept. The clean-up jobs and the privacy page both read it from here."""

    room_history_hours: Annotated[
        Annotated[int, Meta(ge=1, le=720)], Meta(description="Hours a message stays in its room.")
    ] = 24
    visit_hours: Annotated[
        Annotated[int, Meta(ge=1, le=720)], Meta(description="Hours a visit is kept after it has ended.")
    ] = 24
    nickname_hold_minutes: Annotated[
        Annotated[int, Meta(ge=0, le=1_440)],
        Meta(description="Minutes a nickname stays reserved after its visit, so that nobody slips into it."),
    ] = 15
    case_days: Annotated[
        Annotated[int, Meta(ge=183, le=3_650)],
        Meta(
            description=(
                "Days a closed case is kept with its reports, evidence, decisions and statements; at least the six "
                "months in which a decision can be contested."
            )
        ),
    ] = 365
    idle_visit_hours: Annotated[
        Annotated[int, Meta(ge=1, le=168)],
        Meta(description="Hours without a sign of life until a visit ends by itself."),
    ] = 12
    staff_days: Annotated[
        Annotated[int, Meta(ge=30, le=1_095)],
        Meta(
            description=(
                "Days it is kept who looked at what and why, who was on duty, what two people agreed to, "
                "and who was on the team after they left it."
            )
        ),
    ] = 365


class Hours(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Opening hours, by the clock of square.timezone. Outside them nobody new comes in, and rooms are read-only."""

    weekly: Annotated[
        list[str],
        Meta(
            description=(
                'Days and times, such as "mon-thu 18:00-23:00" or "fri,sat 20:00-02:00" (past midnight, on the day it '
                "begins). Empty: always open. Rooms may have narrower hours, which the team sets at the desk."
            )
        ),
    ] = field(default_factory=list)
    dates: Annotated[
        list[str],
        Meta(
            description=(
                'Exceptional dates, in place of what begins on that day: "2026-12-24 closed" or '
                '"2026-12-31 20:00-04:00".'
            )
        ),
    ] = field(default_factory=list)


class Proposals(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rooms that visitors propose and the team opens."""

    own_per_day: Annotated[
        Annotated[int, Meta(ge=0, le=20)],
        Meta(description="Rooms one person may propose in 24 hours; one of them waits at a time. 0: none are taken."),
    ] = 1
    per_day: Annotated[
        Annotated[int, Meta(ge=0, le=1_000)],
        Meta(description="Rooms that may be proposed in 24 hours by everybody together. 0: none are taken."),
    ] = 20
    minutes_here: Annotated[
        Annotated[int, Meta(ge=0, le=1_440)],
        Meta(description="Minutes somebody has been on the square before they may propose a room."),
    ] = 60
    standing: Annotated[
        Annotated[int, Meta(ge=0, le=3)],
        Meta(
            description=(
                "The standing it takes, earned by talk that is answered: 1 after talk with about three people, 2 and 3 "
                "after weeks of it. 0: time here is enough."
            )
        ),
    ] = 1
    empty_days: Annotated[
        Days, Meta(description="Days without a word after which a room that was proposed ends by itself.")
    ] = 30


class Board(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The board: while few people are here, a visitor can leave one short line for whoever comes next."""

    hours: Annotated[
        Annotated[int, Meta(ge=0, le=72)],
        Meta(
            description=(
                "Hours a line stays, never longer than messages do (retention.room_history_hours). 0: no board."
            )
        ),
    ] = 24
    lines_each: Annotated[
        Annotated[int, Meta(ge=1, le=20)],
        Meta(description="Lines one person may leave in that time, those they took back among them."),
    ] = 2


class Door(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the door page tells those who are still outside. Texts by language; leave out what you have not got."""

    next_evening: Annotated[
        TextByLanguage, Meta(description="When people meet next, such as the date of an evening your team keeps.")
    ] = field(default_factory=dict)
    busy_hours: Annotated[TextByLanguage, Meta(description="When the square is liveliest.")] = field(
        default_factory=dict
    )


class Counter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place where vouchers are handed out after an age check. Write one [[counter]] for each; none is fine too."""

    name: Annotated[str, Meta(min_length=1, description="The name on the building.")]
    address: Annotated[str, Meta(min_length=1, description="Where it is: street, number, town.")]
    hours: Annotated[TextByLanguage, Meta(description="When somebody is there, by language.")]


ROOM_MEANINGS: dict[str, str] = {
    "id": "Short name in addresses: 2 to 30 of a-z, 0-9 and hyphen. Never change it; the messages hang on it.",
    "name": "The room's name, by language.",
    "topic": "One sentence about what is talked of, by language.",
    "kind": '"topic" or "area": how the lobby groups it.',
    "mode": '"open", or "read_only" where nobody can write.',
    "sensitive": "true when being there says something about orientation, health or beliefs: "
    "the room then asks for a consent of its own (GDPR Article 9(2)(a)).",
}
"""`parvis.core.talk.Room` as a part of the settings."""


_FIRST_ROOMS: tuple[tuple[str, RoomKind, str, str, str, str], ...] = (
    ("accueil", RoomKind.TOPIC, "Accueil", "Dire bonsoir, demander son chemin.",
     "Welcome", "Say good evening, ask your way."),
    ("nuit", RoomKind.TOPIC, "Couche-tard", "Quand le sommeil ne vient pas.",
     "Night owls", "When sleep will not come."),
    ("musique", RoomKind.TOPIC, "Musique", "Ce qui tourne en ce moment.",
     "Music", "What is playing right now."),
    ("ecrans", RoomKind.TOPIC, "Films et séries", "À voir, à revoir, à éviter.",
     "Films and series", "To see, to see again, to avoid."),
    ("cuisine", RoomKind.TOPIC, "Cuisine", "Le repas du soir et ses restes.",
     "Kitchen", "Tonight's dinner and its leftovers."),
    ("arc-en-ciel", RoomKind.TOPIC, "Arc-en-ciel", "Entre personnes LGBT+ et proches.",
     "Rainbow", "LGBT+ people and those close to them."),
    ("paris", RoomKind.AREA, "Paris et alentours", "La ville et sa couronne.",
     "Paris and around", "The city and its ring."),
    ("lyon", RoomKind.AREA, "Lyon et alentours", "Entre Rhône et Saône.",
     "Lyon and around", "Between the Rhône and the Saône."),
    ("lille", RoomKind.AREA, "Lille et le Nord", "Sous le beffroi.",
     "Lille and the North", "Under the belfry."),
    ("marseille", RoomKind.AREA, "Marseille et la côte", "Face à la mer.",
     "Marseille and the coast", "Facing the sea."),
)  # fmt: skip
_SENSITIVE = frozenset({"arc-en-ciel"})


def default_rooms() -> list[Room]:
    """The rooms of a fresh square; the first one is where people land."""
    return [
        Room(
            id=RoomId(name), kind=kind, sensitive=name in _SENSITIVE,
            name={"fr": name_fr, "en": name_en}, topic={"fr": topic_fr, "en": topic_en},
        )
        for name, kind, name_fr, topic_fr, name_en, topic_en in _FIRST_ROOMS
    ]  # fmt: skip

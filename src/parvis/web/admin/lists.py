"""Pages that set lists: rooms, where people land, and the counters that hand out entry cards."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from parvis.access.choosing import Misfits
from parvis.core import chosen
from parvis.core.config import LANGUAGES, ROOM_ID
from parvis.core.ids import RoomId
from parvis.core.settings import Counter
from parvis.core.talk import Room, RoomKind, RoomMode
from parvis.core.verdict import Finding
from parvis.guard import rooms as guarded
from parvis.web.admin import fields, frame, settings
from parvis.web.house import house_of

ROOMS = "/admin/rooms"
COUNTERS = "/admin/counters"
NAME_MAX = 60
ADDRESS_MAX = 200


@dataclass
class Tried:
    """What was typed and did not fit: which entry, and a sentence's key and arguments by field."""

    entry: str
    value: object = None
    faults: dict[str, tuple[str, dict[str, str | int]]] = field(default_factory=dict)


# ---------------------------------------------------------------- rooms


async def rooms(request: Request) -> Response:
    """All rooms of the operator, and a form for one more."""
    return _rooms(request)


async def change_rooms(request: Request) -> Response:
    """Change, add, move or close one; or choose where people land."""
    form, before = await request.form(), list(house_of(request).wanted.rooms)
    entry, do = fields.text_of(form, "entry"), fields.text_of(form, "do")
    if do == "landing":
        return await _kept(request, {"square.default_room": fields.text_of(form, "landing")}, Tried(entry="landing"))
    place = next((at for at, one in enumerate(before) if one.id == entry), None)
    if do == "close" and place is not None:
        gone = before.pop(place)
        return await _kept(request, _as_rooms(before), Tried(entry=gone.id, value=gone))
    if do == "up" and place:
        before[place - 1 : place + 1] = [before[place], before[place - 1]]
        return await _kept(request, _as_rooms(before), Tried(entry=entry))
    one = _typed_room(form, entry if place is not None else fields.text_of(form, "id"))
    tried = Tried(entry=entry if place is not None else "new", value=one)
    tried.faults = _room_faults(request, one, taken={other.id for other in before} if place is None else set())
    if tried.faults:
        return _rooms(request, tried)
    changed = [*before[:place], one, *before[place + 1 :]] if place is not None else [*before, one]
    return await _kept(request, _as_rooms(changed), tried)


def _as_rooms(found: list[Room]) -> dict[str, object]:
    return {"room": chosen.plain(found)}


def _typed_room(form: FormData, id_: str) -> Room:
    kind, mode = fields.text_of(form, "kind"), fields.text_of(form, "mode")
    return Room(
        id=RoomId(id_), name=fields.by_language(form, "name"), topic=fields.by_language(form, "topic"),
        kind=RoomKind(kind) if kind in set(RoomKind) else RoomKind.TOPIC,
        mode=RoomMode(mode) if mode in set(RoomMode) else RoomMode.OPEN, sensitive=form.get("sensitive") == "yes",
    )  # fmt: skip


def _room_faults(request: Request, one: Room, *, taken: set[RoomId]) -> dict[str, tuple[str, dict[str, str | int]]]:
    house = house_of(request)
    found: dict[str, tuple[str, dict[str, str | int]]] = {}
    if not ROOM_ID.fullmatch(one.id) or one.id in taken:
        found["id"] = ("admin-fault-room-id", {})
    for name, texts in (("name", one.name), ("topic", one.topic)):
        if any(not texts.get(lang) for lang in house.wanted.square.languages):
            found[name] = ("admin-fault-every-language", {})
    for _, _lang, why in guarded.refused(house.guard, [one], house.means.clock):
        found.setdefault("name", _said(why))
    return found


def _said(why: Finding) -> tuple[str, dict[str, str | int]]:
    return why.text_key, dict(why.args)


def _rooms(request: Request, tried: Tried | None = None) -> Response:
    wanted = house_of(request).wanted
    return _page(
        request, "admin_rooms.html", "room", tried, entries=wanted.rooms, landing=wanted.square.default_room,
        landing_line=house_of(request).written.lines.get("square.default_room"),
        kinds=list(RoomKind), modes=list(RoomMode), empty=Room(id=RoomId(""), name={}, topic={}),
    )  # fmt: skip


# ---------------------------------------------------------------- counters


async def counters(request: Request) -> Response:
    """Where entry cards are handed out, and a form for one more place."""
    return _counters(request)


async def change_counters(request: Request) -> Response:
    """Change, add or remove one."""
    form, before = await request.form(), list(house_of(request).wanted.counters)
    entry, do = fields.text_of(form, "entry"), fields.text_of(form, "do")
    place = int(entry) if entry.isdecimal() and int(entry) < len(before) else None
    one = Counter(
        name=fields.text_of(form, "name")[:NAME_MAX], address=fields.text_of(form, "address")[:ADDRESS_MAX],
        hours=fields.by_language(form, "hours"),
    )  # fmt: skip
    tried = Tried(entry="new" if place is None else str(place), value=one)
    if do == "close" and place is not None:
        del before[place]
        return await _kept(request, {"counter": chosen.plain(before)}, tried)
    for name in ("name", "address"):
        if not getattr(one, name):
            tried.faults[name] = ("admin-fault-empty", {})
    if any(not one.hours.get(lang) for lang in house_of(request).wanted.square.languages):
        tried.faults["hours"] = ("admin-fault-every-language", {})
    if tried.faults:
        return _counters(request, tried)
    changed = [*before, one] if place is None else [*before[:place], one, *before[place + 1 :]]
    return await _kept(request, {"counter": chosen.plain(changed)}, tried)


def _counters(request: Request, tried: Tried | None = None) -> Response:
    return _page(
        request, "admin_counters.html", "counter", tried, entries=house_of(request).wanted.counters,
        empty=Counter(name="", address="", hours={}),
    )  # fmt: skip


# ---------------------------------------------------------------- both


async def _kept(request: Request, values: dict[str, object], tried: Tried) -> Response:
    refusal = await settings.keep(request, values)
    if isinstance(refusal, Misfits):
        misfit = refusal.names[0]
        key = "admin-fault-landing" if misfit == "square.default_room" else "admin-fault-text"
        tried.faults["entry"] = (key, {})
        return _rooms(request, tried) if request.url.path == ROOMS else _counters(request, tried)
    return refusal or RedirectResponse(f"{request.url.path}?kept=1", status_code=303)


def _page(request: Request, template: str, name: str, tried: Tried | None, **context: object) -> Response:
    house = house_of(request)
    return frame.page(
        request, template, 422 if tried and tried.faults else 200, tried=tried, line=house.written.lines.get(name),
        file=house.written.file, kept=request.query_params.get("kept") == "1", languages=LANGUAGES, **context,
    )  # fmt: skip


routes = [
    Route(ROOMS, rooms),
    Route(ROOMS, change_rooms, methods=["POST"]),
    Route(COUNTERS, counters),
    Route(COUNTERS, change_counters, methods=["POST"]),
]

"""The door: its page, the age check, the entry card, going out, what is kept about a visit, the language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from parvis.access import sanctions, visits
from parvis.access.age import doubts, voucher
from parvis.access.age.offered import METHODS
from parvis.access.proof_of_work import ANSWER_MAX, Asked
from parvis.access.sanctions import Barred
from parvis.chat import entry, modes, rooms
from parvis.chat.entry import EntryForm, Refused, Underage
from parvis.chat.modes import Doorkeeper
from parvis.core.clock import DAY, SECOND
from parvis.core.ids import RoomId
from parvis.core.night import Closes
from parvis.core.people import Gender, Visit
from parvis.core.protocol import ByeCode
from parvis.core.verdict import Finding, Kind
from parvis.moderation import statements, wording
from parvis.moderation.wording import Day
from parvis.web import around, cookies, pages
from parvis.web.address import own_path
from parvis.web.house import House, house_of

TYPED_MAX = 300
"""Characters of a field that are looked at, and shown again when it is refused."""

WHY = ("statement-facts", "statement-ground")
"""What of a statement stands at the door itself; all of it is one step away."""

Errors = dict[str, list[tuple[str, dict[str, str | int], str | None]]]


async def front(request: Request) -> Response:
    """The door for whoever comes, the card for whoever has a pass, the square for whoever is in."""
    house, state = house_of(request), request.state
    barred = await kept_out(request) if state.visit is None else None
    if barred is not None:
        return await _barred(request, barred)
    if house.opening or state.pass_ is None:
        return _door(request)
    if state.visit is not None:
        return RedirectResponse(_landing(house), status_code=303)
    if Closes.ENTRY in house.closed or house.hours is not None:
        return _night(request)
    if _is_doubted(request):
        return _minor(request, before=True)
    return _narrowed(request) if doorkeeper_of(request).shut() else _card(request, {}, {})


async def age(request: Request) -> Response:
    """The age check; somebody who has a pass goes on to the card."""
    house = house_of(request)
    if request.state.pass_ is not None and not house.opening and not _is_doubted(request):
        return RedirectResponse("/", status_code=303)
    barred = await kept_out(request)
    return await _barred(request, barred) if barred else house.pages.page(request, "age.html", error=None, code="")


async def redeem(request: Request) -> Response:
    """A voucher for an age pass."""
    house = house_of(request)
    if house.opening or voucher.NAME not in house.means.config.age.methods:
        return _door(request, 503)
    barred = await kept_out(request)
    if barred is not None:  # before the code is used up
        return await _barred(request, barred)
    fields = _fields(await request.form())
    outcome = await METHODS[voucher.NAME].prove(house.means, fields, request.state.origin)
    if isinstance(outcome, Finding):
        return house.pages.page(
            request, "age.html", 429 if outcome.retry_ms else 422, error=outcome, code=fields.get("code", "")
        )
    await settle_doubts(request)
    response = RedirectResponse("/", status_code=303)
    cookies.set_cookie(response, house, cookies.PASS, outcome.token, pass_seconds(house))
    return response


async def enter(request: Request) -> Response:
    """The entry card, filled in. ``use`` is the alternative nickname whose button was pressed."""
    house, state = house_of(request), request.state
    if Closes.ENTRY in house.closed or house.hours is not None:
        return _night(request, 503)
    fields = _fields(await request.form())
    keeper = doorkeeper_of(request, fields.get("proof", ""))
    if keeper.shut():
        return _narrowed(request, 503)
    fields["nickname"] = fields.pop("use", "") or fields.get("nickname", "")
    outcome = await entry.enter(
        house.means, house.guard, state.pass_, _entry_form(fields), state.origin, state.lang,
        on_ended=lambda former: house.square.end(former, ByeCode.REPLACED),
        doorkeeper=keeper, on_judged=note_judged(request),
    )  # fmt: skip
    if isinstance(outcome, Underage):
        return _minor(request, before=outcome.before)
    if isinstance(outcome, Barred):
        return await _barred(request, outcome)
    if isinstance(outcome, Refused):
        fields["meant"] = fields["nickname"] if outcome.is_question else ""
        return _card(request, fields, _errors(outcome), 429 if outcome.retry_ms else 422, told=outcome.told)
    response = _let_in(request, outcome.told)
    cookies.set_cookie(response, house, cookies.VISIT, outcome.token, pass_seconds(house))
    return response


async def leave(request: Request) -> Response:
    """The visit ends; the pass stays, so that coming back takes the card alone."""
    house, visit = house_of(request), request.state.visit
    await visits.end(house.means, visit.id, "left")
    house.square.end(visit.id, ByeCode.LEFT)
    response = RedirectResponse("/", status_code=303)
    cookies.drop_cookie(response, house, cookies.VISIT)
    return response


async def me(request: Request) -> Response:
    """What is kept about this visit, in words, and its consents."""
    house, visit, lang = house_of(request), request.state.visit, request.state.lang
    area = house.means.gazetteer.area(visit.profile.area) if visit.profile.area else None
    purposes = await visits.consents_of(house.means, visit.id)
    return house.pages.page(
        request, "me.html", area_name=area.name if area else "", consents=_labelled(house, sorted(purposes), lang),
        kept=pages.kept_rows(house.texts, house.means.config, lang),
    )  # fmt: skip


async def withdraw(request: Request) -> Response:
    """Take a consent back; a room that asked for it is left."""
    house, visit = house_of(request), request.state.visit
    purpose = _fields(await request.form()).get("withdraw", "")
    if purpose.startswith(rooms.ROOM_PURPOSE):
        live = await house.square.arrive(visit, request.state.origin.network)
        await rooms.withdraw(house.square, live, RoomId(purpose.removeprefix(rooms.ROOM_PURPOSE)))
    elif purpose == visits.GENDER:
        await withdraw_gender(house, visit)
    return RedirectResponse("/me", status_code=303)


async def withdraw_gender(house: House, visit: Visit) -> None:
    """Take back the consent to show a gender, which is erased; open sockets return by themselves, without it."""
    await visits.withdraw_consent(house.means, visit.id, visits.GENDER)
    house.square.end(visit.id, ByeCode.RESTART)


async def language(request: Request) -> Response:
    """Speak another language from now on, and go back to where one was."""
    house = house_of(request)
    fields = _fields(await request.form())
    response = RedirectResponse(own_path(fields.get("next", "")), status_code=303)
    if fields.get("lang") in house.means.config.square.languages:
        cookies.set_cookie(response, house, cookies.LANG, fields["lang"], cookies.YEAR_SECONDS)
    return response


languages = [Route("/lang", language, methods=["POST"])]
"""Of its own, because the team's listener needs it too."""
routes = [
    Route("/", front),
    Route("/age", age),
    Route("/age/voucher", redeem, methods=["POST"]),
    Route("/enter", enter, methods=["POST"]),
    Route("/leave", leave, methods=["POST"]),
    Route("/me", me),
    Route("/me/consent", withdraw, methods=["POST"]),
    *languages,
]


def _door(request: Request, status: int = 200) -> Response:
    house = house_of(request)
    config = house.means.config
    return house.pages.page(
        request, "door.html", status, opening=house.opening, counters=config.counters,
        next_evening=config.door.next_evening, busy_hours=config.door.busy_hours, here=house.square.here(),
        night=Closes.ENTRY in house.closed, shut=house.hours, evenings=around.evenings_of(house.square),
        lively=around.lively_of(house.square),
    )  # fmt: skip


def note_judged(request: Request) -> entry.OnJudged:
    """What rules met in a nickname is kept like what they meet in messages: values, no names."""
    office, who = house_of(request).office, request.state.pass_.id
    return lambda verdict: office.hits.note(office, verdict, kind=Kind.NICKNAME, who=who)


def _is_doubted(request: Request) -> bool:
    """Whether an age under 18 was said here lately."""
    state = request.state
    return doubts.holds(house_of(request).means, state.pass_.id if state.pass_ else None, state.origin.device)


async def settle_doubts(request: Request) -> None:
    """An adult was just shown: what was said here before keeps nobody out any more."""
    state = request.state
    await doubts.settle(house_of(request).means, state.pass_.id if state.pass_ else None, state.origin.device)


def _minor(request: Request, *, before: bool) -> Response:
    """Who listens, free of charge; and the way on for an adult who slipped, or whose device somebody younger used."""
    return house_of(request).pages.page(request, "minor.html", 403, before=before)


async def kept_out(request: Request) -> Barred | None:
    """What the desk holds against whoever asks, by pass or device, while the square is open."""
    house, state = house_of(request), request.state
    if house.opening:
        return None
    return await sanctions.barring(house.means, state.pass_.id if state.pass_ else None, state.origin.device)


async def reasons_of(house: House, barred: Barred) -> str | None:
    """The code of the statement that explains it, for whoever it holds against: shown, and noted as shown."""
    found = await statements.find(house.office, barred.sanction.statement) if barred.sanction.statement else None
    if found is None:
        return None
    await statements.note_shown(house.office, [found])
    return statements.code_of(house.office, found.id)


async def _barred(request: Request, barred: Barred) -> Response:
    """Whoever is kept out by the desk meets the reasons here, under whatever nickname, and how to contest them."""
    house, now = house_of(request), house_of(request).means.clock.now()
    writer = house.writer(request.state.lang)
    until = "" if barred.until is None else writer.moment(barred.until)
    found = await statements.find(house.office, barred.sanction.statement) if barred.sanction.statement else None
    if found is None:
        return house.pages.page(
            request, "barred.html", 403, until=until, shown=None, code="", contest=writer.text("barred-no-letter")
        )
    await statements.note_shown(house.office, [found])
    letter = wording.letter(found, now, writer.lang)
    why = [section for section in letter.sections if section.title in WHY]
    last = found.expires_at if found.delivered_at else statements.readable_until(now)
    contest = writer.text("redress-appeal", until=Day(last)) if last > now else writer.text("redress-late")
    return house.pages.page(
        request, "barred.html", 403, until=until, code=statements.code_of(house.office, found.id), contest=contest,
        shown=writer.letter(replace(letter, sections=tuple(why))),
    )  # fmt: skip


def _night(request: Request, status: int = 200) -> Response:
    """Out of hours, or nobody is on duty where that closes the entrance: when it opens, and what to do meanwhile."""
    house = house_of(request)
    door = house.means.config.door
    return house.pages.page(
        request,
        "night.html",
        status,
        next_evening=door.next_evening,
        busy_hours=door.busy_hours,
        shut=house.hours,
        evenings=around.evenings_of(house.square),
    )


def _narrowed(request: Request, status: int = 200) -> Response:
    """The square is narrowed to those who were here before: when to try again, and what to do meanwhile."""
    square = house_of(request).square
    return house_of(request).pages.page(request, "mode_shut.html", status, minutes=modes.minutes_left(square))


def doorkeeper_of(request: Request, proof: str = "") -> Doorkeeper:
    """What the service mode asks of whoever stands at the door with a pass."""
    return Doorkeeper(house_of(request).square, request.state.pass_, request.state.origin, proof)


def proof_for(request: Request, answer: str = "") -> Asked | None:
    """The proof of work for whoever stands at the door, fresh unless their last is still good; None: none is asked."""
    means, origin = house_of(request).means, request.state.origin
    if not doorkeeper_of(request).must_prove():
        return None
    now = means.clock.now()
    kept = means.proofs.still_open(answer, origin.device, now) if answer else None
    return kept or means.proofs.ask(origin.device, origin.network, now, means.clock.tick())


def _let_in(request: Request, told: tuple[str, ...]) -> Response:
    """On to the square; who is shown help lines reads them first, and is in all the same."""
    house = house_of(request)
    if not told:
        return RedirectResponse(_landing(house), status_code=303)
    return house.pages.page(request, "entered.html", told=told, landing=_landing(house))


def _card(
    request: Request, form: dict[str, str], errors: Errors, status: int = 200, told: tuple[str, ...] = ()
) -> Response:
    house = house_of(request)
    return house.pages.page(
        request, "entry.html", status, form=form, errors=errors, required=set(house.means.config.entry.required),
        genders=[one.value for one in Gender], rooms_here=house.square.here(),
        proof=proof_for(request, form.get("proof", "")), told=told,
    )  # fmt: skip


def _landing(house: House) -> str:
    return f"/square/{house.means.config.square.default_room}"


def pass_seconds(house: House) -> int:
    """How long the cookies last: as long as the pass; a visit ends long before, on the server."""
    return house.means.config.age.pass_days * DAY // SECOND


def _fields(form: FormData) -> dict[str, str]:
    """Text fields only, none longer than anything we ask for; a proof that is too long stays so."""
    most = {"proof": ANSWER_MAX + 1}
    return {name: value[: most.get(name, TYPED_MAX)] for name, value in form.items() if isinstance(value, str)}


def _entry_form(fields: dict[str, str]) -> EntryForm:
    return EntryForm(
        nickname=fields.get("nickname", ""), age=fields.get("age", ""), gender=fields.get("gender", ""),
        gender_consent=fields.get("gender_consent") == "yes", postal_code=fields.get("postal_code", ""),
        meant=fields.get("meant", ""),
    )  # fmt: skip


def _errors(refused: Refused) -> Errors:
    """All reasons of a field; the alternative stands beside the last, once."""
    return {
        field: [
            (one.text_key, one.args, one.alternative if place == len(found) else None)
            for place, one in enumerate(found, 1)
        ]
        for field, found in refused.faults.items()
    }


def _labelled(house: House, purposes: Iterable[str], lang: str) -> list[tuple[str, str]]:
    """Each purpose with the name of its room; nothing for the gender."""
    named = {rooms.consent_purpose(room): room.name.get(lang, room.id) for room in house.square.rooms.values()}
    return [(purpose, named.get(purpose, "")) for purpose in purposes]

"""The JSON doors of the door itself: how to get in, the age check, the entry card, what is kept, going out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from parvis.access import visits
from parvis.access.age import voucher
from parvis.access.age.offered import METHODS
from parvis.access.sanctions import Barred
from parvis.chat import entry, frames
from parvis.chat.entry import EntryForm, Refused, Underage
from parvis.core import bodies
from parvis.core.night import Closes
from parvis.core.people import Gender
from parvis.core.protocol import ByeCode
from parvis.core.verdict import Finding
from parvis.guard.pipeline import DOWN
from parvis.web import cookies, door, pages
from parvis.web.api.operation import given
from parvis.web.house import House, house_of
from parvis.web.problems import CLOSED_MS, PAUSED_MS, found, plain, problem, sentence

TAKEN = frozenset({"refuse-nick-taken", "refuse-nick-day-limit", "refuse-code-used"})
"""Refusals that speak of what others did before, not of what was written."""
LISTENERS = ("3018", "119")


async def how_to_get_in(request: Request, _nothing: bodies.Nothing) -> Response:
    """What the door says to anybody: whether it is open, counters and hours, what the entry card asks."""
    house, lang = house_of(request), request.state.lang
    config = house.means.config
    opening = house.square.hours.of_square(house.means.clock.now())
    return given(
        bodies.HowAnswer(
            open=not house.opening and opening.is_open,
            why_closed=[sentence(request, reason.text_key, reason.args) for reason in house.opening],
            age_methods=config.age.methods,
            counters=[
                bodies.CounterAnswer(name=one.name, address=one.address, hours=frames.in_language(one.hours, lang))
                for one in config.counters
            ],
            next_evening=frames.in_language(config.door.next_evening, lang),
            busy_hours=frames.in_language(config.door.busy_hours, lang),
            here=house.square.here(),
            opens_at=None if opening.is_open else opening.until,
            required=config.entry.required,
            genders=list(Gender),
            languages=config.square.languages,
        )
    )


async def redeem_voucher(request: Request, body: bodies.VoucherBody) -> Response:
    """Turn a voucher into an age pass, once; the pass is in the cookie that is set."""
    house = house_of(request)
    if house.opening or voucher.NAME not in house.means.config.age.methods:
        return problem(request, 503, "api-closed", retry_ms=CLOSED_MS)
    barred = await door.kept_out(request)
    if barred is not None:  # before the code is used up
        return await _barred(request, barred)
    outcome = await METHODS[voucher.NAME].prove(house.means, {"code": body.code}, request.state.origin)
    if isinstance(outcome, Finding):
        return _refused(request, {"code": [outcome]})
    await door.settle_doubts(request)
    response = given(bodies.Passed(expires_at=outcome.age_pass.expires_at))
    cookies.set_cookie(response, house, cookies.PASS, outcome.token, door.pass_seconds(house))
    return response


async def enter(request: Request, body: bodies.EntryBody) -> Response:
    """Fill in the entry card and be on the square; the visit is in the cookie that is set."""
    house, state = house_of(request), request.state
    if house.hours is not None:
        return problem(request, 503, "door-hours", house.hours, retry_ms=CLOSED_MS)
    if Closes.ENTRY in house.closed:
        return problem(request, 503, "night-entry", retry_ms=CLOSED_MS)
    form = EntryForm(
        nickname=body.nickname, age=str(body.age), gender=body.gender or "", gender_consent=body.gender_consent,
        postal_code=body.postal_code, meant=body.nickname if body.meant else "",
    )  # fmt: skip
    outcome = await entry.enter(
        house.means, house.guard, state.pass_, form, state.origin, state.lang,
        on_ended=lambda former: house.square.end(former, ByeCode.REPLACED),
        doorkeeper=door.doorkeeper_of(request, body.proof), on_judged=door.note_judged(request),
    )  # fmt: skip
    if isinstance(outcome, Underage):
        return _underage(request, outcome)
    if isinstance(outcome, Barred):
        return await _barred(request, outcome)
    if isinstance(outcome, Refused):
        return _refused(request, outcome.faults)
    me = frames.me(outcome.visit, house.means.clock.now())
    room = house.means.config.square.default_room
    told = [sentence(request, key) for key in outcome.told]
    response = given(bodies.Entered(visit=me, room=room, gender_left_out=outcome.gender_left_out, told=told))
    cookies.set_cookie(response, house, cookies.VISIT, outcome.token, door.pass_seconds(house))
    return response


async def proof_to_enter(request: Request, _nothing: bodies.Nothing) -> Response:
    """The proof of work that coming in takes now, if any; ask just before entering."""
    asked = door.proof_for(request)
    if asked is None:
        return given(bodies.ProofAnswer(asked=False))
    return given(
        bodies.ProofAnswer(asked=True, challenge=asked.challenge, wait_s=asked.wait_s, strength=asked.strength)
    )


async def my_visit(request: Request, _nothing: bodies.Nothing) -> Response:
    """Everything that is kept about this visit, its consents, and for how long."""
    house, visit, lang = house_of(request), request.state.visit, request.state.lang
    area = house.means.gazetteer.area(visit.profile.area) if visit.profile.area else None
    return given(
        bodies.VisitAnswer(
            visit=frames.me(visit, house.means.clock.now()),
            lang=visit.lang,
            entered_at=visit.entered_at,
            area=area.name if area else None,
            consents=sorted(await visits.consents_of(house.means, visit.id)),
            kept=_kept(request, house, lang),
        )
    )


async def withdraw_gender(request: Request, _nothing: bodies.Nothing) -> Response:
    """Take back the consent to show a gender; it is erased (GDPR Art. 7(3))."""
    await door.withdraw_gender(house_of(request), request.state.visit)
    return given()


async def leave(request: Request, _nothing: bodies.Nothing) -> Response:
    """End the visit; the pass stays."""
    house, visit = house_of(request), request.state.visit
    await visits.end(house.means, visit.id, "left")
    house.square.end(visit.id, ByeCode.LEFT)
    response = given()
    cookies.drop_cookie(response, house, cookies.VISIT)
    return response


def _kept(request: Request, house: House, lang: str) -> list[bodies.Kept]:
    rows = pages.kept_rows(house.texts, house.means.config, lang)
    return [bodies.Kept(what=sentence(request, what), how_long=plain(how_long)) for what, how_long in rows]


async def _barred(request: Request, barred: Barred) -> Response:
    """Kept out by the desk: until when, and the code that opens the reasons and the way to contest them."""
    code = await door.reasons_of(house_of(request), barred)
    return problem(request, 403, barred.text_key, until=barred.until, decision=code)


def _underage(request: Request, outcome: Underage) -> Response:
    """Kindly closed, with numbers to call, until an adult is shown anew."""
    lines = [bodies.HelpLine(number=one, detail=sentence(request, f"minor-line-{one}")) for one in LISTENERS]
    return problem(request, 403, "minor-before" if outcome.before else "minor-lede", field="age", help_lines=lines)


def _refused(request: Request, faults: dict[str, list[Finding]]) -> Response:
    """All reasons by field; the first one decides the status."""
    reasons = [(field, finding) for field, findings in faults.items() for finding in findings]
    field, first = reasons[0]
    retry_ms = next((finding.retry_ms for _, finding in reasons if finding.retry_ms), None)
    if first.text_key == DOWN:
        return problem(request, 503, DOWN, retry_ms=PAUSED_MS)
    status = 429 if retry_ms else 409 if first.text_key in TAKEN else 422
    return problem(
        request, status, first.text_key, first.args, field=field, alternative=first.alternative, retry_ms=retry_ms,
        faults=[found(request, field, finding) for field, finding in reasons] if len(reasons) > 1 else None,
    )  # fmt: skip

"""The team's own door: signing in with a passkey, an invitation, my keys and my shift, a touch once more."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from parvis.access import passkeys, sessions
from parvis.access import staff as team
from parvis.access.passkeys import CREDENTIAL_MAX, Newcomer
from parvis.access.sessions import SignedIn
from parvis.core.clock import HOUR, SECOND
from parvis.core.ids import KeyId
from parvis.core.staff import Act, may
from parvis.core.verdict import Finding
from parvis.store import looks
from parvis.store import staff as people
from parvis.store.staff import Invite
from parvis.web import backstage, cookies
from parvis.web.address import own_path
from parvis.web.backstage import ADMIN, DESK, MINE, fields_of, present_of
from parvis.web.house import House, house_of

SHOWN = 10
"""Of one's own looks, the last so many."""
Form = dict[str, str]


# ---------------------------------------------------------------- signing in


async def front(request: Request) -> Response:
    """The sign-in, or one's own page for whoever is signed in."""
    if request.state.staff is not None:
        return RedirectResponse(MINE, status_code=303)
    return _front(request)


async def sign_in(request: Request) -> Response:
    """A passkey's answer to a challenge of ours."""
    house, form = house_of(request), await fields_of(request, CREDENTIAL_MAX + 1)
    outcome = _without_script(form) or await passkeys.finish_sign_in(
        house.means, form["credential"], request.state.origin
    )
    if isinstance(outcome, Finding):
        return _front(request, outcome)
    usual = DESK if may(outcome.present.staff, Act.SEE_DESK) else MINE
    return await _welcomed(house, outcome, _landing(request, outcome, usual))


async def sign_out(request: Request) -> Response:
    """End this sign-in, or all of one's own."""
    house, form = house_of(request), await fields_of(request)
    await sessions.sign_out(house.means, present_of(request), everywhere=form.get("where") == "everywhere")
    await house.recount()
    response = RedirectResponse("/staff", status_code=303)
    cookies.drop_cookie(response, house, cookies.STAFF)
    return response


# ---------------------------------------------------------------- an invitation


async def invitation(request: Request) -> Response:
    """Where an invitation is opened; its link fills the field in by itself."""
    return _invitation(request)


async def open_invitation(request: Request) -> Response:
    """What an invitation is for, and the form that makes a passkey for it."""
    house, form = house_of(request), await fields_of(request)
    token = read_token(form.get("token", ""))
    outcome = await passkeys.invite_for(house.means, token, request.state.origin, request.state.staff)
    if isinstance(outcome, Finding):
        return _invitation(request, outcome, form.get("token", ""))
    return _enrolment(request, outcome, token, {})


async def enrol(request: Request) -> Response:
    """A first passkey: somebody joins the team, or comes back."""
    house, form = house_of(request), await fields_of(request, CREDENTIAL_MAX + 1)
    token, origin = form.get("token", ""), request.state.origin
    languages = tuple(sorted(set(await backstage.choices_of(request, "languages"))))
    known = tuple(one for one in languages if one in house.means.config.square.languages)
    who = Newcomer(name=form.get("name", ""), languages=known, label=form.get("label", ""))
    outcome = _without_script(form) or await passkeys.finish_enrolment(
        house.means, token, form["credential"], who, origin, request.state.staff
    )
    if not isinstance(outcome, Finding):
        return await _welcomed(house, outcome, _landing(request, outcome, MINE))
    invite = await passkeys.invite_for(house.means, token, origin, request.state.staff)
    if isinstance(invite, Finding):
        return _invitation(request, invite)
    return _enrolment(request, invite, token, form, outcome)


# ---------------------------------------------------------------- my page


async def me(request: Request) -> Response:
    """My keys, my shift, where I am signed in, what I looked at."""
    return await _me(request)


async def shift(request: Request) -> Response:
    """Go on duty, or off."""
    house, form = house_of(request), await fields_of(request)
    if form.get("shift") == "begin":
        await team.begin_shift(house.means, present_of(request))
    else:
        await team.end_shift(house.means, present_of(request))
    await house.recount()
    return RedirectResponse(own_path(form.get("next", ""), MINE), status_code=303)


async def add_key(request: Request) -> Response:
    """One more passkey."""
    house, form = house_of(request), await fields_of(request, CREDENTIAL_MAX + 1)
    fault = _without_script(form) or await passkeys.add_key(
        house.means, present_of(request), form["credential"], form.get("label", "")
    )
    return backstage.refused(request, fault, MINE) if fault else RedirectResponse(MINE, status_code=303)


async def revoke_key(request: Request) -> Response:
    """A passkey of one's own opens nothing any more."""
    house, form = house_of(request), await fields_of(request)
    fault = await passkeys.revoke_key(house.means, present_of(request), KeyId(form.get("key", "")))
    return backstage.refused(request, fault, MINE) if fault else RedirectResponse(MINE, status_code=303)


async def confirm(request: Request) -> Response:
    """Where the passkey is touched once more."""
    return backstage.page(request, "staff_confirm.html", back=MINE)


async def confirmed(request: Request) -> Response:
    """The touch; then back to where it was asked for."""
    house, form = house_of(request), await fields_of(request, CREDENTIAL_MAX + 1)
    back = own_path(form.get("next", ""), MINE)
    fault = _without_script(form) or await passkeys.finish_step_up(house.means, present_of(request), form["credential"])
    if fault:
        return backstage.page(request, "staff_confirm.html", backstage.status_of(fault), back=back, fault=fault)
    return RedirectResponse(back, status_code=303)


routes = [
    Route("/staff", front),
    Route("/staff/sign-in", sign_in, methods=["POST"]),
    Route("/staff/sign-out", sign_out, methods=["POST"]),
    Route("/staff/invite", invitation),
    Route("/staff/invite", open_invitation, methods=["POST"]),
    Route("/staff/enrol", enrol, methods=["POST"]),
    Route("/staff/me", me),
    Route("/staff/shift", shift, methods=["POST"]),
    Route("/staff/keys", add_key, methods=["POST"]),
    Route("/staff/keys/revoke", revoke_key, methods=["POST"]),
    Route("/staff/confirm", confirm),
    Route("/staff/confirm", confirmed, methods=["POST"]),
]


def read_token(typed: str) -> str:
    """The token, also out of a whole link."""
    return typed.strip().rpartition("#t=")[2].strip()


def _without_script(form: Form) -> Finding | None:
    """Nothing came from a passkey: without JavaScript no page can talk to one."""
    return None if form.get("credential") else team.refused("staff-key-script")


async def _welcomed(house: House, outcome: SignedIn, where: str) -> Response:
    await house.recount()
    response = RedirectResponse(where, status_code=303)
    seconds = house.means.config.team.session_hours * HOUR // SECOND
    cookies.set_cookie(response, house, cookies.STAFF, outcome.token, seconds)
    return response


def _landing(request: Request, outcome: SignedIn, usual: str) -> str:
    """Administrators who come in by the private listener begin with what is left to do; others as usual."""
    keeps = request.app.state.private and may(outcome.present.staff, Act.KEEP_HOUSE)
    return ADMIN if keeps else usual


def _front(request: Request, fault: Finding | None = None) -> Response:
    status = backstage.status_of(fault) if fault else 200
    host = passkeys.rp_id(house_of(request).means.config)
    return house_of(request).pages.page(request, "staff_front.html", status, fault=fault, host=host)


def _invitation(request: Request, fault: Finding | None = None, token: str = "") -> Response:
    status = backstage.status_of(fault) if fault else 200
    return house_of(request).pages.page(request, "staff_invite.html", status, fault=fault, token=token)


def _enrolment(request: Request, invite: Invite, token: str, form: Form, fault: Finding | None = None) -> Response:
    house = house_of(request)
    return house.pages.page(
        request, "staff_enrol.html", backstage.status_of(fault) if fault else 200, invite=invite, token=token,
        form=form, fault=fault, languages=house.means.config.square.languages, host=passkeys.rp_id(house.means.config),
    )  # fmt: skip


async def _me(request: Request) -> Response:
    house, staff = house_of(request), backstage.staff_of(request)
    means = house.means
    return backstage.page(
        request, "staff_me.html", keys=await passkeys.keys_of(means, staff.id),
        is_on_shift=await team.is_on_shift(means, staff.id), idle_minutes=means.config.team.idle_minutes,
        sign_ins=len(await means.db.read(lambda conn: people.sessions_of(conn, staff.id))),
        looked=await means.db.read(lambda conn: looks.latest(conn, SHOWN, staff_id=staff.id)),
        host=passkeys.rp_id(means.config),
    )  # fmt: skip

"""The team as administrators see it: who is in it, invitations, roles, ends, what takes two; and the log of looks."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from parvis.access import looks as looking
from parvis.access import opening, pairs, passkeys, staff
from parvis.access.staff import Invited
from parvis.core import staff as rules
from parvis.core.approval import Approval, Kind, Objection, State, opinion_for
from parvis.core.clock import Instant
from parvis.core.ids import ApprovalId, InviteId, StaffId
from parvis.core.staff import Act, Role, Staff
from parvis.core.verdict import Finding
from parvis.store import approvals, looks
from parvis.store import staff as people
from parvis.web import backstage
from parvis.web.backstage import choices_of, fields_of, staff_of
from parvis.web.house import house_of

TEAM = "/staff/team"
ACCESS = "/staff/access"
PER_PAGE = 50


# ---------------------------------------------------------------- the team


async def team(request: Request) -> Response:
    """Everybody, and what waits."""
    return await _team(request)


async def invite(request: Request) -> Response:
    """Draw an invitation and show its link, once."""
    house, form = house_of(request), await fields_of(request)
    roles = await _roles(request)
    outcome = await staff.invite(house.means, staff_of(request), form.get("name", ""), roles)
    return await _team(request, outcome) if isinstance(outcome, Finding) else _invited(request, outcome)


async def withdraw(request: Request) -> Response:
    """Make an invitation void."""
    house, form = house_of(request), await fields_of(request)
    fault = await staff.withdraw_invite(house.means, staff_of(request), InviteId(form.get("invite", "")))
    return await _done(request, fault)


async def change_roles(request: Request) -> Response:
    """Give somebody other roles."""
    house, form = house_of(request), await fields_of(request)
    fault = await staff.change_roles(
        house.means, staff_of(request), StaffId(form.get("staff", "")), await _roles(request),
        despite=form.get("sure") == "yes",
    )  # fmt: skip
    return await _done(request, fault)


async def end(request: Request) -> Response:
    """Somebody leaves the team."""
    house, form = house_of(request), await fields_of(request)
    fault = await staff.end_staff(
        house.means, staff_of(request), StaffId(form.get("staff", "")), despite=form.get("sure") == "yes"
    )
    return await _done(request, fault)


async def recover(request: Request) -> Response:
    """Propose that somebody without a key may come back."""
    house, form = house_of(request), await fields_of(request)
    outcome = await staff.propose_recovery(
        house.means, staff_of(request), StaffId(form.get("staff", "")), form.get("opinion", "")
    )
    return await _done(request, outcome if isinstance(outcome, Finding) else None)


# ---------------------------------------------------------------- what takes two


async def proposal(request: Request) -> Response:
    """A proposal: first the matter; its opinion and the answer only for whoever has looked."""
    return await _proposal(request)


async def look(request: Request) -> Response:
    """Record that somebody looks, before they read the opinion."""
    house, asked = house_of(request), _asked(request)
    now, by = house.means.clock.now(), staff_of(request)
    outcome = await house.means.db.write(lambda tx: approvals.look(tx, asked, by, now))
    if isinstance(outcome, Objection):
        return await _proposal(request, staff.objected(outcome))
    return RedirectResponse(f"{TEAM}/proposals/{asked}", status_code=303)


async def answer(request: Request) -> Response:
    """Agree, and be shown the link; or do not."""
    house, asked, form = house_of(request), _asked(request), await fields_of(request)
    said, by, now = form.get("answer", ""), staff_of(request), house.means.clock.now()
    if form.get("verdict") == "second":
        outcome = await staff.second_recovery(house.means, by, asked, said)
        return await _proposal(request, outcome) if isinstance(outcome, Finding) else _invited(request, outcome)
    if form.get("verdict") == "withdraw":
        taken = await house.means.db.write(lambda tx: approvals.withdraw(tx, asked, by, now))
        return await _proposal(request, staff.objected(taken) if isinstance(taken, Objection) else None)
    rejected = await house.means.db.write(lambda tx: approvals.reject(tx, asked, by, said, now))
    return await _proposal(request, staff.objected(rejected) if isinstance(rejected, Objection) else None)


# ---------------------------------------------------------------- the log of looks


async def access(request: Request) -> Response:
    """Who looked at what and why, newest first, and the alarms."""
    return await _access(request)


async def alarm_seen(request: Request) -> Response:
    """An administrator says what they found."""
    house, form = house_of(request), await fields_of(request)
    fault = await looking.see_alarm(house.means, staff_of(request), form.get("alarm", ""), form.get("words", ""))
    if fault:
        return await _access(request, fault)
    await house.recount()
    return RedirectResponse(ACCESS, status_code=303)


routes = [
    Route(TEAM, team),
    Route("/staff/team/invite", invite, methods=["POST"]),
    Route("/staff/team/withdraw", withdraw, methods=["POST"]),
    Route("/staff/team/roles", change_roles, methods=["POST"]),
    Route("/staff/team/end", end, methods=["POST"]),
    Route("/staff/team/recover", recover, methods=["POST"]),
    Route("/staff/team/proposals/{id}", proposal),
    Route("/staff/team/proposals/{id}", answer, methods=["POST"]),
    Route("/staff/team/proposals/{id}/look", look, methods=["POST"]),
    Route(ACCESS, access),
    Route("/staff/access/seen", alarm_seen, methods=["POST"]),
]


def _asked(request: Request) -> ApprovalId:
    return ApprovalId(request.path_params["id"])


async def _roles(request: Request) -> frozenset[Role]:
    return frozenset(Role(one) for one in await choices_of(request, "roles") if one in set(Role))


async def _done(request: Request, fault: Finding | None) -> Response:
    if fault:
        return await _team(request, fault)
    await house_of(request).recount()
    return RedirectResponse(TEAM, status_code=303)


async def _team(request: Request, fault: Finding | None = None) -> Response:
    house, means = house_of(request), house_of(request).means
    here, now = await staff.team(means), means.clock.now()
    proposals = await means.db.read(lambda conn: approvals.waiting(conn, now, Kind.KEY_RECOVERY))
    counted = rules.count(here)
    enough = counted.total >= opening.STAFF_MIN and counted.administrators and counted.deciders
    return backstage.page(
        request, "staff_team.html", backstage.status_of(fault) if fault else 200, fault=fault, team=here,
        keys={one.id: len(await passkeys.keys_of(means, one.id)) for one in here},
        duty={one.id for one in house.on_duty}, roles=list(Role), enough=bool(enough),
        invites=await staff.open_invites(means), names=await _names(request), proposals=proposals,
        linked=await pairs.linked_lately(means),
    )  # fmt: skip


def _invited(request: Request, invited: Invited) -> Response:
    return backstage.page(request, "staff_invited.html", invited=invited)


async def _proposal(request: Request, fault: Finding | None = None) -> Response:
    means, asked, by = house_of(request).means, _asked(request), staff_of(request)
    one: Approval | None = await means.db.read(lambda conn: approvals.find(conn, asked))
    if one is None or one.kind is not Kind.KEY_RECOVERY:
        raise HTTPException(404)
    about = await staff.find_staff(means, StaffId(one.subject))
    return backstage.page(
        request, "staff_proposal.html", backstage.status_of(fault) if fault else 200, fault=fault, proposal=one,
        about=about, opinion=opinion_for(one, by), is_open=one.state_at(means.clock.now()) is State.OPEN,
        names=await _names(request), is_mine=one.proposed_by == by.id, has_looked=by.id in one.looks,
    )  # fmt: skip


async def _access(request: Request, fault: Finding | None = None) -> Response:
    means, by = house_of(request).means, staff_of(request)
    here, alarms = await staff.team(means), await looking.open_alarms(means)
    asked = request.query_params.get("before", "")
    before = Instant(int(asked)) if asked.isdecimal() and len(asked) < 16 else None
    events = await means.db.read(lambda conn: looks.latest(conn, PER_PAGE, before=before))
    return backstage.page(
        request, "staff_access.html", backstage.status_of(fault) if fault else 200, fault=fault, events=events,
        alarms=alarms, for_others={one.id for one in alarms if looking.is_for_others(one, by, here)},
        names=await _names(request),
        seen=await means.db.read(lambda conn: looks.seen_alarms(conn, PER_PAGE)),
        older=events[-1].at if len(events) == PER_PAGE else None,
        may_close=backstage.may_here(request, Act.MANAGE_STAFF),
    )  # fmt: skip


async def _names(request: Request) -> dict[str, Staff]:
    """Everybody who is remembered, by id."""
    return {one.id: one for one in await house_of(request).means.db.read(people.everybody)}

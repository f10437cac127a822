"""The JSON doors of the team: what its own pages' scripts ask. What the team does is done by forms."""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from parvis.access import passkeys
from parvis.access import staff as colleagues
from parvis.access.challenges import Ceremony
from parvis.access.passkeys import Options
from parvis.core import bodies
from parvis.core.ids import CaseId
from parvis.core.verdict import Finding
from parvis.moderation import wellbeing
from parvis.rulebook import changing
from parvis.store import cases
from parvis.web import backstage
from parvis.web.api.operation import given
from parvis.web.backstage import present_of, staff_of
from parvis.web.desk import seeing
from parvis.web.house import house_of
from parvis.web.problems import problem


async def begin_passkey(request: Request, body: bodies.PasskeyBody) -> Response:
    """A fresh challenge for a passkey, as options of W3C Web Authentication."""
    outcome = await _options(request, body)
    if isinstance(outcome, Finding):
        status = backstage.status_of(outcome)
        return problem(request, status, outcome.text_key, outcome.args, retry_ms=outcome.retry_ms)
    return given(bodies.PasskeyOptions(options=msgspec.json.decode(outcome.json)))


async def _options(request: Request, body: bodies.PasskeyBody) -> Options | Finding:
    means, origin, staff = house_of(request).means, request.state.origin, request.state.staff
    match Ceremony(body.what):
        case Ceremony.SIGN_IN:
            return await passkeys.begin_sign_in(means, origin)
        case Ceremony.ENROL:
            return await passkeys.begin_enrolment(means, body.token, body.name, origin, staff)
        case Ceremony.STEP_UP if staff is not None:
            return await passkeys.begin_step_up(means, present_of(request))
        case Ceremony.ADD_KEY if staff is not None:
            return await passkeys.begin_add_key(means, present_of(request))
        case _:
            return colleagues.refused("staff-shut")


async def desk_pulse(request: Request, query: bodies.PulseQuery) -> Response:
    """Whether anything moved, as open pages of the desk ask every few seconds; of a case, its newest event too."""
    house, staff = house_of(request), staff_of(request)
    moves = house.desk.moves
    if not query.case:
        return given(bodies.Pulse(moves=moves))
    one = await house.means.db.read(lambda conn: cases.find(conn, CaseId(query.case)))
    if one is None or not seeing.may_see(staff, one):
        return given(bodies.Pulse(moves=moves))
    if house.desk.step(staff.id, one.id, house.means.clock.now()):
        await wellbeing.look_at(house.office, house.desk.watches, staff.id, one.state.harm)
    return given(bodies.Pulse(moves=moves, seq=one.state.last_seq))


async def check_rule(request: Request, body: bodies.RuleBody) -> Response:
    """What is wrong with a rule's text as it stands, a sentence each; nothing is kept."""
    return given(bodies.RuleFaults(faults=changing.faults_in(house_of(request).rulebook, body.source)))

"""The table of JSON doors: what each takes, gives and refuses. What each asks of whoever comes: `web/routes.py`."""

from __future__ import annotations

from typing import Any

from parvis.core import bodies
from parvis.core import protocol as p
from parvis.web.api import deciding, entering, proposing, reporting, talking, team
from parvis.web.api.operation import Operation, routes_of

ROOM = "/api/rooms/{room}"
PROPOSALS = "/api/rooms/proposals"
MESSAGES = f"{ROOM}/messages"
Nothing = bodies.Nothing
DECISION = bodies.DecisionAnswer

TEAM: list[Operation[Any]] = [
    Operation("POST", "/api/staff/passkey", team.begin_passkey, bodies.PasskeyBody, bodies.PasskeyOptions, (429,)),
    Operation("GET", "/api/desk/pulse", team.desk_pulse, bodies.PulseQuery, bodies.Pulse),
    Operation("POST", "/api/desk/rules/check", team.check_rule, bodies.RuleBody, bodies.RuleFaults),
]
"""What the team's own pages ask, on either listener."""

OPERATIONS: list[Operation[Any]] = [
    Operation("GET", "/api/how", entering.how_to_get_in, Nothing, bodies.HowAnswer),
    Operation("POST", "/api/age/voucher", entering.redeem_voucher, bodies.VoucherBody, bodies.Passed, (409, 429, 503)),
    Operation("POST", "/api/enter", entering.enter, bodies.EntryBody, bodies.Entered, (409, 429)),
    Operation("GET", "/api/proof", entering.proof_to_enter, Nothing, bodies.ProofAnswer),
    Operation("GET", "/api/me", entering.my_visit, Nothing, bodies.VisitAnswer),
    Operation("DELETE", "/api/me/gender", entering.withdraw_gender, Nothing, None),
    Operation("POST", "/api/leave", entering.leave, Nothing, None),
    Operation("GET", "/api/rooms", talking.list_rooms, Nothing, bodies.RoomsAnswer, (429,)),
    Operation("GET", f"{ROOM}/around", talking.around_room, Nothing, bodies.RoomAround, (404,)),
    Operation("GET", PROPOSALS, proposing.my_proposals, Nothing, bodies.ProposalsAnswer, (429,)),
    Operation("POST", PROPOSALS, proposing.propose_room, bodies.ProposalBody, bodies.ProposalTold),
    Operation("DELETE", f"{PROPOSALS}/{{proposal}}", proposing.withdraw_proposal, Nothing, None, (404,)),
    Operation("POST", f"{ROOM}/join", talking.join_room, Nothing, p.PageFrame, (404, 429)),
    Operation("POST", f"{ROOM}/leave", talking.leave_room, Nothing, None, (404, 429)),
    Operation("POST", f"{ROOM}/consent", talking.consent_to_room, bodies.ConsentBody, None, (404, 429)),
    Operation("DELETE", f"{ROOM}/consent", talking.withdraw_room_consent, Nothing, None, (404, 429)),
    Operation("GET", f"{ROOM}/people", talking.list_people, Nothing, bodies.PeopleAnswer, (403, 404, 429)),
    Operation("GET", MESSAGES, talking.read_messages, bodies.HistoryQuery, p.PageFrame, (403, 404, 429)),
    Operation("POST", MESSAGES, talking.say, bodies.MessageBody, bodies.Said, (404, 429)),
    Operation("PATCH", f"{MESSAGES}/{{n}}", talking.edit_message, bodies.TextBody, bodies.Changed, (404, 409, 429)),
    Operation("DELETE", f"{MESSAGES}/{{n}}", talking.delete_message, Nothing, bodies.Changed, (404, 429)),
    Operation("POST", "/api/reports", reporting.report, bodies.ReportBody, bodies.ReportTaken, (404, 429)),
    Operation("POST", "/api/receipt", reporting.read_receipt, bodies.ReceiptBody, bodies.ReceiptAnswer, (404, 429)),
    Operation("POST", "/api/decision", deciding.read_decision, bodies.DecisionBody, DECISION, (404, 429)),
    Operation("POST", "/api/decision/appeal", deciding.contest_decision, bodies.AppealBody, DECISION, (404, 429)),
    Operation("POST", "/api/decision/refusal", deciding.explain_refusal, bodies.RefusalBody, DECISION, (404,)),
    Operation("POST", "/api/flagger/reports", reporting.flag, bodies.ReportBody, bodies.ReportTaken, (404, 429)),
    Operation("GET", "/api/flagger/standing", reporting.my_standing, Nothing, bodies.StandingAnswer, (429,)),
    *TEAM,
]

routes = routes_of(OPERATIONS)
team_routes = routes_of(TEAM)

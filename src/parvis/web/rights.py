"""Who may do what, in words: the route table and the settings as sentences for the person who runs the square."""

from __future__ import annotations

from collections.abc import Sequence

from parvis.access.pairs import Linked
from parvis.core.approval import NEEDED, Kind
from parvis.core.clock import moment_of
from parvis.core.config import Config, team_origin
from parvis.core.numbers import Numbers
from parvis.core.staff import RIGHTS, Act, Staff, may
from parvis.web.gate import Need
from parvis.web.routes import NEEDS

PRIVATE = "/metrics"

PAIRS: dict[Kind, str] = {
    Kind.PERMANENT_RESTRICTION: "a restriction without an end",
    Kind.OPEN_BEYOND: "opening evidence beyond the reported window",
    Kind.RULE_CHANGE: "a change of the rules",
    Kind.KEY_RECOVERY: "letting somebody back who lost every key",
    Kind.CLOSING: "closing the whole square, and opening it again",
}
"""What two people must agree to, in words."""


def sentences(config: Config) -> list[str]:
    """One sentence for each kind of person, from nobody known to whoever has a shell."""
    square, server, age = config.square, config.server, config.age
    return [
        f"Anybody may open these doors at {square.origin}: {', '.join(_paths(Need.BARE) + _paths(Need.PUBLIC))}.",
        f"With an age pass ({_methods(config)}; {age.pass_days} days; {age.nicknames_per_day} nicknames a day): "
        f"{', '.join(_paths(Need.PASS))}.",
        f"With a visit, which is a pass and a nickname: {', '.join(_paths(Need.VISIT))}.",
        f"Trusted flaggers, by the token that `parvis flagger add` shows once: {', '.join(_paths(Need.FLAGGER))}.",
        f"The team, signed in with a passkey: {', '.join(_paths(Need.STAFF))}.",
        *(f"Of the team, {_roles(act)}: {', '.join(paths)}." for act in Act if (paths := _paths(act))),
        f"Whoever reaches {server.private_bind}, port {server.private_port}: {PRIVATE}, and the team's doors; /admin "
        f"is only there{_seen_at(config)}. The public must not.",
        f"Addresses of visitors are taken from {_addresses(config)}.",
        "Vouchers are issued, and everything stored is read, by whoever has a shell and the data folder.",
    ]


def team_sentences(team: list[Staff], alarms: int, linked: Sequence[Linked] = ()) -> list[str]:
    """How many named people the two-person rules and appeals need, who there is, and what stays shut below that."""
    said = [
        f"{_people(len(team))} enrolled" + (f": {', '.join(_described(one) for one in team)}." if team else "."),
        _needs(team, Act.DECIDE, 1, "Deciding cases"),
        _needs(team, Act.DECIDE_APPEALS, 2, "An appeal, which another person than the first decides,"),
        _needs(
            team, Act.DECIDE_APPEALS, 3, "An appeal against what two people decided, which neither of them answers,"
        ),
        _needs(team, Act.DECIDE_CHILD_SAFETY, 1, "Deciding cases about minors"),
    ]
    said += [_needs(team, act, 2, PAIRS[kind].capitalize(), Act.SECOND) for kind, act in NEEDED.items()]
    said.append("Whoever lost every key is let back by two other administrators, or by: parvis staff recover.")
    said.append(
        f"{alarms} {'alarm waits' if alarms == 1 else 'alarms wait'} for an administrator, on the page /staff/access."
        if alarms
        else "No alarm about looking at private data waits for an administrator."
    )
    return said + [_linked(one) for one in linked]


def desk_sentences(numbers: Numbers) -> list[str]:
    """What is past its clock, first: every clock that is over is an alarm."""
    late = [f"{one.overdue} about {one.harm.value}" for one in numbers.harms if one.overdue]
    said: list[str] = []
    if late:
        count = sum(one.overdue for one in numbers.harms)
        said.append(f"OVERDUE: cases past their clock without a decision: {count} ({', '.join(late)}).")
    if numbers.appeals_overdue:
        said.append(f"OVERDUE: appeals past their clock: {numbers.appeals_overdue} of {numbers.appeals_waiting}.")
    waiting = sum(one.waiting for one in numbers.harms)
    return [*said, f"Cases without a first decision: {waiting}; messages held: {numbers.held}."]


def _needs(team: list[Staff], act: Act, wanted: int, what: str, *more: Act) -> str:
    there = sum(1 for one in team if all(may(one, each) for each in (act, *more)))
    so = "it is possible" if there >= wanted else f"it stays shut ({wanted - there} more needed)"
    return f"{what} needs {_people(wanted)} ({_roles(act)}); {there} there, so {so}."


def _linked(one: Linked) -> str:
    what = PAIRS[Kind(one.what)] if one.what in set(Kind) else "the answer to an appeal"
    return (
        f"PAIR OF INVITER AND INVITEE: {what}, by no. {one.first.number} and no. {one.second.number} on "
        f"{moment_of(one.at).date()}. Nobody else could; make sure that they are two people."
    )


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"


def _described(one: Staff) -> str:
    return f"no. {one.number} ({', '.join(sorted(one.roles))})"


def _roles(act: Act) -> str:
    return " or ".join(sorted(role for role, acts in RIGHTS.items() if act in acts))


def _paths(need: Need | Act) -> list[str]:
    return [path for path, wanted in NEEDS.items() if wanted is need and path != PRIVATE]


def _seen_at(config: Config) -> str:
    found = team_origin(config)
    return f", at {found}" if found else ", and no browser reaches it until server.private_origin says its address"


def _methods(config: Config) -> str:
    return f"shown by {' or '.join(config.age.methods)}" if config.age.methods else "no method is configured"


def _addresses(config: Config) -> str:
    proxies = config.server.trusted_proxies
    return (
        f"X-Forwarded-For when {', '.join(proxies)} hands them on"
        if proxies
        else "the connection itself; no proxy is trusted"
    )

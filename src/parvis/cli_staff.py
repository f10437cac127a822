"""The commands about the team, from the machine itself: `parvis staff …`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

from cyclopts import App, Parameter

from parvis.core.clock import day_of
from parvis.core.config import Config
from parvis.core.errors import ConfigError
from parvis.core.staff import Role
from parvis.core.verdict import Finding
from parvis.terminal import ConfigFile, DataFolder, open_square, with_means

if TYPE_CHECKING:
    from parvis.access.means import Means
    from parvis.access.staff import Invited
    from parvis.core.ids import StaffId
    from parvis.core.staff import Staff
    from parvis.store.staff import Invite

T = TypeVar("T")
staff_app = App(
    name="staff", help="The team, from the machine itself: for the first people, and for a locked-out house."
)


@staff_app.command(name="invite")
def invite_staff(
    *,
    name: Annotated[str, Parameter(help="Who it is for, for the list; they choose what colleagues call them.")] = "",
    role: Annotated[
        list[Role] | None,
        Parameter(negative="", help="What they are here for; repeat it for more. Default: administrator and lead."),
    ] = None,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Print a link that lets one person into the team, once. The team itself invites on the page /staff/team.

    Example: `parvis staff invite --name Camille --role administrator --role lead`
    """
    from parvis.access import staff

    settings, place = open_square(config, data)
    roles = frozenset(role) if role else staff.FIRST_ROLES
    outcome = with_means(settings, place, lambda means: staff.invite(means, None, name, roles))
    print(handed_over(settings, [_unless_refused(outcome)]))


@staff_app.command(name="list")
def list_staff(*, config: ConfigFile = None, data: DataFolder = None) -> None:
    """List the team, who is on duty, and invitations that wait.

    Example: `parvis staff list`
    """
    from parvis.access import staff

    settings, place = open_square(config, data)

    async def read(means: Means) -> tuple[list[Staff], set[StaffId], list[Invite]]:
        duty = {one.id for one in await staff.on_duty(means)}
        return await staff.team(means), duty, await staff.open_invites(means)

    team, duty, invites = with_means(settings, place, read)
    print(f"{'no.':>4}  {'since':<12}{'duty':<6}{'roles':<28}name")
    for one in team:
        on = "on" if one.id in duty else ""
        print(f"{one.number:>4}  {day_of(one.since):<12}{on:<6}{', '.join(sorted(one.roles)):<28}{one.name}")
    for invite in invites:
        print(f"{'-':>4}  {'invited':<12}{'':<6}{', '.join(sorted(invite.roles)):<28}{invite.name}".rstrip())


@staff_app.command(name="end")
def end_staff(
    number: Annotated[int, Parameter(help="The person's number, as in parvis staff list.")],
    *,
    despite: Annotated[bool, Parameter(negative="", help="Even if the square then shuts to the public.")] = False,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """End somebody's place on the team: keys, sign-ins and shift, at once. The register keeps that it was done here.

    Example: `parvis staff end 3`
    """
    from parvis.access import staff

    settings, place = open_square(config, data)
    who = _numbered(settings, place, number)
    fault = with_means(settings, place, lambda means: staff.end_staff(means, None, who.id, despite=despite))
    if fault and fault.text_key.startswith("staff-warn"):
        raise ConfigError([f"{_english(fault)} On the command line, the box is --despite."])
    _unless_refused(fault)
    print(f"No. {number} is no longer on the team.")


@staff_app.command(name="recover")
def recover_staff(
    number: Annotated[int, Parameter(help="The person's number, as in parvis staff list.")],
    *,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Let somebody back who lost every key, when no two administrators can: old keys end, and a link is printed.

    Example: `parvis staff recover 1`
    """
    from parvis.access import staff

    settings, place = open_square(config, data)
    who = _numbered(settings, place, number)
    outcome = with_means(settings, place, lambda means: staff.recover_from_shell(means, who.id))
    print(handed_over(settings, [_unless_refused(outcome)]))


def handed_over(settings: Config, invites: list[Invited]) -> str:
    """Links for people of the team, and what to do with them."""
    head = "Hand this link to one person" if len(invites) == 1 else "Hand one link to each of the first people"
    how = f"it opens once, within {settings.team.invite_hours} hours, while the server runs"
    return "\n".join([f"{head}; {how}:", *(f"  {one.link}" for one in invites)])


def _numbered(settings: Config, place: Path, number: int) -> Staff:
    from parvis.access import staff

    for one in with_means(settings, place, staff.team):
        if one.number == number:
            return one
    raise ConfigError([f"Nobody on the team has the number {number}. See: parvis staff list"])


def _unless_refused(outcome: T | Finding) -> T:
    if isinstance(outcome, Finding):
        raise ConfigError([_english(outcome)])
    return outcome


def _english(finding: Finding) -> str:
    from parvis.web.i18n import Texts

    return Texts(["en"], isolating=False).text("en", finding.text_key, **finding.args)

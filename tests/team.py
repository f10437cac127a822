"""People of a team who came in by real invitations and real passkeys, for tests of whatever needs a team."""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from authenticator import Authenticator
from parvis.access import passkeys, staff
from parvis.access.means import Means
from parvis.access.passkeys import Newcomer, Options
from parvis.access.sessions import Present, SignedIn
from parvis.access.staff import Invited
from parvis.core.people import Origin
from parvis.core.staff import Role, Staff

HERE = Origin(device="d" * 32, network="n" * 32)
EVERYTHING = frozenset({Role.ADMINISTRATOR, Role.LEAD})


@dataclass
class Colleague:
    """Somebody of the team with their key ring, signed in."""

    means: Means
    ring: Authenticator
    signed_in: SignedIn

    @property
    def staff(self) -> Staff:
        return self.signed_in.present.staff

    @property
    def present(self) -> Present:
        return self.signed_in.present

    @property
    def token(self) -> str:
        return self.signed_in.token

    async def sign_in(self) -> SignedIn:
        """Come back, by a touch of the key."""
        options = await passkeys.begin_sign_in(self.means, HERE)
        assert isinstance(options, Options), options
        outcome = await passkeys.finish_sign_in(self.means, self.ring.get(options.json), HERE)
        assert isinstance(outcome, SignedIn), outcome
        self.signed_in = outcome
        return outcome

    async def step_up(self) -> None:
        """Touch the key once more."""
        options = await passkeys.begin_step_up(self.means, self.present)
        assert isinstance(options, Options), options
        assert await passkeys.finish_step_up(self.means, self.present, self.ring.get(options.json)) is None


async def enrol(
    means: Means, name: str, *roles: Role, by: Staff | None = None, ring: Authenticator | None = None
) -> Colleague:
    """Invite somebody and let them come in, with these roles (none named: all that the first two bear)."""
    invited = await staff.invite(means, by, name, frozenset(roles) or EVERYTHING)
    assert isinstance(invited, Invited), invited
    ring = ring or Authenticator(means.config.square.origin)
    return Colleague(means, ring, await accept(means, invited.token, ring, name))


async def accept(means: Means, token: str, ring: Authenticator, name: str = "Camille") -> SignedIn:
    """Make a passkey for an invitation."""
    options = await passkeys.begin_enrolment(means, token, name, HERE)
    assert isinstance(options, Options), options
    who = Newcomer(name=name, languages=("fr", "en"), label="clé bleue")
    outcome = await passkeys.finish_enrolment(means, token, ring.create(options.json), who, HERE)
    assert isinstance(outcome, SignedIn), outcome
    return outcome


def as_staff(client: httpx.AsyncClient, who: Colleague) -> httpx.AsyncClient:
    """Let a client come with that person's sign-in."""
    client.cookies.set("parvis_staff", who.token)
    return client

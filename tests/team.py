"""People of a team who came in by real invitations and real passkeys, for tests of whatever needs a team."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256

import httpx
from sqlalchemy import update

from authenticator import Authenticator
from house import submit
from parvis.access import passkeys, staff
from parvis.access.means import Means
from parvis.access.passkeys import Newcomer, Options
from parvis.access.sessions import Present, SignedIn
from parvis.access.staff import Invited
from parvis.core.clock import MINUTE, SECOND, Instant
from parvis.core.people import Origin
from parvis.core.staff import Role, Staff
from parvis.store import sealing
from parvis.store.schema_staff import staff_session
from parvis.store.sealing import Recipient

HERE = Origin(device="d" * 32, network="n" * 32)
EVERYTHING = frozenset({Role.ADMINISTRATOR, Role.LEAD})


@dataclass
class Colleague:
    """Somebody of the team with their key ring, signed in."""

    means: Means
    ring: Authenticator
    signed_in: SignedIn
    here: Origin = HERE

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
        options = await passkeys.begin_sign_in(self.means, self.here)
        assert isinstance(options, Options), options
        outcome = await passkeys.finish_sign_in(self.means, self.ring.get(options.json), self.here)
        assert isinstance(outcome, SignedIn), outcome
        self.signed_in = outcome
        return outcome

    async def step_up(self) -> None:
        """Touch the key once more."""
        options = await passkeys.begin_step_up(self.means, self.present)
        assert isinstance(options, Options), options
        assert await passkeys.finish_step_up(self.means, self.present, self.ring.get(options.json)) is None


async def enrol(
    means: Means, name: str, *roles: Role, by: Staff | None = None, ring: Authenticator | None = None,
    here: Origin | None = None,
) -> Colleague:  # fmt: skip
    """Invite somebody and let them come in, with these roles (none named: all that the first two bear).

    Each comes with a browser of their own, unless one is named.
    """
    invited = await staff.invite(means, by, name, frozenset(roles) or EVERYTHING)
    assert isinstance(invited, Invited), invited
    ring = ring or Authenticator(means.config.square.origin)
    here = here or Origin(device=sha256(name.encode()).hexdigest()[:32], network=HERE.network)
    return Colleague(means, ring, await accept(means, invited.token, ring, name, here), here)


async def accept(means: Means, token: str, ring: Authenticator, name: str = "Camille", here: Origin = HERE) -> SignedIn:
    """Make a passkey for an invitation."""
    options = await passkeys.begin_enrolment(means, token, name, here)
    assert isinstance(options, Options), options
    who = Newcomer(name=name, languages=("fr", "en"), label="clé bleue")
    outcome = await passkeys.finish_enrolment(means, token, ring.create(options.json), who, here)
    assert isinstance(outcome, SignedIn), outcome
    return outcome


async def forget_touch(who: Colleague) -> None:
    """Let the last touch of somebody's key lie just too long ago."""
    minutes = who.means.config.team.step_up_minutes
    before = Instant(who.means.clock.now() - minutes * MINUTE - SECOND)
    values = {"stepped_up_at": before}
    where = staff_session.c.staff == who.staff.id
    await who.means.db.write(lambda tx: tx.conn.execute(update(staff_session).where(where).values(values)))


# ---------------------------------------------------------------- by the doors


async def begin(client: httpx.AsyncClient, page: str, **asked: str) -> httpx.Response:
    """What a page's script is answered when it asks for a passkey."""
    assert (await client.get(page)).status_code == 200
    return await client.post("/api/staff/passkey", json=asked)


async def options(client: httpx.AsyncClient, page: str, **asked: str) -> str:
    """What the page's script hands to the passkey."""
    answer = await begin(client, page, **asked)
    assert answer.status_code == 200, answer.text
    return json.dumps(answer.json()["options"])


async def join(client: httpx.AsyncClient, token: str, ring: Authenticator, name: str) -> httpx.Response:
    """Open an invitation and make a passkey for it, as the page's script would."""
    opened = await submit(client, "/staff/invite", "/staff/invite", token=token)
    assert opened.status_code == 200, opened.text
    asked = await options(client, "/staff/invite", what="enrol", token=token, name=name)
    form = {"token": token, "name": name, "languages": "fr", "label": "clé bleue", "credential": ring.create(asked)}
    return await submit(client, "/staff/invite", "/staff/enrol", **form)


async def come_in(client: httpx.AsyncClient, ring: Authenticator) -> httpx.Response:
    """Sign in by a touch of the newest passkey."""
    asked = await options(client, "/staff/invite", what="sign-in")
    return await submit(client, "/staff/invite", "/staff/sign-in", credential=ring.get(asked))


async def touch(client: httpx.AsyncClient, ring: Authenticator) -> httpx.Response:
    """Touch the passkey once more."""
    asked = await options(client, "/staff/me", what="step-up")
    return await submit(client, "/staff/me", "/staff/confirm", credential=ring.get(asked))


def hold_a_seal(means: Means) -> None:
    """A key to seal to, without which no house opens; nobody keeps its other half."""
    means.keys.sealer.keep([Recipient(key=sealing.fresh_pair().public, name="Personne", added="2026-11-24")])


def as_staff(client: httpx.AsyncClient, who: Colleague) -> httpx.AsyncClient:
    """Let a client come with that person's sign-in."""
    client.cookies.set("parvis_staff", who.token)
    return client

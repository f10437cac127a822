"""How an adult is known without knowing who: what an age method is, and the age pass that every method ends in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from parvis.access.means import Means
from parvis.core.clock import DAY, Instant, day_of, later
from parvis.core.ids import BatchId, PassId, fresh_token, fresh_word
from parvis.core.people import Origin
from parvis.core.verdict import Finding
from parvis.store import people
from parvis.store.people import AgePass
from parvis.store.writer import Tx

PURPOSE = "pass"
TOKEN_MAX = 100


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """A fresh age pass and the secret for its cookie, which is kept nowhere else."""

    age_pass: AgePass
    token: str


class AgeMethod(Protocol):
    """One way to show that one is an adult.

    Saying so is none, and cannot be configured (Commission guidelines on Article 28 DSA, C/2025/5519).
    """

    @property
    def name(self) -> str:
        """As in the setting ``age.methods``, and as kept with the pass."""
        ...

    @property
    def action(self) -> str:
        """The path its form on the age page posts to."""
        ...

    async def prove(self, means: Means, form: Mapping[str, str], origin: Origin) -> Proved | Finding:
        """Turn what was brought into an age pass, once; a finding says why not."""
        ...


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A pass drawn but not yet kept, so that the writer may run its work twice and keep the same one."""

    id: PassId
    token: str
    now: Instant


def draw_pass(means: Means) -> Draft:
    """Fresh secrets for a pass."""
    return Draft(id=PassId(fresh_word(means.entropy)), token=fresh_token(means.entropy), now=means.clock.now())


def keep_pass(tx: Tx, means: Means, draft: Draft, method: str, batch: BatchId | None) -> Proved:
    """Keep a drawn pass and write it into the ledger; nothing kept leads back to what was shown."""
    day = day_of(draft.now)
    expires_at = later(draft.now, means.config.age.pass_days * DAY)
    age_pass = AgePass(id=draft.id, method=method, batch=batch, proved_day=day, expires_at=expires_at)
    people.add_pass(tx, age_pass, means.keys.hash(PURPOSE, draft.token))
    tx.record("pass.issued", {"method": method, "batch": batch, "day": day})
    return Proved(age_pass=age_pass, token=draft.token)


async def open_pass_for(means: Means, token: str) -> AgePass | None:
    """The age pass of this cookie, unless there is none or it has expired."""
    if not token or len(token) > TOKEN_MAX:
        return None
    hashed, now = means.keys.hash(PURPOSE, token), means.clock.now()
    return await means.db.read(lambda conn: people.find_pass(conn, hashed, now))

"""The team: inviting and ending people, their roles, shifts, and coming back after the last key was lost.

Passkeys are in `parvis.access.passkeys`, sign-ins in `parvis.access.sessions`. ``by=None`` is whoever owns the machine.
"""

from __future__ import annotations

import msgspec

from parvis.access import sessions
from parvis.access.means import Means
from parvis.access.opening import STAFF_MIN
from parvis.access.sessions import Present
from parvis.core import staff as team_rules
from parvis.core.approval import Approval, Kind, Objection
from parvis.core.clock import HOUR, Instant
from parvis.core.config import Config, team_origin
from parvis.core.ids import ApprovalId, InviteId, StaffId, fresh_token, fresh_word
from parvis.core.staff import NAME_MAX, Act, Count, Role, Staff, may
from parvis.core.verdict import Finding, Ruling
from parvis.store import approvals
from parvis.store import staff as people
from parvis.store.approvals import Draft
from parvis.store.staff import Invite, InviteKind
from parvis.store.writer import Tx

PURPOSE = "staff-invite"
FIRST_ROLES = frozenset({Role.ADMINISTRATOR, Role.LEAD})
"""What the first two people of a new house bear: between them they can do everything that needs two."""


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation and its token in clear, on its way to one person; only a hash stays behind."""

    invite: Invite
    token: str
    link: str
    """The token stands in the fragment, which no server, proxy or log sees."""


# ---------------------------------------------------------------- inviting


async def invite(means: Means, by: Staff | None, name: str, roles: frozenset[Role]) -> Invited | Finding:
    """Draw a one-time way into the team. ``name`` is how the inviter calls the person; it may be empty."""
    if by is not None and not may(by, Act.MANAGE_STAFF):
        return refused("refuse-staff-right")
    fault = team_rules.roles_fault(roles)
    if fault:
        return refused(fault)
    drawn = _draw(means, InviteKind.ENROL, " ".join(name.split())[:NAME_MAX], roles, None, by)
    await means.db.write(lambda tx: _keep(tx, means, drawn))
    return drawn


async def first_invites(means: Means) -> list[Invited]:
    """Invitations for the first two people of a new house; those made before for the same reason are withdrawn."""
    drawn = [_draw(means, InviteKind.ENROL, "", FIRST_ROLES, None, None) for _ in range(STAFF_MIN)]
    now = means.clock.now()

    def work(tx: Tx) -> list[Invited]:
        for old in people.open_invites(tx.conn, now):
            if old.made_by is None and old.kind is InviteKind.ENROL and not old.name:
                _withdraw(tx, old.id, None, now)
        for one in drawn:
            _keep(tx, means, one)
        return drawn

    return await means.db.write(work)


async def withdraw_invite(means: Means, by: Staff | None, invite_id: InviteId) -> Finding | None:
    """Make an invitation void."""
    if by is not None and not may(by, Act.MANAGE_STAFF):
        return refused("refuse-staff-right")
    now = means.clock.now()
    done = await means.db.write(lambda tx: _withdraw(tx, invite_id, by, now))
    return None if done else refused("refuse-invite-used")


async def open_invites(means: Means) -> list[Invite]:
    """Those that still open."""
    now = means.clock.now()
    return await means.db.read(lambda conn: people.open_invites(conn, now))


# ---------------------------------------------------------------- the team


async def team(means: Means) -> list[Staff]:
    """Everybody who has not left, by number."""
    return await means.db.read(people.team)


async def count(means: Means) -> Count:
    """The team in three numbers."""
    return team_rules.count(await team(means))


async def find_staff(means: Means, staff_id: StaffId) -> Staff | None:
    """Somebody by their id, also after they left, as long as they are remembered."""
    return await means.db.read(lambda conn: people.find(conn, staff_id))


async def change_roles(
    means: Means, by: Staff, staff_id: StaffId, roles: frozenset[Role], *, despite: bool = False
) -> Finding | None:
    """Give somebody other roles; never oneself. ``despite`` the warning that the house would shut."""
    if not may(by, Act.MANAGE_STAFF):
        return refused("refuse-staff-right")
    fault = team_rules.roles_fault(roles)
    if fault:
        return refused(fault)
    if staff_id == by.id:
        return refused("refuse-staff-own-roles")

    def work(tx: Tx) -> Finding | None:
        one = people.find(tx.conn, staff_id)
        if one is None or one.ended_at is not None:
            return refused("refuse-staff-gone")
        changed = msgspec.structs.replace(one, roles=roles)
        warning = None if despite else _warning(people.team(tx.conn), one, changed)
        if warning:
            return warning
        people.change(tx, staff_id, roles=roles)
        tx.record("staff.roles", {"staff": staff_id, "roles": sorted(roles), "by": by.id})
        return None

    return await means.db.write(work)


async def end_staff(means: Means, by: Staff | None, staff_id: StaffId, *, despite: bool = False) -> Finding | None:
    """Somebody leaves: keys, sign-ins, shift and what waits of theirs for a second person end at once.

    ``despite`` the warning that the house would shut.
    """
    if by is not None and not may(by, Act.MANAGE_STAFF) and by.id != staff_id:
        return refused("refuse-staff-right")
    now = means.clock.now()

    def work(tx: Tx) -> Finding | None:
        one = people.find(tx.conn, staff_id)
        if one is None or one.ended_at is not None:
            return refused("refuse-staff-gone")
        warning = None if despite else _warning(people.team(tx.conn), one, None)
        if warning:
            return warning
        people.end(tx, staff_id, now)
        for key in people.keys_of(tx.conn, staff_id):
            people.revoke_key(tx, key.id, now, "left")
        sessions.end_all(tx, now, "left", staff_id=staff_id)
        people.end_shift(tx, staff_id, now)
        for old in people.open_invites(tx.conn, now):
            if old.staff == staff_id:
                _withdraw(tx, old.id, by, now)
        approvals.lapse(tx, staff_id, now)
        tx.record("staff.ended", {"staff": staff_id, "by": _who(by)})
        return None

    return await means.db.write(work)


# ---------------------------------------------------------------- shifts


async def begin_shift(means: Means, present: Present) -> Finding | None:
    """Go on duty: the lantern is lit while somebody is."""
    if not may(present.staff, Act.KEEP_WATCH):
        return refused("refuse-staff-right")
    now, shift_id = means.clock.now(), fresh_word(means.entropy)

    def work(tx: Tx) -> None:
        if people.begin_shift(tx, shift_id, present.staff.id, now):
            tx.record("staff.shift_begun", {"staff": present.staff.id})

    await means.db.write(work)
    return None


async def end_shift(means: Means, present: Present) -> None:
    """Go off duty."""
    now = means.clock.now()

    def work(tx: Tx) -> None:
        if people.end_shift(tx, present.staff.id, now):
            tx.record("staff.shift_ended", {"staff": present.staff.id, "why": "said-so"})

    await means.db.write(work)


async def on_duty(means: Means) -> list[Staff]:
    """Who is on duty now: their shift has begun, they are signed in, and gave a sign of life lately."""
    now, before = means.clock.now(), sessions.idle_before(means)
    found = await means.db.read(lambda conn: people.on_duty(conn, now, before))
    return [one for one in found if may(one, Act.KEEP_WATCH)]


async def is_on_shift(means: Means, staff_id: StaffId) -> bool:
    """Whether somebody's shift has begun and not ended."""
    return await means.db.read(lambda conn: people.is_on_shift(conn, staff_id))


# ---------------------------------------------------------------- coming back without a key


def recovery_payload(staff_id: StaffId) -> bytes:
    """Exactly what two administrators agree to."""
    return msgspec.json.encode({"recover": staff_id})


async def propose_recovery(means: Means, by: Staff, staff_id: StaffId, opinion: str) -> Approval | Finding:
    """One administrator says that somebody lost every key, and how they made sure of who asks."""
    one = await find_staff(means, staff_id)
    if one is None or one.ended_at is not None:
        return refused("refuse-staff-gone")
    said = opinion.strip()
    if not said:
        return refused("refuse-opinion")
    draft = Draft(
        id=ApprovalId(fresh_word(means.entropy)), kind=Kind.KEY_RECOVERY, subject=staff_id,
        payload=recovery_payload(staff_id), opinion=said, hours=means.config.team.approval_hours,
    )  # fmt: skip
    now = means.clock.now()
    outcome = await means.db.write(lambda tx: approvals.propose(tx, draft, by, now))
    return objected(outcome) if isinstance(outcome, Objection) else outcome


async def second_recovery(means: Means, by: Staff, approval_id: ApprovalId, answer: str) -> Invited | Finding:
    """Another administrator agrees: every old key and sign-in of that person ends, and one link is handed out."""
    now, quota = means.clock.now(), means.config.team.pair_quota
    found = await means.db.read(lambda conn: approvals.find(conn, approval_id))
    one = await find_staff(means, StaffId(found.subject)) if found else None
    if found is None or one is None or one.ended_at is not None:
        return refused("refuse-staff-gone")
    drawn = _draw(means, InviteKind.RECOVER, one.name, one.roles, one.id, by)

    def work(tx: Tx) -> Invited | Finding:
        agreed = approvals.second(tx, approval_id, by, answer, now, quota)
        if isinstance(agreed, Objection):
            return objected(agreed)
        used = approvals.use(tx, approval_id, Kind.KEY_RECOVERY, one.id, recovery_payload(one.id), now)
        if isinstance(used, Objection):
            return objected(used)
        void_keys(tx, one.id, now)
        _keep(tx, means, drawn)
        return drawn

    return await means.db.write(work)


async def recover_from_shell(means: Means, staff_id: StaffId) -> Invited | Finding:
    """Whoever owns the machine lets somebody come back: for a house that nobody can enter any more."""
    one = await find_staff(means, staff_id)
    if one is None or one.ended_at is not None:
        return refused("refuse-staff-gone")
    drawn, now = _draw(means, InviteKind.RECOVER, one.name, one.roles, one.id, None), means.clock.now()

    def work(tx: Tx) -> Invited:
        void_keys(tx, one.id, now)
        _keep(tx, means, drawn)
        return drawn

    return await means.db.write(work)


def void_keys(tx: Tx, staff_id: StaffId, now: Instant) -> None:
    """Every key of somebody is lost: it opens nothing any more, and what it opened is shut."""
    for key in people.keys_of(tx.conn, staff_id):
        people.revoke_key(tx, key.id, now, "lost")
        tx.record("staff.key_revoked", {"staff": staff_id, "key": key.id, "why": "lost"})
    sessions.end_all(tx, now, "revoked", staff_id=staff_id)


# ---------------------------------------------------------------- within


def refused(text_key: str, **args: str | int) -> Finding:
    """A refusal of the team's rooms, with its sentence."""
    return Finding(check="staff", ruling=Ruling.REFUSE, text_key=text_key, args=args)


def objected(objection: Objection) -> Finding:
    """Why the two-person rule says no."""
    return refused(f"refuse-pair-{objection}")


def _draw(
    means: Means, kind: InviteKind, name: str, roles: frozenset[Role], staff_id: StaffId | None, by: Staff | None
) -> Invited:
    now, token = means.clock.now(), fresh_token(means.entropy)
    one = Invite(
        id=InviteId(fresh_word(means.entropy)), kind=kind, name=name, roles=roles, staff=staff_id,
        made_by=by.id if by else None, made_at=now, expires_at=Instant(now + means.config.team.invite_hours * HOUR),
    )  # fmt: skip
    return Invited(invite=one, token=token, link=f"{_door_for(means.config, roles)}/staff/invite#t={token}")


def _door_for(config: Config, roles: frozenset[Role]) -> str:
    """Administrators come in where their pages are, by the private listener, if its address is known."""
    keeps = Act.KEEP_HOUSE in team_rules.acts_of(roles)
    return (team_origin(config) if keeps else "") or config.square.origin


def _keep(tx: Tx, means: Means, drawn: Invited) -> None:
    one = drawn.invite
    people.add_invite(tx, one, means.keys.hash(PURPOSE, drawn.token))
    tx.record("staff.invited", {
        "invite": one.id, "kind": one.kind, "roles": sorted(one.roles), "staff": one.staff,
        "by": one.made_by or "shell",
    })  # fmt: skip


def _withdraw(tx: Tx, invite_id: InviteId, by: Staff | None, now: Instant) -> bool:
    done = people.withdraw_invite(tx, invite_id, now)
    if done:
        tx.record("staff.invite_withdrawn", {"invite": invite_id, "by": _who(by)})
    return done


def _who(by: Staff | None) -> str:
    return by.id if by else "shell"


def _warning(team: list[Staff], before: Staff, after: Staff | None) -> Finding | None:
    """What the change would shut, when it would: said once, and done only by whoever says it again."""
    rest = [after if one.id == before.id else one for one in team]
    was, would = team_rules.count(team), team_rules.count(one for one in rest if one)
    shuts = would.total < STAFF_MIN <= was.total
    nobody = was.administrators > 0 and would.administrators == 0
    undecided = was.deciders > 0 and would.deciders == 0
    if nobody:
        return refused("staff-warn-administrator")
    return refused("staff-warn-shuts", left=would.total) if shuts or undecided else None

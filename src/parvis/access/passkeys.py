"""Passkeys of the team (W3C Web Authentication): enrolling one, signing in, touching it again, adding, revoking.

Each ceremony has two halves: options with a fresh challenge for the browser, and its answer, which is verified before
anything is done. User verification is always asked for (a PIN, a finger, a face), and passkeys are discoverable, so
that nobody types a name. No attestation is asked for: which make of key somebody has is nobody's business here.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec
import webauthn
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    options_to_json,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from parvis.access import looks, sessions
from parvis.access.challenges import SECONDS, Ceremony
from parvis.access.means import Means
from parvis.access.sessions import Present, SignedIn
from parvis.access.staff import PURPOSE, refused, void_keys
from parvis.core.clock import Instant
from parvis.core.config import Config, is_under, origins_of
from parvis.core.ids import KeyId, StaffId, fresh_word
from parvis.core.looking import AlarmKind
from parvis.core.people import Origin
from parvis.core.staff import NAME_MAX, Staff, public_name
from parvis.core.verdict import Finding
from parvis.store import staff as people
from parvis.store.staff import Invite, InviteKind, Key
from parvis.store.writer import Tx

TIMEOUT_MS = int(SECONDS * 1000)
CREDENTIAL_MAX = 16_384
"""Characters of an answer; a real one has one or two thousand."""
LABEL_MAX = 40
NOT_A_CREDENTIAL = (WebAuthnException, ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError)
"""What the library raises for what is no passkey's answer, or a wrong one."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the browser hands to the passkey, as JSON."""

    json: str


class Newcomer(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says of themselves when they enrol."""

    name: str
    languages: tuple[str, ...]
    label: str
    """How they call this key."""


# ---------------------------------------------------------------- invitations


async def open_invite_for(means: Means, token: str, origin: Origin) -> Invite | Finding:
    """The invitation of this token, as long as it is good. Guesses are counted by network."""
    too_fast = means.friction.try_staff(origin.network, means.clock.tick())
    if too_fast:
        return too_fast
    hashed, now = means.keys.hash(PURPOSE, token.strip()), means.clock.now()
    found = await means.db.read(lambda conn: people.find_invite(conn, hashed))
    if found is None:
        return refused("refuse-invite-unknown")
    if found.used_at is not None or found.withdrawn_at is not None:
        return refused("refuse-invite-used")
    if not found.is_good(now):
        return refused("refuse-invite-expired")
    means.friction.staff_was_right(origin.network, means.clock.tick())
    return found


async def invite_for(means: Means, token: str, origin: Origin, here: Staff | None) -> Invite | Finding:
    """The invitation of this token, unless somebody else (``here``) is signed in in the browser that opens it."""
    invite = await open_invite_for(means, token, origin)
    if isinstance(invite, Finding) or here is None or here.id == invite.staff:
        return invite
    return refused("refuse-invite-for-another")


async def begin_enrolment(
    means: Means, token: str, name: str, origin: Origin, here: Staff | None = None
) -> Options | Finding:
    """Options for a first passkey, bound to an invitation; ``name`` is what the device shows beside the passkey."""
    invite = await invite_for(means, token, origin, here)
    if isinstance(invite, Finding):
        return invite
    staff_id = invite.staff or StaffId(fresh_word(means.entropy))
    challenge = means.challenges.ask(Ceremony.ENROL, invite.id, staff_id, means.clock.tick())
    return _creation(means, staff_id, _tidy(name, NAME_MAX) or invite.name, challenge, [])


async def finish_enrolment(
    means: Means, token: str, credential: str, who: Newcomer, origin: Origin, here: Staff | None = None
) -> SignedIn | Finding:
    """A first passkey: somebody joins the team, or comes back to it, and is signed in."""
    invite = await invite_for(means, token, origin, here)
    if isinstance(invite, Finding):
        return invite
    name = _tidy(who.name, NAME_MAX)
    if invite.kind is InviteKind.ENROL and not name:
        return refused("refuse-staff-name")
    made = _verified_new(means, credential, Ceremony.ENROL, invite.id)
    if isinstance(made, Finding):
        return made
    now = means.clock.now()
    key = _fresh_key(means, made, who.label, now)
    fresh = Staff(
        id=key.staff, number=0, name=name, roles=invite.roles, languages=who.languages or ("fr",), since=now,
        invited_by=invite.made_by,
    )  # fmt: skip
    draft = sessions.draw(means, origin)

    def work(tx: Tx) -> SignedIn | Finding:
        if people.key_of_credential(tx.conn, key.credential):
            return refused("refuse-key-known")
        if not people.use_invite(tx, invite.id, now):
            return refused("refuse-invite-used")
        staff = _joined(tx, invite, fresh, now)
        if isinstance(staff, Finding):
            return staff
        people.add_key(tx, key)
        tx.record("staff.key_added", {"staff": staff.id, "key": key.id})
        return sessions.begin(tx, means.config.team, draft, staff, key.id, now)

    return await means.db.write(work)


def _joined(tx: Tx, invite: Invite, fresh: Staff, now: Instant) -> Staff | Finding:
    if invite.kind is InviteKind.RECOVER:
        staff = people.find(tx.conn, invite.staff) if invite.staff else None
        if staff is None or staff.ended_at is not None:
            return refused("refuse-staff-gone")
        void_keys(tx, staff.id, now)
        tx.record("staff.recovered", {"staff": staff.id, "invite": invite.id})
        return staff
    staff = people.add(tx, fresh)
    tx.record("staff.enrolled", {
        "staff": staff.id, "number": staff.number, "roles": sorted(staff.roles), "invite": invite.id,
        "invited_by": staff.invited_by or "shell",
    })  # fmt: skip
    return staff


# ---------------------------------------------------------------- signing in


async def begin_sign_in(means: Means, origin: Origin) -> Options | Finding:
    """Options for a sign-in, bound to the device; the passkey itself says whose it is. Counted until one succeeds."""
    too_fast = means.friction.try_staff(origin.network, means.clock.tick())
    if too_fast:
        return too_fast
    return _request(means, means.challenges.ask(Ceremony.SIGN_IN, origin.device, None, means.clock.tick()), [])


async def finish_sign_in(means: Means, credential: str, origin: Origin) -> SignedIn | Finding:
    """A touch of a passkey: somebody of the team is signed in."""
    key = await _asserted(means, credential, Ceremony.SIGN_IN, origin.device)
    if isinstance(key, Finding):
        return key
    means.friction.staff_was_right(origin.network, means.clock.tick())
    draft, now = sessions.draw(means, origin), means.clock.now()

    def work(tx: Tx) -> SignedIn | Finding:
        staff = people.find(tx.conn, key.staff)
        if staff is None or staff.ended_at is not None:
            return refused("refuse-key-unknown")
        return sessions.begin(tx, means.config.team, draft, staff, key.id, now)

    return await means.db.write(work)


async def begin_step_up(means: Means, present: Present) -> Options | Finding:
    """Options for another touch, by one of this person's own passkeys, bound to the sign-in."""
    mine = await keys_of(means, present.staff.id)
    challenge = means.challenges.ask(Ceremony.STEP_UP, present.session.id, present.staff.id, means.clock.tick())
    return _request(means, challenge, mine)


async def finish_step_up(means: Means, present: Present, credential: str) -> Finding | None:
    """Another touch: grave acts are open to this sign-in for some minutes."""
    key = await _asserted(means, credential, Ceremony.STEP_UP, present.session.id)
    if isinstance(key, Finding):
        return key
    now = means.clock.now()

    def work(tx: Tx) -> Finding | None:
        if not people.step_up(tx, present.session.id, now):
            return refused("refuse-key-unknown")
        tx.record("staff.stepped_up", {"staff": present.staff.id, "session": present.session.id, "key": key.id})
        return None

    return await means.db.write(work)


# ---------------------------------------------------------------- more than one key


async def keys_of(means: Means, staff_id: StaffId) -> list[Key]:
    """Somebody's passkeys that open something."""
    return await means.db.read(lambda conn: people.keys_of(conn, staff_id))


async def begin_add_key(means: Means, present: Present) -> Options | Finding:
    """Options for one more passkey, on a device or key that does not hold one yet."""
    mine, staff = await keys_of(means, present.staff.id), present.staff
    challenge = means.challenges.ask(Ceremony.ADD_KEY, present.session.id, staff.id, means.clock.tick())
    return _creation(means, staff.id, staff.name or public_name(staff, "fr"), challenge, mine)


async def add_key(means: Means, present: Present, credential: str, label: str) -> Finding | None:
    """One more passkey; asks for a fresh touch of one that is known."""
    if not sessions.has_stepped_up(means, present.session):
        return refused("refuse-step-up")
    made = _verified_new(means, credential, Ceremony.ADD_KEY, present.session.id)
    if isinstance(made, Finding):
        return made
    key = _fresh_key(means, made, label, means.clock.now())

    def work(tx: Tx) -> Finding | None:
        if not people.add_key(tx, key):
            return refused("refuse-key-known")
        tx.record("staff.key_added", {"staff": key.staff, "key": key.id})
        return None

    return await means.db.write(work)


async def revoke_key(means: Means, present: Present, key_id: KeyId) -> Finding | None:
    """A passkey of one's own opens nothing any more, and what it opened elsewhere is shut; never the last one."""
    if not sessions.has_stepped_up(means, present.session):
        return refused("refuse-step-up")
    now, staff_id = means.clock.now(), present.staff.id

    def work(tx: Tx) -> Finding | None:
        mine = people.keys_of(tx.conn, staff_id)
        if key_id not in [key.id for key in mine]:
            return refused("refuse-key-unknown")
        if len(mine) == 1:
            return refused("refuse-key-last")
        people.revoke_key(tx, key_id, now, "replaced")
        tx.record("staff.key_revoked", {"staff": staff_id, "key": key_id, "why": "replaced"})
        sessions.end_all(tx, now, "revoked", key_id=key_id)
        return None

    return await means.db.write(work)


# ---------------------------------------------------------------- what the standard asks for


class _Made(msgspec.Struct, frozen=True, kw_only=True):
    """A new passkey that was verified."""

    staff: StaffId
    credential: str
    public_key: bytes
    sign_count: int


def _creation(means: Means, staff_id: StaffId, name: str, challenge: bytes, known: list[Key]) -> Options:
    config = means.config
    shown = name or config.square.name
    return Options(json=options_to_json(webauthn.generate_registration_options(
        rp_id=rp_id(config), rp_name=config.square.name, user_name=shown, user_display_name=shown,
        user_id=bytes.fromhex(staff_id), challenge=challenge, timeout=TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(known),
    )))  # fmt: skip


def _request(means: Means, challenge: bytes, known: list[Key]) -> Options:
    return Options(json=options_to_json(webauthn.generate_authentication_options(
        rp_id=rp_id(means.config), challenge=challenge, timeout=TIMEOUT_MS, allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )))  # fmt: skip


def _descriptors(keys: list[Key]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential)) for key in keys]


def _verified_new(means: Means, credential: str, ceremony: Ceremony, bound: str) -> _Made | Finding:
    """A new passkey, made for a challenge of ours, on a page of ours, by a person who showed who they are."""
    try:
        parsed = parse_registration_credential_json(_bounded(credential))
        challenge = parse_client_data_json(parsed.response.client_data_json).challenge
        asked = means.challenges.take(challenge, ceremony, bound, means.clock.tick())
        if asked is None or asked.staff is None:
            return refused("refuse-key-stale")
        made = webauthn.verify_registration_response(
            credential=parsed, expected_challenge=challenge, expected_rp_id=rp_id(means.config),
            expected_origin=origins(means.config), require_user_verification=True,
        )  # fmt: skip
    except NOT_A_CREDENTIAL:
        return refused("refuse-key-wrong")
    return _Made(
        staff=asked.staff, credential=bytes_to_base64url(made.credential_id), public_key=made.credential_public_key,
        sign_count=made.sign_count,
    )  # fmt: skip


async def _asserted(means: Means, credential: str, ceremony: Ceremony, bound: str) -> Key | Finding:
    """The passkey that signed a challenge of ours, on a page of ours; its count is kept, and may not go back."""
    try:
        parsed = parse_authentication_credential_json(_bounded(credential))
        challenge = parse_client_data_json(parsed.response.client_data_json).challenge
    except NOT_A_CREDENTIAL:
        return refused("refuse-key-wrong")
    asked = means.challenges.take(challenge, ceremony, bound, means.clock.tick())
    if asked is None:
        return refused("refuse-key-stale")
    key = await means.db.read(lambda conn: people.key_of_credential(conn, bytes_to_base64url(parsed.raw_id)))
    if key is None or key.revoked_at is not None or asked.staff not in (None, key.staff):
        return refused("refuse-key-unknown")
    try:
        # The count is judged below, where the signature is known to be good: whoever has no key raises no alarm.
        answer = webauthn.verify_authentication_response(
            credential=parsed, expected_challenge=challenge, expected_rp_id=rp_id(means.config),
            expected_origin=origins(means.config), credential_public_key=key.public_key,
            credential_current_sign_count=0, require_user_verification=True,
        )  # fmt: skip
    except NOT_A_CREDENTIAL:
        return refused("refuse-key-wrong")
    return await _counted(means, key, answer.new_sign_count)


async def _counted(means: Means, key: Key, count: int) -> Key | Finding:
    """Keep how far a passkey counts. One that does not go forward was copied: it is revoked, and there is an alarm."""
    now, alarm_id = means.clock.now(), fresh_word(means.entropy)

    def work(tx: Tx) -> Key | Finding:
        stored = people.key_of_credential(tx.conn, key.credential)
        if stored is None or stored.revoked_at is not None:
            return refused("refuse-key-unknown")
        if (count or stored.sign_count) and count <= stored.sign_count:
            people.revoke_key(tx, key.id, now, "cloned")
            tx.record("staff.key_revoked", {"staff": key.staff, "key": key.id, "why": "cloned"})
            sessions.end_all(tx, now, "revoked", key_id=key.id)
            looks.raise_alarm(tx, alarm_id, AlarmKind.CLONED_KEY, key.staff, now)
            return refused("refuse-key-cloned")
        people.use_key(tx, key.id, count, now)
        return stored

    return await means.db.write(work)


def _fresh_key(means: Means, made: _Made, label: str, now: Instant) -> Key:
    return Key(
        id=KeyId(fresh_word(means.entropy)), staff=made.staff, credential=made.credential, public_key=made.public_key,
        sign_count=made.sign_count, label=_tidy(label, LABEL_MAX), added_at=now,
    )  # fmt: skip


def rp_id(config: Config) -> str:
    """The host that passkeys are for: that of the public address."""
    return urlsplit(config.square.origin).hostname or "localhost"


def origins(config: Config) -> list[str]:
    """Where a passkey may be used: the public address, and further ones on the same host or below it."""
    return [one for one in origins_of(config) if is_under(urlsplit(one).hostname or "", rp_id(config))]


def _bounded(credential: str) -> str:
    if len(credential) > CREDENTIAL_MAX:
        raise ValueError("far too long to be a passkey's answer")
    return credential


def _tidy(text: str, most: int) -> str:
    return " ".join(text.split())[:most]

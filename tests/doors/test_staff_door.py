"""The team's door as people and attackers meet it: real passkeys against the real server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Any, get_args, get_type_hints

import httpx
import msgspec
import pytest
from sqlalchemy import text as sql

from authenticator import Authenticator, b64, unb64
from house import Doors, easy, open_doors, submit, token
from parvis import app
from parvis.access import looks, passkeys, staff
from parvis.access.challenges import Ceremony
from parvis.access.staff import FIRST_ROLES, Invited
from parvis.core.bodies import PasskeyBody
from parvis.core.config import Config
from parvis.core.looking import AlarmKind
from parvis.core.settings import Legal
from parvis.core.staff import Role
from parvis.store import approvals
from parvis.store import staff as people
from team import as_staff, begin, come_in, enrol, forget_touch, hold_a_seal, join, options, touch

ME = "303 /staff/me"
DESK = "303 /desk"
STALE = "Cette demande a vieilli"
WRONG = "une réponse que la place puisse accepter"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Doors]:
    """A house that has everything but a team."""
    async with open_doors(tmp_path, demo=False, shape=ready) as doors:
        hold_a_seal(doors.house.means)
        yield doors


def ready(config: Config) -> Config:
    legal = Legal(operator="Association X", contact_email="contact@example.org")
    return msgspec.structs.replace(easy(config), legal=legal)


def answered(answer: httpx.Response) -> str:
    return f"{answer.status_code} {answer.headers.get('location', '')}".strip()


async def an_invite(doors: Doors, name: str = "", *roles: Role) -> Invited:
    invited = await staff.invite(doors.house.means, None, name, frozenset(roles) or FIRST_ROLES)
    assert isinstance(invited, Invited)
    return invited


async def test_two_come_in_by_their_invitations_and_the_square_opens_without_a_restart(house: Doors) -> None:
    async with house.client() as ada, house.client() as boris, house.client() as stranger:
        assert "Pas encore ouverte" in (await stranger.get("/")).text
        assert answered(await join(ada, (await an_invite(house)).token, Authenticator(house.origin), "Ada")) == ME
        assert "une personne de plus dans l’équipe" in (await stranger.get("/")).text
        assert answered(await join(boris, (await an_invite(house)).token, Authenticator(house.origin), "Boris")) == ME
        assert 'href="/age"' in (await stranger.get("/")).text
        assert (await stranger.get("/readyz")).json()["open"] is True
        mine = (await boris.get("/staff/me")).text
        assert "Boris" in mine and "Modération n°\u00a02" in mine and "clé bleue" in mine


async def test_when_the_team_is_too_small_again_the_square_shuts_and_lets_its_visitors_go(house: Doors) -> None:
    means = house.house.means
    ada, boris = await enrol(means, "Ada"), await enrol(means, "Boris")
    await house.house.recount()
    async with house.client() as client, aclosing(await house.visitor("Alix")) as alix, house.socket(alix) as line:
        await line.hello()
        as_staff(client, ada)
        form = {"staff": boris.staff.id}
        warned = await submit(client, "/staff/team", "/staff/team/end", **form)
        assert warned.status_code == 422 and "la place fermerait au public" in warned.text
        assert (await alix.get("/square/accueil")).status_code == 200
        assert answered(await submit(client, "/staff/team", "/staff/team/end", sure="yes", **form)) == "303 /staff/team"
        await line.closed()
        assert line.bye == "closed"
        assert answered(await alix.get("/square/accueil")) == "303 /"
        assert (await client.get("/staff/team")).status_code == 200, "the team's doors stay open"


@pytest.mark.slow
async def test_a_change_made_at_the_shell_reaches_the_running_server(tmp_path: Path) -> None:
    async with open_doors(tmp_path, demo=False, shape=ready, by_the_clock=True) as doors:
        means = doors.house.means
        hold_a_seal(means)
        await enrol(means, "Ada")
        boris = await enrol(means, "Boris")
        async with doors.client() as stranger, asyncio.timeout(30):
            while not (await stranger.get("/readyz")).json()["open"]:
                await asyncio.sleep(0.2)
            async with app.open_means(means.config, tmp_path) as shell:
                assert await staff.end_staff(shell, None, boris.staff.id, despite=True) is None
            while (await stranger.get("/readyz")).json()["open"]:
                await asyncio.sleep(0.2)


async def test_the_team_signs_in_without_typing_anything_and_out_again(house: Doors) -> None:
    ring = Authenticator(house.origin)
    async with house.client() as ada, house.client() as elsewhere:
        await join(ada, (await an_invite(house)).token, ring, "Ada")
        assert answered(await come_in(elsewhere, ring)) == DESK
        assert answered(await elsewhere.get("/staff")) == ME
        assert answered(await submit(ada, "/staff/me", "/staff/sign-out", where="everywhere")) == "303 /staff"
        assert (await elsewhere.get("/staff/me")).status_code == 403
        assert "parvis_staff" not in ada.cookies


async def test_going_on_duty_lights_the_lantern_on_the_public_door_and_signing_out_puts_it_out(house: Doors) -> None:
    async with house.client() as ada, house.client() as stranger:
        await join(ada, (await an_invite(house)).token, Authenticator(house.origin), "Ada")
        assert "Personne de l’équipe pour l’instant" in (await stranger.get("/")).text
        assert answered(await submit(ada, "/staff/me", "/staff/shift", shift="begin")) == ME
        lit = (await stranger.get("/")).text
        assert "Équipe présente" in lit and "lantern-big lit" in lit
        await submit(ada, "/staff/me", "/staff/sign-out", where="here")
        assert "Équipe présente" not in (await stranger.get("/")).text


# ---------------------------------------------------------------- invitations


async def test_an_invitation_opens_once_and_only_as_long_as_it_is_good(house: Doors) -> None:
    means = house.house.means
    invited, other, old = await an_invite(house), await an_invite(house), await an_invite(house)
    async with house.client() as ada, house.client() as boris:
        await join(ada, invited.token, Authenticator(house.origin), "Ada")
        again = await submit(boris, "/staff/invite", "/staff/invite", token=invited.token)
        assert again.status_code == 422 and "a déjà servi" in again.text
        assert await staff.withdraw_invite(means, None, other.invite.id) is None
        gone = await submit(boris, "/staff/invite", "/staff/invite", token=other.token)
        assert gone.status_code == 422 and "a déjà servi" in gone.text
        await means.db.write(lambda tx: tx.conn.execute(sql("UPDATE staff_invite SET expires_at = 1")))
        late = await submit(boris, "/staff/invite", "/staff/invite", token=old.token)
        assert late.status_code == 422 and "a expiré" in late.text


async def test_two_who_open_the_same_invitation_at_once_are_not_both_let_in(house: Doors) -> None:
    invited, ring = await an_invite(house), Authenticator(house.origin)
    async with house.client() as ada, house.client() as eve:
        first = await options(ada, "/staff/invite", what="enrol", token=invited.token, name="Ada")
        second = await options(eve, "/staff/invite", what="enrol", token=invited.token, name="Eve")
        form = {"token": invited.token, "languages": "fr", "label": ""}
        one = await submit(ada, "/staff/invite", "/staff/enrol", name="Ada", credential=ring.create(first), **form)
        two = await submit(eve, "/staff/invite", "/staff/enrol", name="Eve", credential=ring.create(second), **form)
        assert (answered(one), two.status_code) == (ME, 422)
        assert [one.name for one in await staff.team(house.house.means)] == ["Ada"]


async def test_a_whole_link_may_be_pasted_and_what_was_invited_is_shown_first(house: Doors) -> None:
    invited = await an_invite(house, "Léa", Role.MODERATOR)
    async with house.client() as lea:
        page = (await submit(lea, "/staff/invite", "/staff/invite", token=f"  {invited.link} ")).text
        assert "modération" in page and 'value="Léa"' in page and "demande JavaScript" in page


async def test_invitations_cannot_be_guessed(tmp_path: Path) -> None:
    async with open_doors(tmp_path, demo=False) as doors, doors.client() as eve:
        most = doors.house.means.config.team.tries_per_network_per_10min
        seen = []
        for guess in range(most + 2):
            answer = await submit(eve, "/staff/invite", "/staff/invite", token=f"guess-{guess}")
            seen.append(answer.status_code)
        assert seen == [422] * most + [429] * 2
        good = await an_invite(doors)
        assert (await submit(eve, "/staff/invite", "/staff/invite", token=good.token)).status_code == 429


async def test_no_token_and_no_name_ever_stands_in_a_log_or_an_address(
    house: Doors, capsys: pytest.CaptureFixture[str]
) -> None:
    invited = await an_invite(house)
    async with house.client() as ada:
        await join(ada, invited.token, Authenticator(house.origin), "Adalbertine")
        token = ada.cookies["parvis_staff"]
        await ada.get("/staff/me")
    said = "".join(capsys.readouterr())
    assert "/staff/enrol" in said
    assert [word for word in (invited.token, token, "Adalbertine") if word in said] == []
    kept = await house.house.means.db.read(lambda conn: "\n".join(conn.connection.driver_connection.iterdump()))  # type: ignore[union-attr]
    assert "Adalbertine" in kept
    assert [word for word in (invited.token, token) if word in kept] == [], "hashes only"


# ---------------------------------------------------------------- what a passkey must and may not do


Forge = Callable[[Authenticator, dict[str, Any]], dict[str, Any]]


def other_origin(_ring: Authenticator, answer: dict[str, Any]) -> dict[str, Any]:
    """Signed for another site (the signature no longer fits either, as a phishing page could not make it fit)."""
    client = json.loads(unb64(answer["response"]["clientDataJSON"]))
    client["origin"] = "https://place.example"
    answer["response"]["clientDataJSON"] = b64(json.dumps(client).encode())
    return answer


def broken_signature(_ring: Authenticator, answer: dict[str, Any]) -> dict[str, Any]:
    signature = bytearray(unb64(answer["response"]["signature"]))
    signature[-1] ^= 1
    answer["response"]["signature"] = b64(bytes(signature))
    return answer


def a_strangers_key(_ring: Authenticator, answer: dict[str, Any]) -> dict[str, Any]:
    answer["id"] = answer["rawId"] = b64(b"somebody else's".ljust(32, b"."))
    return answer


def not_even_close(_ring: Authenticator, _answer: dict[str, Any]) -> dict[str, Any]:
    return {"id": ["x"], "response": 7}


@pytest.mark.parametrize("forge", [other_origin, broken_signature, a_strangers_key, not_even_close])
async def test_an_answer_that_is_not_a_known_keys_own_is_refused(house: Doors, forge: Forge) -> None:
    ring = Authenticator(house.origin)
    async with house.client() as ada, house.client() as eve:
        await join(ada, (await an_invite(house)).token, ring, "Ada")
        answer = json.loads(ring.get(await options(eve, "/staff", what="sign-in")))
        refused = await submit(eve, "/staff", "/staff/sign-in", credential=json.dumps(forge(ring, answer)))
        assert refused.status_code == 422 and "parvis_staff" not in eve.cookies
        assert await looks.open_alarms(house.house.means) == [], "who has no key raises no alarm"
        assert (await ada.get("/staff/me")).status_code == 200, "nor ends anybody's sign-in"


@pytest.mark.parametrize("shown", ["http://127.0.0.1:1", "https://localhost", "http://place.example"])
async def test_a_key_used_on_another_page_opens_nothing(house: Doors, shown: str) -> None:
    ring = Authenticator(house.origin)
    async with house.client() as ada, house.client() as eve:
        await join(ada, (await an_invite(house)).token, ring, "Ada")
        ring.origin = shown
        refused = await come_in(eve, ring)
        assert refused.status_code == 422 and WRONG in refused.text
        made = await options(eve, "/staff/invite", what="enrol", token=(invited := await an_invite(house)).token)
        form = {"token": invited.token, "name": "Eve", "credential": ring.create(made)}
        refused = await submit(eve, "/staff/invite", "/staff/enrol", **form)
        assert refused.status_code == 422 and WRONG in refused.text


async def test_a_key_whose_owner_showed_nothing_of_themselves_opens_nothing(house: Doors) -> None:
    ring = Authenticator(house.origin)
    async with house.client() as ada:
        await join(ada, (await an_invite(house)).token, ring, "Ada")
        ring.is_verified = False
        refused = await come_in(ada, ring)
        assert refused.status_code == 422 and WRONG in refused.text


async def test_an_answer_is_good_once_and_only_where_it_was_asked_for(house: Doors) -> None:
    ring = Authenticator(house.origin)
    async with house.client() as ada, house.client() as eve, house.client() as again:
        await join(ada, (await an_invite(house)).token, ring, "Ada")
        overheard = ring.get(await options(ada, "/staff/me", what="sign-in"))
        stolen = await submit(eve, "/staff", "/staff/sign-in", credential=overheard)
        assert stolen.status_code == 422 and STALE in stolen.text, "a challenge belongs to one device"
        late = await submit(ada, "/staff/me", "/staff/sign-in", credential=overheard)
        assert late.status_code == 422 and STALE in late.text, "and is gone once it was answered, even wrongly"
        fresh = ring.get(await options(again, "/staff", what="sign-in"))
        assert answered(await submit(again, "/staff", "/staff/sign-in", credential=fresh)) == DESK
        await submit(again, "/staff/me", "/staff/sign-out", where="here")
        replayed = await submit(again, "/staff", "/staff/sign-in", credential=fresh)
        assert replayed.status_code == 422 and STALE in replayed.text
        for_signing_in = ring.get(await options(ada, "/staff/me", what="sign-in"))
        used = await submit(ada, "/staff/me", "/staff/confirm", credential=for_signing_in)
        assert used.status_code == 422 and STALE in used.text, "a sign-in is no touch for a grave act"


async def test_a_key_that_counts_backwards_was_copied_so_it_opens_nothing_and_administrators_hear_of_it(
    house: Doors,
) -> None:
    ring = Authenticator(house.origin)
    async with house.client() as ada, house.client() as eve, house.client() as boris:
        await join(ada, (await an_invite(house)).token, ring, "Ada")
        as_staff(boris, await enrol(house.house.means, "Boris"))
        await come_in(ada, ring)
        copied = ring.passkeys[-1].count
        await come_in(ada, ring)
        ring.passkeys[-1].count = copied - 1
        refused = await come_in(eve, ring)
        assert refused.status_code == 422 and "compté à reculons" in refused.text
        assert (await ada.get("/staff/me")).status_code == 403, "what the key had opened is shut"
        assert (await come_in(ada, ring)).status_code == 422
        assert [one.kind for one in await looks.open_alarms(house.house.means)] == [AlarmKind.CLONED_KEY]
        assert "semble avoir été copiée" in (await boris.get("/staff/access")).text
        async with house.private() as private:
            await house.house.recount()
            assert "parvis_access_alarms 1.0" in (await private.get("/metrics")).text


async def test_a_key_that_does_not_count_travels_freely(house: Doors) -> None:
    ring = Authenticator(house.origin, counts=False)
    async with house.client() as ada:
        await join(ada, (await an_invite(house)).token, ring, "Ada")
        for _ in range(3):
            assert answered(await come_in(ada, ring)) == DESK


async def test_somebody_who_left_is_outside_at_once_with_every_key(house: Doors) -> None:
    ring = Authenticator(house.origin)
    async with house.client() as ada:
        await join(ada, (await an_invite(house)).token, ring, "Ada")
        (one,) = await staff.team(house.house.means)
        assert await staff.end_staff(house.house.means, None, one.id, despite=True) is None
        assert (await ada.get("/staff/me")).status_code == 403
        assert (await come_in(ada, ring)).status_code == 422


async def test_under_tls_the_teams_cookie_is_bound_to_this_host_and_its_key_to_this_address(tmp_path: Path) -> None:
    public = "https://chat.example.org"

    def behind_tls(config: Config) -> Config:
        return msgspec.structs.replace(config, square=msgspec.structs.replace(config.square, origin=public))

    async with open_doors(tmp_path, demo=False, shape=behind_tls) as doors, doors.client() as client:
        invited, ring = await an_invite(doors), Authenticator(public)
        assert invited.link.startswith(f"{public}/staff/invite#t=")
        shown = await client.get("/staff/invite")
        device = shown.headers["set-cookie"].partition(";")[0]
        headers, csrf = {"Cookie": device, "Origin": public}, token(shown.text)
        form = {"csrf": csrf, "token": invited.token, "name": "Ada"}
        body = {"what": "enrol", "token": invited.token, "name": "Ada"}
        asked = (await client.post("/api/staff/passkey", json=body, headers=headers)).json()["options"]
        assert asked["rp"]["id"] == "chat.example.org"
        form["credential"] = ring.create(json.dumps(asked))
        said = (await client.post("/staff/enrol", data=form, headers=headers)).headers["set-cookie"]
        assert said.startswith("__Host-parvis_staff=")
        assert [word for word in ("Secure", "HttpOnly", "SameSite=strict", "Path=/") if word not in said] == []
        assert "domain" not in said.lower()


# ---------------------------------------------------------------- keys of one's own


async def test_a_second_key_is_added_by_a_touch_of_the_first_and_the_first_can_then_be_removed(house: Doors) -> None:
    means, ring, second = house.house.means, Authenticator(house.origin), Authenticator(house.origin)
    async with house.client() as ada, house.client() as phone:
        await join(ada, (await an_invite(house)).token, ring, "Ada")
        (one,) = await staff.team(means)
        (first,) = await passkeys.keys_of(means, one.id)
        alone = await submit(ada, "/staff/me", "/staff/keys/revoke", key=first.id)
        assert alone.status_code == 422 and "votre seule clé" in alone.text
        asked = await options(ada, "/staff/me", what="add-key")
        assert [known["id"] for known in json.loads(asked)["excludeCredentials"]] == [first.credential]
        added = await submit(ada, "/staff/me", "/staff/keys", credential=second.create(asked), label="téléphone")
        assert answered(added) == ME
        assert answered(await come_in(phone, second)) == DESK
        assert answered(await submit(phone, "/staff/me", "/staff/keys/revoke", key=first.id)) == ME
        assert (await ada.get("/staff/me")).status_code == 403, "what the removed key had opened is shut"
        assert (await come_in(ada, ring)).status_code == 422
        assert (await phone.get("/staff/me")).status_code == 200


async def test_keys_are_added_and_removed_only_with_a_fresh_touch(house: Doors) -> None:
    means, ring = house.house.means, Authenticator(house.origin)
    one = await enrol(means, "Ada", ring=ring)
    async with house.client() as ada:
        as_staff(ada, one)
        await forget_touch(one)
        more = Authenticator(house.origin)
        asked = await options(ada, "/staff/me", what="add-key")
        refused = await submit(ada, "/staff/me", "/staff/keys", credential=more.create(asked), label="")
        assert refused.status_code == 403 and "Votre clé, encore une fois" in refused.text
        assert len(await passkeys.keys_of(means, one.staff.id)) == 1
        assert answered(await touch(ada, ring)) == ME
        asked = await options(ada, "/staff/me", what="add-key")
        assert answered(await submit(ada, "/staff/me", "/staff/keys", credential=more.create(asked), label="")) == ME


async def test_nobody_touches_a_key_for_somebody_else(house: Doors) -> None:
    means = house.house.means
    ada, boris = await enrol(means, "Ada"), await enrol(means, "Boris")
    async with house.client() as client:
        as_staff(client, ada)
        asked = json.loads(await options(client, "/staff/me", what="step-up"))
        assert [one["id"] for one in asked["allowCredentials"]] == [b64(ada.ring.passkeys[0].id)]
        asked["allowCredentials"] = []
        refused = await submit(
            client, "/staff/me", "/staff/confirm", credential=boris.ring.get(json.dumps(asked))
        )  # fmt: skip
        assert refused.status_code == 422 and "n’ouvre rien ici" in refused.text


async def test_after_the_touch_one_is_back_where_it_was_asked_for_and_nowhere_else(house: Doors) -> None:
    one = await enrol(house.house.means, "Ada")
    async with house.client() as ada:
        as_staff(ada, one)
        for wanted, leads in (
            ("/staff/team", "/staff/team"),
            ("https://evil.example", "/staff/me"),
            ("//x", "/staff/me"),
        ):
            asked = await options(ada, "/staff/me", what="step-up")
            form = {"credential": one.ring.get(asked), "next": wanted}
            assert answered(await submit(ada, "/staff/me", "/staff/confirm", **form)) == f"303 {leads}"


async def test_who_is_asked_for_a_touch_goes_back_to_the_page_the_form_stood_on(house: Doors) -> None:
    one = await enrol(house.house.means, "Ada")
    async with house.client() as ada:
        as_staff(ada, one)
        await forget_touch(one)
        csrf = token((await ada.get("/staff/team")).text)
        for referer, back in (
            (f"{house.origin}/staff/access", "/staff/access"),
            ("https://evil.example/x", "/staff/me"),
        ):
            headers = {"Origin": house.origin, "Referer": referer}
            asked = await ada.post("/staff/access/seen", data={"csrf": csrf}, headers=headers)
            assert asked.status_code == 403 and f'name="next" value="{back}"' in asked.text


async def test_without_a_script_the_forms_say_what_is_missing(house: Doors) -> None:
    invited = await an_invite(house)
    async with house.client() as ada:
        assert "demande JavaScript" in (await ada.get("/staff")).text
        for page, action, form in (
            ("/staff", "/staff/sign-in", {}),
            ("/staff/invite", "/staff/enrol", {"token": invited.token, "name": "Ada"}),
        ):
            answer = await submit(ada, page, action, **form)
            assert answer.status_code == 422 and "demande JavaScript" in answer.text


async def test_huge_and_hostile_answers_are_refused_in_words(house: Doors) -> None:
    one = await enrol(house.house.means, "Ada")
    async with house.client() as ada:
        as_staff(ada, one)
        for credential in ("x" * 40_000, "{}", "[]", "null", '{"id":"é"}', "{" * 3_000, '"' + "A" * 1_000 + '"'):
            for page, action in (
                ("/staff", "/staff/sign-in"),
                ("/staff/me", "/staff/confirm"),
                ("/staff/me", "/staff/keys"),
            ):
                if page == "/staff":
                    page = "/staff/invite"
                answer = await submit(ada, page, action, credential=credential)
                assert (action, credential[:9], answer.status_code) == (action, credential[:9], 422)
        invite = await submit(
            ada, "/staff/team", "/staff/team/invite", name='<script>alert(1)</script>"', roles="moderator"
        )
        assert invite.status_code == 200 and "<script>alert" not in invite.text
        team = (await ada.get("/staff/team")).text
        assert "<script>alert" not in team and "&lt;script&gt;alert" in team


# ---------------------------------------------------------------- the team page


async def test_an_administrator_invites_somebody_with_roles_and_the_link_is_shown_once(house: Doors) -> None:
    one = await enrol(house.house.means, "Ada")
    async with house.client() as ada, house.client() as lea:
        as_staff(ada, one)
        none = await submit(ada, "/staff/team", "/staff/team/invite", name="Léa")
        assert none.status_code == 422 and "au moins un rôle" in none.text
        shown = await submit(ada, "/staff/team", "/staff/team/invite", name="Léa", roles="moderator")
        link = shown.text.split('class="code" value="')[1].split('"')[0]
        assert link.startswith(f"{house.origin}/staff/invite#t=")
        token = link.partition("#t=")[2]
        assert token not in (await ada.get("/staff/team")).text and "Léa" in (await ada.get("/staff/team")).text
        assert answered(await join(lea, token, Authenticator(house.origin), "Léa")) == ME
        assert [sorted(each.roles) for each in await staff.team(house.house.means)][1] == [Role.MODERATOR]
        assert (await lea.get("/staff/team")).status_code == 403


async def test_who_lost_every_key_comes_back_by_two_administrators_and_never_by_one(house: Doors) -> None:
    means = house.house.means
    ada, boris, lea = await enrol(means, "Ada"), await enrol(means, "Boris"), await enrol(means, "Léa", Role.MODERATOR)
    async with house.client() as first, house.client() as second, house.client() as lost:
        as_staff(first, ada)
        as_staff(second, boris)
        form = {"staff": lea.staff.id, "opinion": "Vue ce matin, en personne."}
        assert answered(await submit(first, "/staff/team", "/staff/team/recover", **form)) == "303 /staff/team"
        page = (await first.get("/staff/team")).text
        path = page.split('href="/staff/team/proposals/')[1].split('"')[0]
        path = f"/staff/team/proposals/{path}"
        own = await submit(first, path, path, verdict="second")
        assert own.status_code == 422 and "c’est à une autre personne" in own.text
        assert (await submit(first, path, f"{path}/look")).status_code == 422
        before = (await second.get(path)).text
        assert "Vue ce matin" not in before, "the second looks before they read the first one's opinion"
        early = await submit(second, path, path, verdict="second")
        assert early.status_code == 422 and "Regardez la demande" in early.text
        assert answered(await submit(second, path, f"{path}/look")) == f"303 {path}"
        assert "Vue ce matin" in (await second.get(path)).text
        agreed = await submit(second, path, path, verdict="second", answer="Jointe par téléphone.")
        token = agreed.text.split("#t=")[1].split('"')[0]
        assert (await come_in(lost, lea.ring)).status_code == 422, "the old keys open nothing"
        ring = Authenticator(house.origin)
        assert answered(await join(lost, token, ring, "")) == ME
        assert "Léa" in (await lost.get("/staff/me")).text
        again = await submit(second, path, path, verdict="second")
        assert again.status_code == 422
        team = await staff.team(means)
        assert [(one.name, one.number) for one in team] == [("Ada", 1), ("Boris", 2), ("Léa", 3)]


async def test_a_proposal_that_is_turned_down_or_taken_back_changes_nothing(house: Doors) -> None:
    means = house.house.means
    ada, boris, lea = await enrol(means, "Ada"), await enrol(means, "Boris"), await enrol(means, "Léa", Role.MODERATOR)
    async with house.client() as first, house.client() as second:
        as_staff(first, ada)
        as_staff(second, boris)
        for who, verdict in ((second, "reject"), (first, "withdraw")):
            await submit(first, "/staff/team", "/staff/team/recover", staff=lea.staff.id, opinion="Vue.")
            page = (await first.get("/staff/team")).text
            path = "/staff/team/proposals/" + page.split('href="/staff/team/proposals/')[1].split('"')[0]
            if who is second:
                await submit(second, path, f"{path}/look")
            assert (await submit(who, path, path, verdict=verdict)).status_code == 200
            assert (await submit(second, path, path, verdict="second")).status_code == 422
        assert len(await passkeys.keys_of(means, lea.staff.id)) == 1
        assert (await second.get("/staff/team/proposals/none")).status_code == 404


async def test_nobody_changes_their_own_roles_nor_ends_the_last_administrator_unawares(house: Doors) -> None:
    means = house.house.means
    ada, lea = await enrol(means, "Ada"), await enrol(means, "Léa", Role.MODERATOR)
    async with house.client() as client:
        as_staff(client, ada)
        own = await submit(client, "/staff/team", "/staff/team/roles", staff=ada.staff.id, roles="legal")
        assert own.status_code == 422 and "ses propres rôles" in own.text
        both = await client.post(
            "/staff/team/roles", headers={"Origin": house.origin},
            data={"csrf": (await client.get("/staff/team")).text.split('csrf" value="')[1].split('"')[0],
                  "staff": lea.staff.id, "roles": ["trainee", "moderator"]},
        )  # fmt: skip
        assert both.status_code == 422 and "aucun autre rôle" in both.text
        changed = await submit(client, "/staff/team", "/staff/team/roles", staff=lea.staff.id, roles="lead")
        assert answered(changed) == "303 /staff/team"
        last = await submit(client, "/staff/team", "/staff/team/end", staff=ada.staff.id)
        assert last.status_code == 422 and "plus personne n’administrerait" in last.text
        found = await means.db.read(lambda conn: people.find(conn, ada.staff.id))
        assert found is not None and found.ended_at is None


async def test_an_invitation_does_not_open_in_the_browser_of_whoever_made_it(house: Doors) -> None:
    ring = Authenticator(house.origin)
    async with house.client() as ada, house.client() as lea:
        await join(ada, (await an_invite(house)).token, ring, "Ada")
        link = (await an_invite(house, "Léa", Role.MODERATOR)).token
        opened = await submit(ada, "/staff/invite", "/staff/invite", token=link)
        assert opened.status_code == 422 and "pour une autre personne" in opened.text
        assert 'action="/staff/sign-out"' in opened.text
        asked = await begin(ada, "/staff/invite", what="enrol", token=link, name="Ada bis")
        assert asked.status_code == 422 and "pour une autre personne" in asked.json()["detail"]
        made = Authenticator(house.origin).create(
            await options(lea, "/staff/invite", what="enrol", token=link, name="x")
        )
        form = {"token": link, "name": "Ada bis", "languages": "fr", "label": "", "credential": made}
        ended = await submit(ada, "/staff/invite", "/staff/enrol", **form)
        assert ended.status_code == 422 and "pour une autre personne" in ended.text
        assert len(await staff.team(house.house.means)) == 1
        assert answered(await join(lea, link, Authenticator(house.origin), "Léa")) == ME
        assert await looks.open_alarms(house.house.means) == [], "two browsers, two people"


async def test_signing_out_first_lets_the_next_one_in_and_rings_the_alarm_for_the_shared_browser(house: Doors) -> None:
    means = house.house.means
    async with house.client() as desk:
        await join(desk, (await an_invite(house)).token, Authenticator(house.origin), "Ada")
        await submit(desk, "/staff/me", "/staff/sign-out")
        await join(desk, (await an_invite(house)).token, Authenticator(house.origin), "Boris")
        (alarm,) = await looks.open_alarms(means)
        assert alarm.kind is AlarmKind.SHARED_DEVICE
        page = (await desk.get("/staff/access")).text
        assert "depuis le même navigateur" in page and "Ada (" in page and "Boris (" in page
        assert "/staff/access/seen" in page, "no third administrator is there to look into it"
        await enrol(means, "Cléo")
        assert "est regardée par quelqu’un d’autre" in (await desk.get("/staff/access")).text


async def test_a_pair_of_inviter_and_invitee_stands_on_the_page_of_the_team(house: Doors) -> None:
    means = house.house.means
    ada = await enrol(means, "Ada")
    lea = await enrol(means, "Léa", Role.ADMINISTRATOR, by=ada.staff)
    boris = await enrol(means, "Boris", Role.MODERATOR)
    async with house.client() as first, house.client() as second:
        as_staff(first, ada), as_staff(second, lea)
        assert "liées par une invitation" not in (await first.get("/staff/team")).text
        await submit(first, "/staff/team", "/staff/team/recover", staff=boris.staff.id, opinion="Vu ce matin.")
        (asked,) = await means.db.read(lambda conn: approvals.waiting(conn, means.clock.now()))
        page = f"/staff/team/proposals/{asked.id}"
        await submit(second, page, f"{page}/look")
        agreed = await submit(second, page, page, verdict="second", answer="Appelé.")
        assert agreed.status_code == 200 and "#t=" in agreed.text
        shown = (await first.get("/staff/team")).text
        noted = shown.partition("liées par une invitation")[2].partition("</ul>")[0]
        assert "Un retour sans clé" in noted and "Ada" in noted and "Léa" in noted


def test_every_ceremony_can_be_begun() -> None:
    assert set(get_args(get_type_hints(PasskeyBody)["what"])) == set(Ceremony)

"""The team in a real browser, with a virtual authenticator behind it: invited, enrolled, signed in, on duty."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from playwright.async_api import Browser, CDPSession, expect

from house import Doors, easy, open_doors
from parvis.access import staff
from parvis.access.staff import Invited
from parvis.core.config import Config
from parvis.core.settings import Legal
from parvis.core.staff import Role
from stories.browsing import DESK, PHONE, People, Person
from team import hold_a_seal


@pytest.fixture
async def young(tmp_path: Path) -> AsyncIterator[Doors]:
    """A house that has everything but a team."""

    def ready(config: Config) -> Config:
        legal = Legal(operator="Association X", contact_email="contact@example.org")
        return msgspec.structs.replace(easy(config), legal=legal)

    async with open_doors(tmp_path, demo=False, shape=ready, by_the_clock=True) as doors:
        hold_a_seal(doors.house.means)
        yield doors


@pytest.fixture
async def team(browser: Browser, young: Doors) -> AsyncIterator[People]:
    here = People(browser, young)
    yield here
    assert await here.go_home() == []


async def hold_a_key(person: Person) -> tuple[CDPSession, str]:
    """Give a browser a passkey holder of its own, whose owner shows a finger whenever asked."""
    session = await person.context.new_cdp_session(person.page)
    await session.send("WebAuthn.enable")
    ring: dict[str, Any] = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    added = await session.send("WebAuthn.addVirtualAuthenticator", {"options": ring})
    return session, str(added["authenticatorId"])


async def invited(doors: Doors, *roles: Role) -> Invited:
    found = await staff.first_invites(doors.house.means) if not roles else None
    one = found[0] if found else await staff.invite(doors.house.means, None, "", frozenset(roles))
    assert isinstance(one, Invited)
    return one


async def enrol(person: Person, link: str, name: str) -> None:
    """Follow the link, say a name, touch the key."""
    await person.page.goto(link)
    await person.page.get_by_label("Comment vos collègues vous appellent").fill(name)
    await person.page.get_by_label("Nom de cette clé").fill("téléphone")
    await person.page.get_by_role("button", name="Créer ma clé et entrer").click()
    admin = urlsplit(link).netloc == urlsplit(person.private_origin).netloc
    await expect(person.page.get_by_role("heading", level=1)).to_have_text(
        "Administration" if admin else "Ma page d’équipe"
    )


async def test_two_links_two_keys_a_shift_and_the_lantern_is_lit_on_a_door_that_opened(
    team: People, young: Doors
) -> None:
    first, second = await staff.first_invites(young.house.means)
    ada, boris, alix = await team.stranger(size=PHONE), await team.stranger(size=DESK), await team.stranger()
    await hold_a_key(ada)
    await hold_a_key(boris)
    await alix.go("/")
    await expect(alix.page.get_by_text("Pas encore ouverte")).to_be_visible()
    await enrol(ada, first.link, "Ada")
    assert ada.page.url == f"{young.private_origin}/admin"
    await expect(ada.page.get_by_text("La porte du public est encore fermée")).to_be_visible()
    told = [one.url for one in ada.asked] + [one.headers.get("referer", "") for one in ada.asked]
    assert [one for one in told if first.token in one] == [], "no request ever carried the invitation in its address"
    await enrol(boris, second.link, "Boris")
    await expect(boris.page.get_by_text("La porte est ouverte au public")).to_be_visible()
    await boris.page.get_by_role("link", name="Ma page").click()
    await alix.page.reload()
    await expect(alix.page.get_by_role("link", name="J’ai une carte d’entrée")).to_be_visible()
    await expect(alix.page.get_by_text("Personne de l’équipe pour l’instant")).to_be_visible()
    await boris.page.get_by_role("button", name="Sortir", exact=True).click()
    await boris.page.get_by_role("button", name="Entrer avec ma clé").click()
    await boris.page.wait_for_url("**/admin", wait_until="commit")
    await boris.go("/staff/me")
    await boris.page.get_by_role("button", name="Commencer mon service").click()
    await expect(boris.page.get_by_text("Vous êtes de service")).to_be_visible()
    await alix.page.reload()
    await expect(alix.page.get_by_text("Équipe présente")).to_be_visible()
    await expect(alix.page.locator(".hero svg.lantern.lit")).to_be_visible()
    await boris.page.get_by_role("button", name="Finir mon service").click()
    await expect(boris.page.get_by_text("Vous n’êtes pas de service")).to_be_visible()
    await alix.page.reload()
    await expect(alix.page.get_by_text("Personne de l’équipe pour l’instant")).to_be_visible()


async def test_a_grave_act_asks_for_the_key_again_by_itself_and_a_key_not_given_is_said(
    team: People, young: Doors
) -> None:
    means = young.house.means
    ada = await team.stranger(size=DESK)
    session, ring = await hold_a_key(ada)
    await enrol(ada, (await invited(young)).link, "Ada")
    await long_ago(young)
    await ada.go("/staff/team")
    form = ada.page.locator("form[action='/staff/team/invite']")
    await form.get_by_label("Pour qui").fill("Léa")
    ring_of = {"authenticatorId": ring}
    await session.send("WebAuthn.setUserVerified", {**ring_of, "isUserVerified": False})
    await form.get_by_role("button", name="Créer l’invitation").click()
    await expect(ada.page.get_by_text("La clé n’a pas été donnée")).to_be_visible()
    assert [one.name for one in await staff.open_invites(means)] == [""], "only the one from the beginning"
    await session.send("WebAuthn.setUserVerified", {**ring_of, "isUserVerified": True})
    await form.get_by_role("button", name="Créer l’invitation").click()
    await expect(ada.page.get_by_role("heading", level=1)).to_have_text("Une invitation à remettre")
    waiting = (await staff.open_invites(means))[-1]
    assert (waiting.name, waiting.roles) == ("Léa", frozenset({Role.MODERATOR}))


async def test_without_a_script_the_door_says_that_a_key_needs_one_and_an_invitation_can_be_pasted(
    team: People, young: Doors
) -> None:
    one = await invited(young, Role.MODERATOR)
    ada = await team.stranger(script=False)
    ada.excused = "status of 422"
    await ada.go("/staff")
    await expect(ada.page.get_by_text("demande JavaScript")).to_be_visible()
    await ada.go("/staff/invite")
    await ada.page.get_by_label("Code de l’invitation").fill(one.link)
    await ada.page.get_by_role("button", name="Ouvrir l’invitation").click()
    await expect(ada.page.get_by_text("Vos rôles", exact=False)).to_be_visible()
    await expect(ada.page.get_by_text("demande JavaScript")).to_be_visible()


async def test_a_second_key_is_added_and_the_first_removed(team: People, young: Doors) -> None:
    ada = await team.stranger()
    ada.excused = "status of 403"
    session, first = await hold_a_key(ada)
    await enrol(ada, (await invited(young)).link, "Ada")
    await ada.go("/staff/me")
    await expect(ada.page.get_by_text("Vous n’avez qu’une clé")).to_be_visible()
    await session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": first})
    await hold_a_key(ada)
    await ada.page.get_by_label("Nom de la nouvelle clé").fill("clé bleue")
    await ada.page.get_by_role("button", name="Ajouter une clé").click()
    await ada.page.get_by_role("button", name=re.compile("Retirer la clé.*téléphone")).click()
    await expect(ada.page.get_by_text("Une porte de l’équipe")).to_be_visible()  # its sign-in is over
    await ada.go("/staff")
    await ada.page.get_by_role("button", name="Entrer avec ma clé").click()
    await ada.page.wait_for_url("**/desk", wait_until="commit")
    await ada.go("/staff/me")
    await expect(ada.page.get_by_text("clé bleue")).to_be_visible()


async def long_ago(doors: Doors) -> None:
    """Let everybody's last touch lie too long ago."""
    await doors.house.means.db.write(
        lambda tx: tx.conn.exec_driver_sql("UPDATE staff_session SET stepped_up_at = stepped_up_at - 3600000")
    )

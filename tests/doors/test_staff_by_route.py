"""Who of the team may open which of its doors: every path and method, for every role, from the one table of rights."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from authenticator import Authenticator
from house import Doors, easy, open_doors, token
from parvis.access import staff
from parvis.core.staff import GRAVE, RIGHTS, Act, Role, acts_of
from parvis.web.gate import Need, need_of
from parvis.web.problems import API
from parvis.web.routes import NEEDS, PRIVATE_ROUTES, PUBLIC_ROUTES
from team import Colleague, as_staff, enrol, forget_touch, join

PUBLIC = {route.path for route in PUBLIC_ROUTES}
DOORS = sorted(
    (method, path)
    for path, method in {
        (route.path, method)
        for route in (*PUBLIC_ROUTES, *PRIVATE_ROUTES)
        for method in (route.methods or set()) - {"HEAD"}
    }
    if need_of(NEEDS[path]) is Need.STAFF and not path.startswith(API)
)
"""Every door of the team on either listener; those that both have are asked on the public one."""
SHUT = {"fr": "Une porte de l’équipe", "en": "A door for the team"}
TOUCH = "Votre clé, encore une fois"


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path_factory.mktemp("team"), demo=False, shape=easy) as doors:
        yield doors


@pytest.fixture(scope="module")
async def team(house: Doors) -> dict[Role, Colleague]:
    """One person for each role."""
    means = house.house.means
    return {role: await enrol(means, role.value.title(), role) for role in Role}


async def knock(house: Doors, client: httpx.AsyncClient, method: str, path: str) -> httpx.Response:
    origin = house.origin if path in PUBLIC else house.private_origin
    asked = origin + path.replace("{id}", "none").replace("{", "").replace("}", "")
    if method == "GET":
        return await client.get(asked)
    csrf = token((await client.get(f"{origin}/how")).text)
    return await client.post(asked, data={"csrf": csrf}, headers={"Origin": origin})


def is_shut(answer: httpx.Response) -> bool:
    return answer.status_code == 403 and SHUT["fr"] in answer.text


def test_the_team_has_doors_of_its_own() -> None:
    assert {("GET", "/staff/team"), ("GET", "/staff/access"), ("GET", "/admin")} <= set(DOORS)


@pytest.mark.parametrize("role", list(Role))
async def test_nothing_is_reachable_with_less_than_its_role(
    house: Doors, team: dict[Role, Colleague], role: Role
) -> None:
    """Doors that end the sign-in come last."""
    async with house.client(**{"Accept-Language": "fr"}) as client:
        as_staff(client, team[role])
        wrong = []
        for method, path in sorted(DOORS, key=lambda door: "sign-out" in door[1]):
            need = NEEDS[path]
            allowed = not isinstance(need, Act) or need in RIGHTS[role]
            if is_shut(await knock(house, client, method, path)) is allowed:
                wrong.append((method, path, allowed))
        assert wrong == []
    await team[role].sign_in()


@pytest.mark.parametrize("lang", ["fr", "en"])
async def test_every_refusal_is_a_page_with_the_way_back(house: Doors, lang: str) -> None:
    async with house.client(**{"Accept-Language": lang}) as stranger:
        for method, path in DOORS:
            answer = await knock(house, stranger, method, path)
            assert (path, answer.status_code) == (path, 403)
            assert SHUT[lang] in answer.text and 'href="/"' in answer.text and 'href="/staff"' in answer.text


async def test_grave_acts_want_a_touch_of_the_key_within_the_last_minutes(house: Doors) -> None:
    one = await enrol(house.house.means, "Odile", Role.ADMINISTRATOR)
    async with house.client(**{"Accept-Language": "fr"}) as client:
        as_staff(client, one)
        assert TOUCH not in (await knock(house, client, "POST", "/staff/team/invite")).text
        await forget_touch(one)
        for method, path in DOORS:
            if method == "POST" and NEEDS[path] in GRAVE & acts_of(one.staff.roles):
                answer = await knock(house, client, method, path)
                assert (path, answer.status_code, TOUCH in answer.text) == (path, 403, True)
        assert (await client.get("/staff/team")).status_code == 200, "to read takes none"


async def test_a_cookie_of_nobody_opens_nothing(house: Doors) -> None:
    for value in ("", "x", "A" * 43, "A" * 5_000):
        async with house.client() as client:
            client.cookies.set("parvis_staff", value)
            assert (await client.get("/staff/me")).status_code == 403


async def test_the_teams_cookie_is_strict_and_no_script_reads_it(house: Doors) -> None:
    invited = await staff.invite(house.house.means, None, "Léa", frozenset({Role.MODERATOR}))
    assert isinstance(invited, staff.Invited)
    async with house.client() as client:
        answer = await join(client, invited.token, Authenticator(house.origin), "Léa")
        said = answer.headers["set-cookie"].lower()
        assert "parvis_staff=" in said and "httponly" in said and "samesite=strict" in said and "path=/" in said

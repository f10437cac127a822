"""Every page of the administration, and those by which rooms are kept: for every eye, on a phone and on a desk."""

from __future__ import annotations

import pytest

from house import Doors
from parvis.web.admin.frame import MENU
from stories.browsing import SMALL, People, bring
from stories.test_pages import TOLERABLE, View, faults_of
from team import enrol

PATHS = (*(href for href, _, _ in MENU), "/desk/evenings", "/desk/board")


@pytest.mark.parametrize("path", PATHS)
async def test_every_page_of_the_administration_is_for_every_eye_and_every_hand(
    people: People, square: Doors, path: str
) -> None:
    ada = await enrol(square.house.means, "Ada")
    faults: list[str] = []
    for lang in ("fr", "en"):
        person = await people.stranger(lang, SMALL)
        person.origin = square.private_origin
        await bring(person, {"parvis_staff": ada.token})
        view = View(path.strip("/").replace("/", "-"), "ada", path)
        faults += [f"{lang} {one}" for one in await faults_of(person, view, lang, path)]
    assert [one for one in faults if not TOLERABLE.search(one)] == [], "\n".join(faults)

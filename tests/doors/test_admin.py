"""The administration by its pages: what they set holds at once, what does not fit is told, and the file wins."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import msgspec
import pytest
from msgspec.structs import fields

from house import Doors, easy, open_doors, submit
from parvis.access import choosing
from parvis.core import chosen
from parvis.core.chosen import GROUPS, LISTS, SETTABLE, Written
from parvis.core.config import Config, parse
from parvis.core.errors import ConfigError
from parvis.core.manual import template
from parvis.core.staff import Act
from parvis.store import chosen as stored
from parvis.web.admin.frame import MENU

LEGAL = {"legal-operator": "Association X", "legal-contact_email": "contact@example.org"}
ROOM = {"do": "save", "name-fr": "Jardins", "name-en": "Gardens", "topic-fr": "Semer.", "topic-en": "To sow."}


@pytest.fixture
async def square(tmp_path: Path) -> AsyncIterator[Doors]:
    async with open_doors(tmp_path, demo=False, shape=easy) as doors:
        yield doors


async def save(ada: httpx.AsyncClient, group: str, **typed: str) -> httpx.Response:
    return await submit(ada, f"/admin/settings/{group}", f"/admin/settings/{group}", **typed)


async def test_what_is_missing_stands_in_the_list_with_its_law_and_goes_when_it_is_set(
    square: Doors, ada: httpx.AsyncClient
) -> None:
    page = (await ada.get("/admin")).text
    assert "Il manque" in page and "2022/2065" in page and "/admin/settings/legal" in page
    assert [one.text_key for one in square.house.opening] == ["why-closed-legal"]
    assert (await save(ada, "legal", **LEGAL)).status_code == 303
    assert square.house.opening == [], "the running door has opened"
    assert "Il manque" not in (await ada.get("/admin")).text
    async with square.client() as stranger:
        assert "Association X" in (await stranger.get("/legal")).text


async def test_a_value_that_does_not_fit_is_told_beside_its_field_and_nothing_is_half_kept(
    square: Doors, ada: httpx.AsyncClient
) -> None:
    answer = await save(ada, "legal", **(LEGAL | {"legal-contact_email": "nobody"}))
    assert answer.status_code == 422 and "Une adresse comme" in answer.text and "Rien n’a été enregistré" in answer.text
    assert 'value="nobody"' in answer.text and "Association X" in answer.text, "what was typed is still there"
    assert square.house.means.config.legal.operator == ""
    short = await save(ada, "retention", **{"retention-case_days": "30"})
    assert short.status_code == 422 and re.search("de .?183.? à .?3.?650", short.text)
    nobody = await save(ada, "square", **{"square-name": "", "square-timezone": "Mars/Olympus"})
    for sentence in ("Un nom de 1 à 60 caractères", "Un fuseau comme", "au moins une langue"):
        assert sentence in nobody.text
    assert await square.house.means.db.read(stored.in_force) == {}


async def test_what_the_file_says_is_shown_and_not_for_pages_to_change(square: Doors, ada: httpx.AsyncClient) -> None:
    config = square.house.means.config
    square.house.written = Written(config=config, file="parvis.toml", lines={"legal.operator": 41, "room": 90})
    page = (await ada.get("/admin/settings/legal")).text
    assert "ligne" in page and "41" in page
    field = 'id="legal-operator" name="legal-operator" value="" maxlength="200" autocomplete="off" disabled'
    assert f'{field} aria-describedby="legal-operator-line"' in page and 'id="legal-operator-line">' in page
    assert (await save(ada, "legal", **LEGAL)).status_code == 303
    assert square.house.means.config.legal.operator == "" and square.house.means.config.legal.contact_email
    rooms = await submit(ada, "/admin/rooms", "/admin/rooms", **ROOM, entry="new", id="jardins")
    assert rooms.status_code == 422 and "le dernier mot" in rooms.text
    assert 'value="save"' not in (await ada.get("/admin/rooms")).text


async def test_every_page_of_the_menu_under_admin_has_that_menu_and_says_where_one_is(ada: httpx.AsyncClient) -> None:
    for href, _, _ in MENU:
        if href.startswith("/admin"):
            page = (await ada.get(href)).text
            assert 'aria-label="Pages de l’administration"' in page, href
            assert f'<a href="{href}" aria-current=page>' in page, href


async def test_a_change_stands_in_the_log_and_by_its_hash_in_the_ledger(square: Doors, ada: httpx.AsyncClient) -> None:
    await save(ada, "legal", **LEGAL)
    page = (await ada.get("/admin/log")).text
    assert "legal.operator" in page and "Association X" in page and "Ada" in page
    bodies = await square.house.means.db.read(
        lambda conn: [row[0] for row in conn.exec_driver_sql("SELECT body FROM ledger WHERE kind = 'setting.changed'")]
    )
    assert len(bodies) == 2 and not any(b"Association" in one for one in bodies)


async def test_rooms_are_opened_moved_and_closed_while_the_square_runs(square: Doors, ada: httpx.AsyncClient) -> None:
    wrong = await submit(ada, "/admin/rooms", "/admin/rooms", **(ROOM | {"name-en": ""}), entry="new", id="Jardins")
    assert wrong.status_code == 422 and "De 2 à 30 caractères" in wrong.text and "dans chaque langue" in wrong.text
    added = await submit(ada, "/admin/rooms", "/admin/rooms", **ROOM, entry="new", id="jardins")
    assert added.status_code == 303 and list(square.house.square.rooms)[-1] == "jardins"
    await submit(ada, "/admin/rooms", "/admin/rooms", entry="jardins", do="up")
    assert list(square.house.square.rooms)[-2] == "jardins"
    named = await submit(ada, "/admin/rooms", "/admin/rooms", **(ROOM | {"name-fr": "Potagers"}), entry="jardins")
    assert named.status_code == 303 and [one.name["fr"] for one in square.house.wanted.rooms].count("Potagers") == 1
    landing = await submit(ada, "/admin/rooms", "/admin/rooms", entry="accueil", do="close")
    assert landing.status_code == 422 and "On arrive dans ce salon" in landing.text
    await submit(ada, "/admin/rooms", "/admin/rooms", entry="", do="landing", landing="jardins")
    assert (await submit(ada, "/admin/rooms", "/admin/rooms", entry="accueil", do="close")).status_code == 303
    assert "accueil" not in square.house.square.rooms and square.house.means.config.square.default_room == "jardins"


async def test_counters_rules_and_hours_are_read_outside_as_soon_as_they_are_set(
    square: Doors, ada: httpx.AsyncClient
) -> None:
    place = {"name": "Maison", "address": "3 rue X, Lyon", "hours-fr": "le mardi", "hours-en": "on Tuesdays"}
    wrong = await submit(ada, "/admin/counters", "/admin/counters", **(place | {"address": ""}), entry="new", do="save")
    assert wrong.status_code == 422 and "ne peut pas rester vide" in wrong.text
    assert (await submit(ada, "/admin/counters", "/admin/counters", **place, entry="new", do="save")).status_code == 303
    offered = (await ada.get("/admin/settings/house-rules")).text
    assert "On se dit bonsoir" in offered and "We say good evening" in offered
    rules = {"square-house_rules-fr": "Une règle\nEt une autre", "square-house_rules-en": "One rule"}
    assert (await save(ada, "house-rules", **rules)).status_code == 303
    async with square.client(**{"Accept-Language": "fr"}) as stranger:
        assert "3 rue X, Lyon" in (await stranger.get("/how")).text
        assert "Et une autre" in (await stranger.get("/rules")).text
        assert (await stranger.get("/terms.json")).json()["house_rules"]["en"] == "One rule"
    gone = await submit(ada, "/admin/counters", "/admin/counters", entry="0", do="close")
    assert gone.status_code == 303 and square.house.means.config.counters == []


async def test_what_only_a_start_changes_is_kept_and_said(square: Doors, ada: httpx.AsyncClient) -> None:
    name = {"square-name": "La place", "square-timezone": "Europe/Paris", "square-languages": "fr"}
    assert (await save(ada, "square", **name)).status_code == 303
    page = (await ada.get("/admin/settings/square")).text
    assert "prochain démarrage" in page and "La place" in page
    house = square.house
    assert house.means.config.square.languages == ["fr", "en"]
    assert (await choosing.wanted(house.means, house.written)).square.languages == ["fr"]


@pytest.mark.parametrize("lang", ["fr", "en"])
async def test_every_page_of_the_menu_opens_in_both_languages(ada: httpx.AsyncClient, lang: str) -> None:
    for href, _, act in MENU:
        answer = await ada.get(href, headers={"Accept-Language": lang})
        assert (href, answer.status_code) == (href, 200)
        assert f'href="{href}" aria-current' in answer.text or act is not Act.KEEP_HOUSE


def test_whatever_pages_set_the_file_sets_too_and_a_fresh_file_leaves_it_to_them() -> None:
    known = {f"{part.encode_name}.{one.encode_name}" for part in fields(Config) if part.encode_name not in LISTS
             for one in fields(getattr(Config(), part.name))}  # fmt: skip
    assert known | set(LISTS) >= SETTABLE and {name for group in GROUPS.values() for name in group} <= SETTABLE
    fresh = template(Config(), left_open=SETTABLE)
    assert parse(fresh, "parvis.toml") == Config()
    assert set(chosen.read(fresh, "parvis.toml").lines) & SETTABLE == set()
    assert set(chosen.read(template(_full()), "parvis.toml").lines) >= SETTABLE


def _full() -> Config:
    """A configuration in which nothing is left out of the written file."""
    both = {"fr": "a", "en": "a"}
    found = chosen.put(Config(), "counter", [{"name": "a", "address": "a", "hours": both}])
    for name in ("door.next_evening", "door.busy_hours", "square.house_rules"):
        found = chosen.put(found, name, both)
    return found


def test_the_file_wins_over_what_a_page_set_and_what_does_not_fit_to_it_stops_the_start() -> None:
    written = chosen.read('[square]\nname = "Ici"\n', "parvis.toml")
    assert written.lines == {"square.name": 2}
    assert chosen.overlaid(written, {"square.name": "Là", "legal.phone": "1"}).square.name == "Ici"
    with pytest.raises(ConfigError, match="default_room"):
        chosen.overlaid(written, {"square.default_room": "nowhere"})
    with pytest.raises(ConfigError, match=r"age\.pass_days, set on /admin, must be a whole number"):
        chosen.overlaid(written, {"age.pass_days": "many"})
    assert msgspec.structs.asdict(written.config)["square"].name == "Ici"

"""The interface is described as it is: every JSON door, every frame, every way to be refused or closed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
import schemathesis

from parvis.core import bodies
from parvis.core import protocol as p
from parvis.core.config import Config
from parvis.core.policy import TERMS_VERSION
from parvis.web import pages
from parvis.web.api import talking
from parvis.web.api.operations import OPERATIONS
from parvis.web.api.reference import Reference
from parvis.web.gate import Need, need_of
from parvis.web.i18n import Texts
from parvis.web.problems import API
from parvis.web.routes import NEEDS, PUBLIC_ROUTES


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference(NEEDS, Config().square.origin, Texts(("en",)))


@pytest.fixture(scope="module")
def http(reference: Reference) -> dict[str, Any]:
    return reference.http


@pytest.fixture(scope="module")
def socket(reference: Reference) -> dict[str, Any]:
    return reference.socket


def test_the_description_of_the_doors_is_valid_openapi(http: dict[str, Any]) -> None:
    assert http["openapi"].startswith("3.1.")
    schemathesis.openapi.from_dict(http).validate()


def test_every_door_below_api_is_described_with_each_of_its_methods(http: dict[str, Any]) -> None:
    doors = {
        (method, route.path)
        for route in PUBLIC_ROUTES
        if route.path.startswith(API)
        for method in (route.methods or set()) - {"HEAD"}
    }
    described = {(method.upper(), path) for path, one in http["paths"].items() for method in one}
    assert doors == {(one.method, one.path) for one in OPERATIONS}
    assert doors <= described
    assert {path for _, path in described} <= {route.path for route in PUBLIC_ROUTES}, "and nothing that is not there"


def test_every_door_says_what_it_is_for_and_whom_it_asks_for(http: dict[str, Any]) -> None:
    for path, methods in http["paths"].items():
        for method, one in methods.items():
            assert one["summary"].endswith("."), (method, path)
            asked = {name for choice in one["security"] for name in choice}
            need = need_of(NEEDS[path])
            wanted = {
                Need.PASS: {"pass"}, Need.VISIT: {"pass", "visit"}, Need.FLAGGER: {"flagger"}, Need.STAFF: {"staff"},
            }.get(need, set())  # fmt: skip
            if path == "/api/staff/passkey":
                assert one["security"] == [{}, {"staff": []}], "to sign in one is nobody yet, to touch once more one is"
            else:
                assert (path, asked) == (path, wanted)
            assert ("401" in one["responses"]) == (bool(wanted) and need is not Need.STAFF)
            assert need is not Need.STAFF or "403" in one["responses"]


def test_the_handbook_shows_every_door_frame_and_shape(http: dict[str, Any], socket: dict[str, Any]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "api.md").read_text("utf-8")
    doors = [f"`{method.upper()} {path}`" for path, methods in http["paths"].items() for method in methods]
    shapes = [f"`{name}`" for document in (http, socket) for name in document["components"]["schemas"]]
    frames = [f"| `{one['name']}` | " for one in socket["components"]["messages"].values()]
    assert len(doors) > 20 and len(frames) > 20
    assert [one for one in doors if f"### {one}\n" not in page] == []
    assert [one for one in shapes if f"#### {one}\n" not in page] == []
    assert [one for one in frames if f"\n{one}" not in page] == []


def test_names_of_operations_are_their_own(http: dict[str, Any]) -> None:
    names = [one["operationId"] for methods in http["paths"].values() for one in methods.values()]
    assert len(names) == len(set(names))


def test_under_https_the_cookies_have_their_longer_names() -> None:
    secure = Reference(NEEDS, "https://place.example", Texts(("en",)))
    visitors = {"__Host-parvis_pass", "__Host-parvis_visit"}
    for document, names in ((secure.http, visitors | {"__Host-parvis_staff"}), (secure.socket, visitors)):
        schemes = document["components"]["securitySchemes"]
        assert {one["name"] for one in schemes.values() if "name" in one} == names
    assert secure.socket["servers"]["square"]["protocol"] == "wss"


def test_the_terms_have_the_described_shape() -> None:
    document = pages.terms_document(Texts(), Config())
    assert msgspec.convert(document, bodies.Terms).version == TERMS_VERSION


def test_every_refusal_of_the_conversation_has_a_status() -> None:
    assert set(talking.STATUS_OF) == set(p.ErrCode)


def test_every_frame_of_the_protocol_is_heard_or_said(socket: dict[str, Any]) -> None:
    actions = {(one["action"], one["messages"][0]["$ref"].rsplit("/", 1)[-1]) for one in socket["operations"].values()}
    commands, frames = get_args(p.Command), get_args(p.ServerFrame)
    assert actions == {("receive", kind.__name__) for kind in commands} | {("send", kind.__name__) for kind in frames}
    for message in socket["components"]["messages"].values():
        assert message["summary"]
        assert _at(socket, message["payload"]["$ref"])


def test_every_reference_in_the_socket_s_description_leads_somewhere(socket: dict[str, Any]) -> None:
    for address in _references(socket):
        assert _at(socket, address), address


def test_every_closing_and_every_refusal_has_its_meaning(socket: dict[str, Any]) -> None:
    schemas = socket["components"]["schemas"]
    assert set(schemas["ByeCode"]["x-meanings"]) == set(schemas["ByeCode"]["x-close-codes"]) == set(p.ByeCode)
    assert set(schemas["ErrCode"]["x-meanings"]) == set(p.ErrCode)


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if "$ref" in part else []
        return own + [one for value in part.values() for one in _references(value)]
    return [one for value in part for one in _references(value)] if isinstance(part, list) else []


def _at(document: dict[str, Any], address: str) -> Any:
    part: Any = document
    for name in address.removeprefix("#/").split("/"):
        part = part[name]
    return part

"""Packs from others: signed, trusted for one key, in force within a second, watching until people here let them act."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from caseload import ANNE, BORIS, enrol
from cast import in_room, open_square
from parvis.access.means import Means
from parvis.chat.square import Square
from parvis.core.approval import Approval
from parvis.core.rulebook import ModeChange
from parvis.core.talk import Status
from parvis.core.verdict import Ruling
from parvis.guard import policy_lists
from parvis.guard.edition import Current, as_shipped
from parvis.guard.rules import BadPack, read_pack
from parvis.guard.signed import Signature, sign
from parvis.rulebook import changing
from parvis.rulebook.book import Rulebook
from parvis.rulebook.changing import Said
from terminal import Run, typing_in
from verbs.test_rulebook import say

PACK = """schema = 1
pack = "asso.gulls"
version = "{version}"
title = {{ fr = "Goélands", en = "Gulls" }}
source = "Asso"
licence = "CC0-1.0"
owner = "asso"
expires = 2027-11-26
[[list]]
id = "asso_gulls"
terms = [{terms}]
[[rule]]
id = "asso-gulls"
title = {{ fr = "Goélands", en = "Gulls" }}
harm = "other"
on = ["message"]
mode = "live"
when = 'hit.asso_gulls'
actions = [ {{ do = "hold" }} ]
text_key = "held-doubt"
owner = "asso"
review_by = 2027-06-30
[[rule.test]]
text = "les goélands"
expect = "match"
"""


def pack(version: str = "1", terms: str = '"goelands"') -> bytes:
    return PACK.format(version=version, terms=terms).encode()


KEY = Ed25519PrivateKey.generate()
SIGNED = sign(KEY, pack())


@pytest.fixture
async def square(means: Means) -> Square:
    square = await open_square(means, Current(as_shipped()))
    square.guard.doubt = Ruling.HOLD
    await enrol(square.office)
    return square


async def test_a_subscribed_pack_watches_until_two_people_let_it_act(means: Means) -> None:
    current = Current(as_shipped())
    square = await open_square(means, current)
    square.guard.doubt = Ruling.HOLD
    await enrol(square.office)
    book, live = Rulebook(square.office, current), await in_room(square, "Alix")
    await book.load()
    book.shelf.put(pack(), SIGNED, SIGNED.key)
    await book.refresh()
    assert book.entries["asso-gulls"].mode == "shadow", "whoever publishes it says live; here it watches"
    assert await say(square, live, "des goélands partout") is Status.DELIVERED
    assert isinstance(await changing.change_mode(book, ANNE, "asso-gulls", "live", "Mesurée ici."), Approval)
    await changing.look(book, BORIS, "asso-gulls")
    assert isinstance(await changing.answer(book, BORIS, "asso-gulls", Said.AGREE, "Oui."), ModeChange)
    assert await say(square, live, "encore des goélands") is Status.HELD
    book.shelf.put(pack("2", '"goelands", "mouettes"'), sign(KEY, pack("2", '"goelands", "mouettes"')), SIGNED.key)
    await book.refresh()
    assert await say(square, live, "et des mouettes") is Status.HELD, "a new list, the same rule: it goes on acting"
    assert book.shelf.remove("asso.gulls")
    await book.refresh()
    assert "asso-gulls" not in book.entries
    assert await say(square, live, "toujours des goélands") is Status.DELIVERED


async def test_what_was_changed_in_its_file_is_left_out_and_named(square: Square) -> None:
    book = Rulebook(square.office, Current(as_shipped()))
    book.shelf.put(pack(), SIGNED, SIGNED.key)
    path = book.shelf.folder / "asso.gulls.json"
    kept = json.loads(path.read_text())
    kept["text"] = kept["text"].replace("goelands", "bonsoir")
    path.write_text(json.dumps(kept))
    await book.load()
    assert "asso-gulls" not in book.entries and "changed" in book.broken["asso.gulls"]
    assert "threat" in book.entries
    path.write_text("{")
    await book.refresh()
    assert "no pack that was added here" in book.broken["asso.gulls"]


async def test_a_pack_that_takes_a_name_that_is_taken_is_left_out(square: Square) -> None:
    book = Rulebook(square.office, Current(as_shipped()))
    clash = pack().replace(b"asso_gulls", b"threat_fr")
    book.shelf.put(clash, sign(KEY, clash), SIGNED.key)
    await book.load()
    assert "share the id threat_fr" in book.broken["asso.gulls"]


def test_only_the_key_that_is_trusted_counts(tmp_path: Path, square: Square) -> None:
    shelf = Rulebook(square.office, Current(as_shipped())).shelf
    other = sign(Ed25519PrivateKey.generate(), pack())
    with pytest.raises(BadPack, match="which is trusted"):
        shelf.put(pack(), other, SIGNED.key)
    with pytest.raises(BadPack, match="does not fit"):
        shelf.put(pack("2"), SIGNED, SIGNED.key)
    with pytest.raises(BadPack, match="is no key"):
        shelf.put(pack(), Signature(key="ed25519:x", signature=""), "ed25519:x")
    shelf.put(pack(), SIGNED, SIGNED.key)
    with pytest.raises(BadPack, match="remove it first"):
        shelf.put(pack(), other, other.key)
    assert not shelf.remove("../ledger")


# ---------------------------------------------------------------- policy lists


def test_terms_go_out_and_come_back_in_the_shape_of_a_policy_list() -> None:
    events = policy_lists.given(read_pack(pack(terms='"goelands", "deux mouettes"')))
    assert {one.content.entity for one in events} == {"goelands", "deux mouettes"}
    back = policy_lists.taken(policy_lists.read_events(msgspec.json.encode(events)), "birds")
    assert read_pack(pack().decode() + back).lists[-1].terms == ("deux mouettes", "goelands")


def test_what_others_ban_is_taken_and_nothing_else() -> None:
    events = [
        ("m.policy.rule.user", "@spammer*:evil.example", "m.ban"), ("org.matrix.mjolnir.rule.user", "@Möwe:x", "m.ban"),
        ("m.policy.rule.server", "evil.example", "m.ban"), ("m.policy.rule.user", "@kind:x", "org.example.note"),
        ("m.policy.rule.user", "*", "m.ban"), ("m.policy.rule.user", "", "m.ban"),
        (policy_lists.TYPE, "vente de goélands", "m.ban"),
    ]  # fmt: skip
    raw = [{"type": kind, "state_key": entity, "content": {"entity": entity, "recommendation": wish}, "sender": "@a:b"}
           for kind, entity, wish in events]  # fmt: skip
    raw.append({"type": "m.policy.rule.user", "state_key": "gone", "content": {}})
    found = read_pack(
        pack().decode() + policy_lists.taken(policy_lists.read_events(json.dumps(raw).encode()), "theirs")
    )
    assert found.lists[-1].terms == ("mowe", "vente de goelands")
    assert found.lists[-1].patterns == ("\\bspammer[^ ]{0,40}\\b",)
    with pytest.raises(BadPack, match="Nothing in this policy list"):
        policy_lists.taken([], "none")
    with pytest.raises(BadPack, match="no events"):
        policy_lists.read_events(b"{}")


# ---------------------------------------------------------------- the shell


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return typing_in(tmp_path, monkeypatch, capsys)


def test_a_pack_is_signed_added_listed_and_removed_at_the_shell(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gulls.toml").write_bytes(pack())
    assert run("init").status == 0
    told = run("packs", "sign", "gulls.toml", "--key", "pack.key")
    assert told.status == 0, told.err
    key = told.out.split()[-1]
    assert (tmp_path / "pack.key").stat().st_mode & 0o77 == 0, "nobody else reads it"
    added = run("packs", "add", "gulls.toml", "--signed-by", key)
    assert added.status == 0, added.err
    assert run("packs", "list").out.startswith("asso.gulls 1: 1 rules, 1 lists, by ed25519:")
    assert run("packs", "update").status == 0, "what came as a file is looked for nowhere"
    (tmp_path / "gulls.toml").write_bytes(pack("2"))
    assert "does not fit" in run("packs", "add", "gulls.toml", "--signed-by", key).err
    assert json.loads(run("packs", "export", "gulls.toml").out)[0]["content"]["entity"] == "goelands"
    assert run("packs", "remove", "asso.gulls").status == 0
    assert run("packs", "remove", "asso.gulls").status == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("add", "none.toml", "--signed-by", "ed25519:x"), "cannot be read"),
        (("add", "http://asso.example/p.toml", "--signed-by", "ed25519:x"), "does not begin with https://"),
        (("sign", "bad.toml", "--key", "k"), "no pack"),
        (("sign", "gulls.toml", "--key", "bad.toml"), "holds no key"),
        (("import", "bad.toml", "--name", "x"), "no events"),
        (("import", "bad.toml", "--name", "X y"), "no name of a list"),
        (("export", "bad.toml"), "no pack"),
    ],
)
def test_bad_input_is_told_in_one_sentence(run: Run, words: tuple[str, ...], why: str, tmp_path: Path) -> None:
    assert run("init").status == 0
    (tmp_path / "bad.toml").write_text("{]")
    (tmp_path / "gulls.toml").write_bytes(pack())
    told = run("packs", *words)
    assert told.status == 2 and why in told.err and "Traceback" not in told.err

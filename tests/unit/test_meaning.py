"""The learned check's second look: what its layer says, when it is taken, and what it may cost."""

from __future__ import annotations

import random
import struct
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import numpy as np
import pytest

import toy
from parvis.guard import learned, meaning, stretches, wording
from parvis.guard.attributes import CLASSES
from parvis.guard.learned import Learned, shipped
from parvis.guard.meaning import ENCODER, MEANT, SIDES, SLOT, Allowance, LayerNumbers, Meaning, load_encoder
from parvis.guard.modelfile import BadModel, read_model, written
from parvis.guard.pipeline import processor_time
from parvis.guard.views import Views

HIDDEN, ANSWERS = 3, len(CLASSES) + 1
DOUBTFUL, CLEAR = "tu vas saigner", "merci merci merci merci"


class Fixed:
    """An encoder that says the same of every text, and remembers what it was asked about."""

    name = ENCODER

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.row = np.array([random.Random(1).uniform(-1, 1) for _ in range(SIDES)], np.float32)

    def encode(self, texts: Sequence[str]) -> Any:
        self.asked += texts
        return np.array([self.row for _ in texts])


def packed(numbers: Sequence[float], form: str = "f") -> bytes:
    return struct.pack(f"<{len(numbers)}{form}", *numbers)


def layer(harmless: float = 0.0) -> LayerNumbers:
    """Numbers by chance; with ``harmless`` it says mostly that."""
    chance = random.Random(2)

    def some(count: int) -> list[float]:
        return [chance.uniform(-0.2, 0.2) for _ in range(count)]

    return LayerNumbers(
        encoder=ENCODER, hidden=HIDDEN, answers=ANSWERS, into=packed(some(SIDES * HIDDEN), "e"),
        into_bias=packed(some(HIDDEN)), out=packed(some(HIDDEN * ANSWERS)), bias=packed([*some(ANSWERS - 1), harmless]),
    )  # fmt: skip


def model(one: LayerNumbers, *, ready: bool = True) -> Learned:
    numbers = msgspec.structs.replace(toy.TOY, meaning=one, mix=(0.5, 1.0, 0.25))
    made = Learned(read_model(written(toy.LABEL, numbers)))
    return made.twice() if ready else made


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> Fixed:
    one = Fixed()
    monkeypatch.setattr(learned, "load_encoder", lambda: one)
    return one


def harm(one: Learned, text: str) -> int:
    scores = one.score(Views(text), {})
    assert scores is not None
    return scores.harm


def test_the_layer_reads_what_the_encoder_makes_of_a_text() -> None:
    numbers, one = layer(), Fixed()
    into = struct.unpack(f"<{SIDES * HIDDEN}e", numbers.into)
    bias = struct.unpack(f"<{HIDDEN}f", numbers.into_bias)
    out = struct.unpack(f"<{HIDDEN * ANSWERS}f", numbers.out)
    heard = [
        max(0.0, bias[at] + sum(float(side) * into[number * HIDDEN + at] for number, side in enumerate(one.row)))
        for at in range(HIDDEN)
    ]
    last = struct.unpack(f"<{ANSWERS}f", numbers.bias)
    wanted = [last[at] + sum(heard[row] * out[row * ANSWERS + at] for row in range(HIDDEN)) for at in range(ANSWERS)]
    assert Meaning(numbers, one).logits("quoi que ce soit") == pytest.approx(wanted, abs=1e-4)


def test_a_second_look_is_taken_where_words_leave_a_doubt_and_nowhere_else(encoder: Fixed) -> None:
    one = model(layer(harmless=9.0))
    assert harm(one, DOUBTFUL) < harm(toy.model(), DOUBTFUL)
    assert harm(one, CLEAR) == harm(toy.model(), CLEAR)
    assert encoder.asked == [DOUBTFUL], "what is clear is not asked about"
    assert one.looks == {"taken": 1, "unaffordable": 0, "failed": 0}


def test_it_is_asked_about_words_as_they_were_restored(encoder: Fixed) -> None:
    harm(model(layer()), "tu vas s.a.i.g.n.e.r")
    assert encoder.asked == [DOUBTFUL]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Tu Vas SAIGNER", "tu vas saigner"),
        ("Tu vas saigner, où es-tu ?", "tu vas saigner, où es-tu ?"),
        ("« tu vas saigner », l’été", '" tu vas saigner ", l\'été'),
        ("tu vas saigner, ělève dě l’été", "tu vas saigner, eleve de l'été"),
        ("tu v@s saigner l’été", "tu vas saigner l'été"),
        ("tu vas s a i g n e r où tu étais, bêt0n", "tu vas saigner où tu étais, beton"),
        ("tu vаs saigner l’été", "tu vas saigner l'été"),
    ],
)
def test_it_is_asked_about_accents_and_signs_as_people_write_them(encoder: Fixed, written: str, read: str) -> None:
    harm(model(layer()), written)
    assert encoder.asked == [read]


def test_it_is_never_asked_about_more_than_it_can_afford(encoder: Fixed) -> None:
    harm(model(layer()), "tu vas saigner " + "abcd" * 400)
    (asked,) = encoder.asked
    assert len(asked) == wording.MEANT_MAX


def test_where_nobody_looks_twice_a_doubt_counts_for_less(encoder: Fixed, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = msgspec.structs.replace(toy.TOY, meaning=layer(), mix=(0.5, 1.0, 0.25), unlooked=1.5)
    careful = Learned(read_model(written(toy.LABEL, numbers)))
    plain = Learned(read_model(written(toy.LABEL, msgspec.structs.replace(numbers, unlooked=0.0))))
    assert harm(careful, DOUBTFUL) < harm(plain, DOUBTFUL)
    assert harm(careful, CLEAR) == harm(plain, CLEAR)
    poor = careful.twice(0.0)
    monkeypatch.setattr(Allowance, "is_left", lambda _self: False)
    assert harm(poor, DOUBTFUL) == harm(careful, DOUBTFUL)
    assert harm(careful.twice(), DOUBTFUL) == harm(plain.twice(), DOUBTFUL), "who looks needs no such caution"


def test_of_a_text_that_is_written_backwards_it_is_asked_what_it_says(encoder: Fixed) -> None:
    for said in (DOUBTFUL, f"hé, {DOUBTFUL} demain"):
        encoder.asked.clear()
        harm(model(layer()), said[::-1])
        assert encoder.asked == [said.replace("é", "e")], "and not about the other way of reading it as well"


def test_of_a_long_text_the_worst_stretch_alone_is_looked_at(encoder: Fixed) -> None:
    harm(model(layer()), f"{'et puis voila ' * 60}{DOUBTFUL} saigner saigner {'et puis voila ' * 60}")
    (asked,) = encoder.asked
    assert "saigner" in asked
    assert len(asked.split()) <= stretches.WINDOW


def test_without_the_encoder_or_for_another_one_words_alone_decide(
    encoder: Fixed, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = harm(toy.model(), DOUBTFUL)
    other = model(msgspec.structs.replace(layer(harmless=9.0), encoder="another@1"))
    assert (harm(other, DOUBTFUL), other.looks_twice) == (alone, False)
    assert harm(model(layer(harmless=9.0), ready=False), DOUBTFUL) == alone
    assert encoder.asked == []
    monkeypatch.setattr(learned, "load_encoder", lambda: None)
    assert harm(model(layer(harmless=9.0)), DOUBTFUL) == alone


def test_where_a_look_fails_the_words_decide_and_it_is_counted(encoder: Fixed, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_texts: Sequence[str]) -> None:
        raise RuntimeError

    monkeypatch.setattr(encoder, "encode", fails)
    one = model(layer())
    assert harm(one, DOUBTFUL) == harm(toy.model(), DOUBTFUL)
    assert (one.looks["taken"], one.looks["failed"], one.counts["failed"]) == (0, 1, 0)


def test_an_encoder_that_cannot_be_loaded_is_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ImportError("numpy was built for another machine")

    monkeypatch.setattr(meaning, "_Installed", broken)
    assert load_encoder.__wrapped__() is None


def test_whoever_sends_many_doubtful_texts_cannot_have_more_than_the_share(encoder: Fixed) -> None:
    one = model(layer(harmless=9.0)).twice(0.01)
    assert one._allowance is not None
    one._allowance.spend(10.0)
    assert harm(one, DOUBTFUL) == harm(toy.model(), DOUBTFUL)
    assert (one.looks, encoder.asked) == ({"taken": 0, "unaffordable": 1, "failed": 0}, [])


def test_an_allowance_comes_back_with_time_and_is_not_saved_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("parvis.guard.meaning.time.monotonic", lambda: now[0])
    one = Allowance(0.1)
    one.spend(meaning.SECONDS_MAX + 0.2)
    assert not one.is_left()
    now[0] += 1.9
    assert not one.is_left()
    now[0] += 0.2
    assert one.is_left()
    now[0] += 3600
    assert one.is_left()
    one.spend(meaning.SECONDS_MAX)
    assert not one.is_left()


def test_a_look_has_a_time_slot_of_its_own_that_no_check_pays_for() -> None:
    before = processor_time()
    with SLOT.look() as look:
        began = time.thread_time()
        while time.thread_time() - began < 0.05:
            pass
    assert look.seconds >= 0.05 > processor_time() - before


def test_a_model_whose_layer_is_not_whole_is_none() -> None:
    for wrong in ({"into": b""}, {"answers": 4}, {"bias": layer().bias[4:]}):
        numbers = msgspec.structs.replace(toy.TOY, meaning=msgspec.structs.replace(layer(), **wrong))
        with pytest.raises(BadModel, match="fit together"):
            read_model(written(toy.LABEL, numbers))


def test_what_is_shipped_looks_twice_with_the_encoder_that_is_installed() -> None:
    one = shipped()
    assert one is not None
    assert one.twice().looks_twice
    assert not one.looks_twice
    encoder = load_encoder()
    assert encoder is not None
    texts = ["je vais te frapper", "i am going to hit you", "le marché est ouvert demain"]
    same, other, far = encoder.encode(texts)[:, :MEANT]
    assert float(same @ other) > 0.5 > float(same @ far)


def test_the_sums_over_a_texts_pieces_are_its_own() -> None:
    encoder = load_encoder()
    assert encoder is not None
    texts = [f"{word} à tous, il est {number} heures" for number, word in enumerate(["bonsoir", "salut", "merci"] * 40)]
    together = encoder.encode(texts)
    assert together.shape == (len(texts), SIDES)
    with ThreadPoolExecutor(4) as pool:  # trials on the past ask beside the server's own texts
        alone = np.concatenate(list(pool.map(lambda text: encoder.encode([text]), texts)))
    assert np.allclose(together, alone, atol=1e-5)
    summed = together[:, MEANT:]
    assert np.allclose(np.linalg.norm(summed, axis=1), 1.0, atol=1e-4)
    assert float(summed[0] @ summed[3]) > float(summed[0] @ summed[1]), "the same word twice, and another"

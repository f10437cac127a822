"""The file of the learned check's model: what it is, when and from what it was made, and its numbers, under one digest.

Three parts: a line with the SHA-256 of all that follows; a line of JSON that says what it is (`Label`); the numbers,
MessagePack under zlib (`Numbers`). A file that is not whole, or not as its digest says, is none.
"""

from __future__ import annotations

import hashlib
import zlib
from datetime import date

import msgspec

from parvis.guard.meaning import LayerNumbers

FORMAT = 4
BODY_MAX = 32_000_000
"""Bytes of the numbers once unpacked; a real model has ten million."""
SIDES_MAX = 256
"""Numbers of one row."""


class BadModel(ValueError):
    """A file that is no model, or a damaged one; the text says why."""


class Label(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a model is: for people, for evidence, and for whoever wants to make it again."""

    format: int
    name: str
    version: str
    trained: date
    corpus: str
    """The digest of the lines it learned from."""
    lines: int
    classes: tuple[str, ...]


class Numbers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The numbers: in each row ``hidden`` lanes, one for each class and one for harmless, a byte each.

    ``unit`` is what one step of a row is worth; ``bias`` stands beside every row's lanes; ``out`` leads from the hidden
    lanes to the classes.
    """

    hidden: int
    keys: tuple[str, ...]
    kin: dict[str, tuple[str, ...]]
    """Words that share rows with others of their meaning: the keys of those rows."""
    rows: bytes
    unit: float
    bias: tuple[float, ...]
    out: tuple[tuple[float, ...], ...]
    meaning: LayerNumbers | None = None
    """What reads the meaning of a text where its words alone leave a doubt."""
    mix: tuple[float, float, float] = (1.0, 0.0, 0.0)
    """How much the words say then, how much the meaning, and what is added to harmless, before softmax."""
    unlooked: float = 0.0
    """What is added to harmless where the words leave a doubt and nobody looks twice: thresholds are for who does."""


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """A model as its file holds it."""

    label: Label
    digest: str
    numbers: Numbers


def read_model(data: bytes) -> Stored:
    """The model in a file; BadModel, in one sentence, when it is none or damaged."""
    digest, _, rest = data.partition(b"\n")
    if hashlib.sha256(rest).hexdigest().encode() != digest:
        raise BadModel("The learned check's model is damaged: it is not what its digest says.")
    label, _, body = rest.partition(b"\n")
    try:
        told = msgspec.json.decode(label, type=Label)
        if told.format != FORMAT:
            raise BadModel(f"The learned check's model is of format {told.format}; this server reads {FORMAT}.")
        unpacker = zlib.decompressobj()
        numbers = msgspec.msgpack.decode(unpacker.decompress(body, BODY_MAX), type=Numbers)
    except (msgspec.MsgspecError, zlib.error) as fault:
        raise BadModel(f"The learned check's model cannot be read: {fault}.") from fault
    _fits(told, numbers)
    return Stored(label=told, digest=digest.decode(), numbers=numbers)


def written(label: Label, numbers: Numbers) -> bytes:
    """The file of a model; the same bytes for the same numbers."""
    rest = msgspec.json.encode(label) + b"\n" + zlib.compress(msgspec.msgpack.encode(numbers), 9)
    return hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


def _fits(label: Label, numbers: Numbers) -> None:
    """Whether all the numbers are there."""
    answers = len(label.classes) + 1
    lanes = numbers.hidden + answers
    known = set(numbers.keys)
    if not (
        0 < lanes <= SIDES_MAX
        and len(numbers.rows) == len(numbers.keys) * lanes
        and len(known) == len(numbers.keys)
        and len(numbers.bias) == lanes
        and len(numbers.out) == numbers.hidden
        and all(len(row) == answers for row in numbers.out)
        and all(name in known for names in numbers.kin.values() for name in names)
        and (numbers.meaning is None or (numbers.meaning.fits and numbers.meaning.answers == answers))
    ):
        raise BadModel("The learned check's model does not fit together: some of its numbers are missing.")

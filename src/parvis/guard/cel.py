"""Conditions of rules in CEL (github.com/google/cel-spec), compiled with types by Google's own engine.

Why this one: docs/decisions/0024. Everything a condition may read is declared, so a wrong name stops the start.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from cel_expr_python import cel

from parvis.guard.attributes import Attribute, Type

Values = Mapping[str, bool | int | str]
_TYPES = {Type.BOOL: cel.Type.BOOL, Type.INT: cel.Type.INT, Type.STRING: cel.Type.STRING}
_TEXTS = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
_NAME = re.compile(r"(?<![\w.])[a-z]\w*(?:\.\w+)+")
_LONG = re.compile(r"\"{3}|'{3}")
_VEILED = re.compile(r"//|(?<![\w.])[rRbB]{1,2}[\"']|\s\.|\.\s")
"""Comments, raw texts and bytes, blanks at a dot: like long texts, they would hide what a condition reads."""
_MACRO = re.compile(r"\.\s*(map|filter|all|exists|exists_one)\s*\(")


class BadCondition(ValueError):
    """A condition that cannot be used; the text says where and why."""


@dataclass(frozen=True)
class Condition:
    """A compiled condition and the attributes it reads."""

    text: str
    reads: frozenset[str]
    compiled: cel.Expression

    def holds(self, values: Values) -> bool:
        """Whether it is true of these values; they must hold all it reads.

        The engine hands some faults back as values: BadCondition then, for a fault is neither yes nor no.
        """
        try:
            found = self.compiled.eval(data=values).value()
        except RuntimeError as fault:  # the engine's own budget
            raise BadCondition(f"`{self.text}` could not be worked out: {_first_line(fault)}.") from fault
        if not isinstance(found, bool):
            raise BadCondition(f"`{self.text}` could not be worked out: {found}.")
        return found


class Cel:
    """The engine, for a set of declared attributes. It is one `RuleEngine` (`parvis.guard.rules`)."""

    def __init__(self, attributes: Mapping[str, Attribute]) -> None:
        self._known = attributes
        self._env = cel.NewEnv(variables={name: _TYPES[one.type] for name, one in attributes.items()})

    def compile(self, text: str) -> Condition:
        """A condition over declared attributes; BadCondition when it is none.

        The macros that walk through lists are refused: a rule is to cost the same whatever somebody writes.
        """
        bare = _TEXTS.sub('""', text)
        if _LONG.search(text) or _VEILED.search(bare):
            raise BadCondition(f"`{text}` hides what it reads: no long or raw texts, no comments, no blank at a dot.")
        if found := _MACRO.search(bare):
            raise BadCondition(f"`{text}` uses .{found[1]}(), which walks through a list: rules may not.")
        reads = frozenset(_NAME.findall(bare))
        for name in sorted(reads - self._known.keys()):
            near = difflib.get_close_matches(name, self._known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise BadCondition(f"`{text}` reads {name}, which is not declared.{hint}")
        try:
            compiled = self._env.compile(text)
        except Exception as fault:
            raise BadCondition(f"`{text}` is no condition: {_first_line(fault)}") from fault
        if compiled.return_type() != cel.Type.BOOL:
            raise BadCondition(f"`{text}` is not true or false, but {compiled.return_type().name().lower()}.")
        made = Condition(text, reads, compiled)
        made.holds({name: self._known[name].default for name in reads})  # what cannot be worked out is told now
        return made


def conjuncts(text: str) -> list[str]:
    """What a condition joins by ``&&`` outside brackets and quotation marks; a single part when there is a ``||``."""
    bare = _TEXTS.sub(lambda found: "\0" * len(found[0]), text)
    parts, start, depth = [], 0, 0
    for at, char in enumerate(bare):
        depth += (char in "([{") - (char in ")]}")
        if depth == 0 and bare.startswith(("||", "?"), at):
            return [text.strip()]
        if depth == 0 and bare.startswith("&&", at):
            parts.append(text[start:at])
            start = at + 2
    return [part.strip() for part in (*parts, text[start:])]


def _first_line(fault: Exception) -> str:
    return str(fault).strip().splitlines()[0]

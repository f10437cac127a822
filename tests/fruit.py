"""A pack for tests of what is done with rules: one list of apples, and rules about them."""

from __future__ import annotations

from parvis.guard.rules import Pack, read_pack

WORD = "pommes"
HEAD = """
schema = 1
pack = "test"
version = "1"
title = { fr = "Essai", en = "Trial" }
source = "Parvis"
licence = "AGPL-3.0-or-later"
owner = "lead"
expires = 2027-11-26
"""
LIST = """
[[list]]
id = "fruit"
terms = ["pommes"]
"""
_RULE = """
[[rule]]
id = "{name}"
title = {{ fr = "Essai", en = "Trial" }}
harm = "spam"
on = [{on}]
when = "{when}"
mode = "{mode}"
actions = [{{ do = "{do}" }}]
text_key = "refuse-advert"
owner = "lead"
review_by = 2027-05-26
{more}
"""


def rule(
    name: str, *, when: str = "hit.fruit", mode: str = "live", do: str = "refuse", on: str = '"message"', more: str = ""
) -> str:
    """One rule as TOML; ``more`` are further lines of it."""
    return _RULE.format(name=name, when=when, mode=mode, do=do, on=on, more=more)


def pack(*rules: str, version: str = "1") -> Pack:
    """The list with these rules."""
    return headed(LIST, *rules, version=version)


def headed(*parts: str, version: str = "1") -> Pack:
    """A pack of these lists and rules, as TOML: all but its head."""
    return read_pack(HEAD.replace('version = "1"', f'version = "{version}"') + "\n".join(parts))

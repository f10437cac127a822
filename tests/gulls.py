"""A rule of the house, as somebody would write it at the rules desk: about gulls, and harmless."""

from __future__ import annotations


def gulls(*, title: str = "Goélands", review_by: str = "2027-06-30", breaker: str = "", more_tests: str = "") -> str:
    """Its text; ``breaker`` is a line of it, ``more_tests`` are further tests."""
    return f"""[[list]]
id = "house_gulls"
terms = ["goelands"]

[[rule]]
id = "gulls"
title = {{ fr = "{title}", en = "Gulls" }}
harm = "other"
on = ["message"]
when = 'hit.house_gulls'
actions = [ {{ do = "hold" }} ]
text_key = "held-doubt"
owner = "lead"
review_by = {review_by}
{breaker}
[[rule.test]]
text = "les goélands sont là"
expect = "match"
{more_tests}"""


OTHERS = """[[rule.test]]
text = "les mouettes sont là"
expect = "no match"
"""
GULLS = gulls()

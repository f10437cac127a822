"""The answer to a proof of work that the door asks while many people arrive at once."""

from __future__ import annotations

import json

import altcha

from parvis.core.errors import Unavailable

SECONDS = 120.0


def solved(challenge: str) -> str:
    """The answer to ALTCHA's challenge, both as JSON text; Unavailable when it is not found within two minutes."""
    asked = altcha.Challenge.from_dict(json.loads(challenge))
    solution = altcha.solve_challenge(asked, timeout=SECONDS)
    if solution is None:
        raise Unavailable("the proof of work took too long")
    return json.dumps({"challenge": json.loads(challenge), "solution": solution.to_dict()})

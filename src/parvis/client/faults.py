"""What a client's caller meets when something was not done."""

from __future__ import annotations

import msgspec

from parvis.core.bodies import Problem
from parvis.core.errors import ParvisError


class RefusedError(ParvisError):
    """The square did not do it, and nothing happened. ``text_key`` names the reason, ``retry_ms`` when to try again."""

    def __init__(self, text_key: str, detail: str = "", *, code: str = "", retry_ms: int | None = None) -> None:
        super().__init__(detail or text_key)
        self.text_key, self.code, self.retry_ms = text_key, code, retry_ms
        self.problem: Problem | None = None
        """From a JSON door: all of it, with the field, an alternative nickname, or numbers to call."""


class ClosedError(ParvisError):
    """The line is closed and will not come back by itself; ``code`` is a `ByeCode`, or says what else it was."""

    def __init__(self, code: str) -> None:
        super().__init__(f"the line is closed: {code}")
        self.code = code


def refused(status: int, data: bytes) -> RefusedError:
    """What a JSON door answered instead of 2xx."""
    try:
        problem = msgspec.json.decode(data, type=Problem)
    except ValueError:
        return RefusedError("", f"the square answered {status}", code=str(status))
    fault = RefusedError(problem.text_key, problem.detail, code=str(status), retry_ms=problem.retry_ms)
    fault.problem = problem
    return fault

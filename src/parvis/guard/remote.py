"""The one file of the guard that calls out: packs from their publishers, and scores from a model somebody runs.

A model here is a service that speaks as OpenAI's moderation or chat endpoints do, as those that run safeguard models
on one's own machine all do. What it says is a second opinion: it never stops a text alone, only one which a rule
matched too; when it is slow, down or talks nonsense, the rules alone decide, as before.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from enum import StrEnum

import httpx
import msgspec

from parvis.core.policy import Harm
from parvis.core.verdict import Finding, Kind, Ruling, Value
from parvis.guard.pipeline import AwaitedCheck, Findings
from parvis.guard.rules import BadPack
from parvis.guard.subject import Subject

NAME = "remote"
FETCH_SECONDS = 20.0
REST_SECONDS = 60.0
"""How long a model that failed `FAILURES` times in a row is left alone."""
FAILURES = 5
ANSWER_MAX = 64_000
SLACK_SECONDS = 0.5
"""What a question may take beyond its own time, on a busy machine, before the pipeline goes on without it."""
_LINK = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+|@\w{2,}", re.IGNORECASE)
_NUMBER = re.compile(r"\d(?:[\s./()-]?\d){5,}")
ASK = (
    "You rate one chat message of adults for a moderator. Answer with JSON alone, an object whose keys are among "
    "child-safety, minor-present, danger, self-harm, exploitation, blackmail, privacy, hate, harassment, scam, drugs "
    "and whose values are numbers from 0 to 1."
)


class Speaks(StrEnum):
    """Which endpoint it is."""

    MODERATION = "moderation"
    """``POST …/moderations``: ``category_scores`` come back."""
    CHAT = "chat"
    """``POST …/chat/completions``: a JSON object of scores comes back as the answer's text."""


HARMS: dict[str, Harm] = {
    "sexual/minors": Harm.CHILD_SAFETY, "harassment": Harm.HARASSMENT, "harassment/threatening": Harm.DANGER,
    "violence": Harm.DANGER, "hate": Harm.HATE, "hate/threatening": Harm.HATE, "self-harm": Harm.SELF_HARM,
    "self-harm/intent": Harm.SELF_HARM, "self-harm/instructions": Harm.SELF_HARM,
}  # fmt: skip
"""Categories of OpenAI's moderation endpoint as our harms; a model that names harms as we do needs none of it."""


@dataclass
class Model:
    """A model's address, what it may cost, and how it has been lately. ``version`` stands beside every score."""

    url: str
    name: str
    version: str
    speaks: Speaks = Speaks.MODERATION
    key: str = field(default="", repr=False)
    threshold: float = 0.8
    seconds: float = 0.4
    per_minute: int = 120
    failures: int = 0
    resting_until: float = 0.0
    asked: list[float] = field(default_factory=list)
    client: httpx.AsyncClient | None = None

    def may_ask(self, now: float) -> bool:
        """Whether its budget and its health allow one more question; ``now`` in seconds."""
        self.asked = [at for at in self.asked if now - at < 60.0]
        return now >= self.resting_until and len(self.asked) < self.per_minute

    async def scores(self, text: str) -> dict[str, float]:
        """What it says of a text from which numbers, links and handles were taken; {} when it cannot be asked."""
        now = time.monotonic()
        if not self.may_ask(now):
            return {}
        self.asked.append(now)
        try:
            async with asyncio.timeout(self.seconds):
                found = await self._ask(redacted(text))
        except (TimeoutError, httpx.HTTPError, msgspec.DecodeError, ValueError, KeyError, IndexError, TypeError):
            self.failures += 1
            if self.failures >= FAILURES:
                self.resting_until, self.failures = now + REST_SECONDS, 0
            return {}
        self.failures = 0
        return found

    async def _ask(self, text: str) -> dict[str, float]:
        self.client = self.client or httpx.AsyncClient(timeout=self.seconds, follow_redirects=False)
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        if self.speaks is Speaks.MODERATION:
            body: dict[str, object] = {"model": self.name, "input": text}
        else:
            said = [{"role": "system", "content": ASK}, {"role": "user", "content": text}]
            body = {"model": self.name, "messages": said, "temperature": 0, "max_tokens": 200}
        answer = await self.client.post(self.url, json=body, headers=headers)
        answer.raise_for_status()
        if len(answer.content) > ANSWER_MAX:
            raise ValueError("the answer is too long")
        told = msgspec.json.decode(answer.content)
        if self.speaks is Speaks.MODERATION:
            raw = told["results"][0]["category_scores"]
        else:
            raw = msgspec.json.decode(told["choices"][0]["message"]["content"])
        return {str(name): min(max(float(value), 0.0), 1.0) for name, value in raw.items()}


def redacted(text: str) -> str:
    """A text for a machine that is not ours: no number by which somebody can be reached, no link, no handle."""
    return _NUMBER.sub("[number]", _LINK.sub("[link]", text))


def check(model: Model) -> AwaitedCheck:
    """The model as one more check, in a time slot of its own; it speaks of texts that rules matched."""

    async def ask(subject: Subject) -> Findings:
        if not subject.matched:
            return ()
        return _findings(model, await model.scores(subject.views.text))

    return AwaitedCheck(NAME, frozenset({Kind.MESSAGE}), ask, budget=model.seconds + SLACK_SECONDS, optional=True)


def _findings(model: Model, scores: dict[str, float]) -> Findings:
    graded = {name: score for name, score in scores.items() if score >= model.threshold and _harm(name) is not None}
    if not graded:
        return ()
    worst = max(graded, key=lambda name: graded[name])
    values: dict[str, Value] = {f"model.{name}": round(100 * score) for name, score in graded.items()}
    version = f"{model.name}@{model.version}"
    held = Finding(
        check=NAME, ruling=Ruling.HOLD, text_key="held-doubt", harm=_harm(worst), version=version, values=values
    )
    return (held,)


def _harm(name: str) -> Harm | None:
    if name in HARMS:
        return HARMS[name]
    return Harm(name) if name in set(Harm) else None


def fetch(url: str, most: int) -> bytes:
    """What lies at an address (https), of at most so many bytes; BadPack, in one sentence, when it cannot be had."""
    if not url.startswith("https://"):
        raise BadPack(f"{url} does not begin with https://: a pack is fetched on a safe way only.")
    try:
        with httpx.stream("GET", url, timeout=FETCH_SECONDS, follow_redirects=False) as answer:
            answer.raise_for_status()
            data = b""
            for piece in answer.iter_bytes():
                data += piece
                if len(data) > most:
                    raise BadPack(f"What lies at {url} has more than {most} bytes.")
    except httpx.HTTPError as fault:
        raise BadPack(f"{url} cannot be fetched: {str(fault) or type(fault).__name__}.") from fault
    return data

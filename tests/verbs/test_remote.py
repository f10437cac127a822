"""A second opinion from a real service on this machine: asked rarely, told little, unable to stop a text alone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from parvis.core.clock import Instant
from parvis.core.config import Config
from parvis.core.ids import ConversationId, VisitId
from parvis.core.policy import Harm
from parvis.core.verdict import Ruling, Verdict
from parvis.guard import remote, standard, subject
from parvis.guard.pipeline import Pipeline
from parvis.guard.remote import Model, Speaks

FOUND = "venez au 12 rue des Lilas, appelez le 06 39 98 12 34 ou moi@exemple.fr, je sais où tu habites, attention à toi"
"""The shipped rules find something in it."""


@dataclass
class Service:
    """What listens, and what it answers."""

    port: int = 0
    answer: str = '{"results": [{"category_scores": {"harassment/threatening": 0.93, "hate": 0.1}}]}'
    status: str = "200 OK"
    wait: float = 0.0
    asked: list[dict[str, object]] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
        )
        self.asked.append(json.loads(await reader.readexactly(length)))
        await asyncio.sleep(self.wait)
        body = self.answer.encode()
        writer.write(
            f"HTTP/1.1 {self.status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body
        )
        await writer.drain()
        writer.close()


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    one = Service()
    server = await asyncio.start_server(one.serve, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    yield one
    server.close()


def model(service: Service, **more: object) -> Model:
    usual: dict[str, object] = {
        "url": f"http://127.0.0.1:{service.port}/v1/x",
        "name": "small",
        "version": "3",
        "seconds": 2.0,
    }
    return Model(**(usual | more))  # type: ignore[arg-type]


def guarded(one: Model) -> Pipeline:
    return standard.pipeline(Config(), more=[remote.check(one)])


async def judged(guard: Pipeline, text: str) -> Verdict:
    guard.doubt = Ruling.HOLD
    return await guard.judge(
        subject.message(
            text,
            visit=VisitId("v" * 20),
            conversation=ConversationId("r:x"),
            network="n",
            ref=text,
            now=Instant(0),
            tick=0.0,
        )
    )


async def test_where_a_rule_found_something_it_may_doubt_too(service: Service) -> None:
    verdict = await judged(guarded(model(service)), FOUND)
    assert verdict.ruling is Ruling.HOLD
    one = next(each for each in verdict.findings if each.check == "remote")
    assert (one.version, one.harm, one.values) == ("small@3", Harm.DANGER, {"model.harassment/threatening": 93})
    [asked] = service.asked
    assert (
        "06 39" not in str(asked["input"]) and "moi@" not in str(asked["input"]) and "[number]" in str(asked["input"])
    )


async def test_alone_it_is_not_even_asked(service: Service) -> None:
    assert (await judged(guarded(model(service)), "bonsoir, il fait doux")).ruling is Ruling.ALLOW
    assert service.asked == []


async def test_a_chat_model_answers_in_json(service: Service) -> None:
    service.answer = json.dumps({"choices": [{"message": {"content": '{"hate": 0.9, "weather": 1.0}'}}]})
    verdict = await judged(guarded(model(service, speaks=Speaks.CHAT)), FOUND)
    assert next(each for each in verdict.findings if each.check == "remote").harm is Harm.HATE


@pytest.mark.parametrize(
    "answer", ["", "[]", '{"results": []}', '{"results": [{"category_scores": {"hate": "much"}}]}', "x" * 70_000]
)
async def test_nonsense_changes_nothing(service: Service, answer: str) -> None:
    service.answer = answer
    verdict = await judged(guarded(model(service)), FOUND)
    assert all(one.check != "remote" for one in verdict.findings)
    assert all(one.text_key != "refuse-check-down" for one in verdict.findings)


async def test_what_is_slow_or_down_is_left_alone_after_a_few_times_and_the_rules_decide(service: Service) -> None:
    service.status = "500 Oops"
    one = model(service)
    guard = guarded(one)
    for at in range(remote.FAILURES + 3):
        verdict = await judged(guard, f"{FOUND} {at}")
        assert all(each.check != "remote" for each in verdict.findings)
    assert len(service.asked) == remote.FAILURES
    slow = model(service, seconds=0.05)
    service.status, service.wait = "200 OK", 1.0
    assert all(each.check != "remote" for each in (await judged(guarded(slow), FOUND)).findings)
    assert slow.failures == 1


async def test_its_budget_is_kept(service: Service) -> None:
    guard = guarded(model(service, per_minute=2))
    for at in range(4):
        await judged(guard, f"{FOUND} {at}")
    assert len(service.asked) == 2

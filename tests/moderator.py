"""Somebody of the team at the desk's pages, with plain forms as a browser without JavaScript sends them."""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx

from house import Doors, token
from parvis.core.ids import CaseId, StaffId
from parvis.core.staff import Role
from team import Colleague, as_staff, enrol

PROBLEM = re.compile(r'id="problem"><p>(.*?)</p>', re.DOTALL)
SEEN = re.compile(r'name="seen" value="(\w+)"')
SEQ = re.compile(r'data-seq="(\d+)"')
FACTS = {"facts-fr": "Vous avez écrit un mot blessant.", "facts-en": "You wrote a hurtful word."}


@dataclass
class Moderator:
    """A person of the team and their browser."""

    doors: Doors
    client: httpx.AsyncClient
    colleague: Colleague

    @property
    def id(self) -> StaffId:
        return self.colleague.staff.id

    async def get(self, path: str, status: int = 200) -> str:
        answer = await self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code, problem(answer.text))
        return answer.text

    async def post(self, path: str, **form: str | list[str]) -> httpx.Response:
        """Send a form, with the token of the page it stands on."""
        csrf = token(await self.get("/desk/texts"))
        answer = await self.client.post(path, data={"csrf": csrf, **form}, headers={"Origin": self.doors.origin})
        assert answer.status_code < 500, path
        return answer

    async def step(self, case: CaseId, do: str, **form: str) -> httpx.Response:
        return await self.post(f"/desk/case/{case}/step", do=do, **form)

    async def claim(self, case: CaseId) -> str:
        """Take a case and read it."""
        answer = await self.step(case, "claim")
        assert answer.status_code == 303, problem(answer.text)
        return await self.get(f"/desk/case/{case}")

    async def preview(self, case: CaseId, *measures: str, **form: str) -> httpx.Response:
        """Fill in the pane and ask for the consequences."""
        filled = {"seq": await self.seq(case), **FACTS, **form}
        return await self.post(f"/desk/case/{case}/decide", do="preview", measure=list(measures), **filled)

    async def confirm(self, case: CaseId, *measures: str, **form: str) -> httpx.Response:
        """Preview, then confirm exactly that."""
        filled = {"seq": await self.seq(case), **FACTS, **form}
        shown = await self.post(f"/desk/case/{case}/decide", do="preview", measure=list(measures), **filled)
        found = SEEN.search(shown.text)
        assert found, problem(shown.text)
        filled["seen"] = found[1]
        return await self.post(f"/desk/case/{case}/decide", do="confirm", measure=list(measures), **filled)

    async def seq(self, case: CaseId) -> str:
        """What the open page has seen of the case."""
        found = SEQ.search(await self.get(f"/desk/case/{case}"))
        assert found
        return found[1]


def problem(page: str) -> str:
    """What the page says was not done, and why; empty when it says nothing."""
    found = PROBLEM.search(page)
    return html.unescape(found[1]).translate({0x2068: None, 0x2069: None}) if found else ""


@contextlib.asynccontextmanager
async def moderating(doors: Doors, name: str, *roles: Role, lang: str = "fr") -> AsyncIterator[Moderator]:
    """Somebody of the team who has just signed in; without roles, all that the first two bear."""
    async with doors.client(**{"Accept-Language": lang}) as client:
        colleague = await enrol(doors.house.means, name, *roles)
        yield Moderator(doors, as_staff(client, colleague), colleague)

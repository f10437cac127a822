"""What every door needs, built once by `parvis.app` and reached through ``request.app.state.house``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from starlette.requests import Request

from parvis.access import looks, opening, staff
from parvis.access.means import Means
from parvis.access.opening import Reason
from parvis.chat.square import Square
from parvis.core.night import Closes
from parvis.core.protocol import ByeCode
from parvis.core.staff import Staff
from parvis.core.verdict import Ruling
from parvis.guard.pipeline import Pipeline
from parvis.live.bus import EVERYBODY, Closing
from parvis.live.metrics import Metrics
from parvis.moderation.office import Office
from parvis.web.desk.now import DeskNow
from parvis.web.i18n import Texts
from parvis.web.render import Renderer


@dataclass
class House:
    """The whole server, seen from its doors."""

    means: Means
    texts: Texts
    pages: Renderer
    guard: Pipeline
    square: Square
    metrics: Metrics
    office: Office
    demo: bool = False
    opening: list[Reason] = field(default_factory=list)
    """What still keeps the public door shut; empty when the square is open."""

    on_duty: list[Staff] = field(default_factory=list)
    """Who of the team is on duty, as last counted; the lantern is lit while somebody is."""
    desk: DeskNow = field(default_factory=DeskNow)
    """What open pages of the desk share in memory."""

    async def recount(self) -> None:
        """Read the team anew: may the square be open, is the lantern lit? After each change, and every few seconds.

        A square that has to shut while people are in lets their sockets go, with the reason.
        """
        means, was_open = self.means, not self.opening
        self.on_duty = await staff.on_duty(means)
        team = await staff.count(means)
        self.guard.doubt = Ruling.HOLD if team.deciders else Ruling.REFUSE
        self.metrics.on_duty.set(len(self.on_duty))
        self.square.attend(len(self.on_duty))
        self.metrics.access_alarms.set(len(await looks.open_alarms(means)))
        if not self.demo:
            self.opening = opening.reasons_closed(means.config, team)
        if was_open and self.opening:
            self.square.bus.publish(EVERYBODY, Closing(ByeCode.CLOSED))

    @property
    def closed(self) -> frozenset[Closes]:
        """What is closed because nobody is on duty."""
        return self.square.closed

    @property
    def zone(self) -> ZoneInfo:
        """The square's time zone."""
        return ZoneInfo(self.means.config.square.timezone)

    @property
    def secure(self) -> bool:
        """Whether the public address is https, so that cookies can be Secure and host-only."""
        return self.means.config.square.origin.startswith("https:")

    @property
    def origins(self) -> frozenset[str]:
        """Where forms and sockets may come from."""
        config = self.means.config
        return frozenset({config.square.origin, *config.server.extra_origins})

    @property
    def socket_origin(self) -> str:
        """The address of the socket for the content security policy; older Safari does not take 'self' for it."""
        split = urlsplit(self.means.config.square.origin)
        return f"{'wss' if self.secure else 'ws'}://{split.netloc}"


def house_of(request: Request) -> House:
    """The house that answers this request."""
    return cast("House", request.app.state.house)

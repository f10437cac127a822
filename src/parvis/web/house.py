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
from parvis.chat import living
from parvis.chat.square import Square
from parvis.core.chosen import SETTABLE, Written
from parvis.core.config import Config, line_hours, origins_of
from parvis.core.errors import ConfigError
from parvis.core.night import Closes
from parvis.core.protocol import ByeCode
from parvis.core.renewing import Renewal, renewal
from parvis.core.staff import Staff
from parvis.core.verdict import Ruling
from parvis.guard.pipeline import Pipeline
from parvis.live.bus import EVERYBODY, Closing
from parvis.live.metrics import Metrics
from parvis.moderation.office import Office
from parvis.rulebook.book import Rulebook
from parvis.rulebook.trying import Trials
from parvis.web.desk.now import DeskNow
from parvis.web.i18n import Texts
from parvis.web.letters import Writer
from parvis.web.notice import Notices
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
    rulebook: Rulebook
    trials: Trials
    written: Written
    """What the file says, and where."""
    wanted: Config = field(init=False)
    """What file and pages say together; what of it only a start changes may still wait for one."""
    notices: Notices
    """The notice, while the square is closed."""
    demo: bool = False
    opening: list[Reason] = field(default_factory=list)
    """What still keeps the public door shut; empty when the square is open."""

    on_duty: list[Staff] = field(default_factory=list)
    """Who of the team is on duty, as last counted; the lantern is lit while somebody is."""
    desk: DeskNow = field(default_factory=DeskNow)
    """What open pages of the desk share in memory."""

    _origins: tuple[Config, frozenset[str]] | None = None
    """Worked out once for each configuration: every socket asks."""

    def __post_init__(self) -> None:
        self.wanted = self.means.config

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

    async def renew(self, config: Config) -> Renewal:
        """Take on what a running server can of these settings, and drop nobody but those whose room ends.

        ConfigError when the guard refuses a room of them; then everything is as before.
        """
        old = self.means.config
        found = renewal(old, config)
        self._use(found.config)
        if (found.config.rooms, line_hours(found.config)) != (old.rooms, line_hours(old)):
            try:
                await self.square.furnish()
            except ConfigError:
                self._use(old)
                raise
        await self.recount()
        return found

    def _use(self, config: Config) -> None:
        for one in (self.means, self.office, self.pages):
            one.renew(config)
        living.follow(self.square)

    def writer(self, lang: str) -> Writer:
        """Fills statements in, in one language, with the names of all rooms there are."""
        return Writer(self.texts, self.means.config, lang, self.square.places)

    async def adopt(self, wanted: Config) -> Renewal:
        """Follow what file and pages say together, as far as a running server can; ConfigError as `renew`."""
        found = await self.renew(wanted)
        self.wanted = wanted
        return found

    @property
    def waits_for_a_start(self) -> list[str]:
        """Settings of the pages that were changed and hold from the next start on."""
        return [name for name in renewal(self.means.config, self.wanted).waiting if name in SETTABLE]

    @property
    def closed(self) -> frozenset[Closes]:
        """What is closed because nobody is on duty."""
        return self.square.closed

    @property
    def hours(self) -> dict[str, str | int] | None:
        """What says when the door opens that its hours have closed; None while they leave it open."""
        return living.door(self.square)

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
        if self._origins is None or self._origins[0] is not config:
            self._origins = config, frozenset(origins_of(config))
        return self._origins[1]

    @property
    def socket_origin(self) -> str:
        """The address of the socket for the content security policy; older Safari does not take 'self' for it."""
        split = urlsplit(self.means.config.square.origin)
        return f"{'wss' if self.secure else 'ws'}://{split.netloc}"


def house_of(request: Request) -> House:
    """The house that answers this request."""
    return cast("House", request.app.state.house)

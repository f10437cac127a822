"""What every door needs, built once by `parvis.app` and reached through ``request.app.state.house``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlsplit

from starlette.requests import Request

from parvis.access.means import Means
from parvis.access.opening import Reason
from parvis.chat.square import Square
from parvis.guard.pipeline import Pipeline
from parvis.live.metrics import Metrics
from parvis.moderation.office import Office
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

"""The command of the daily summary: `parvis summary` reads it out, or sends it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from parvis.core.errors import ConfigError
from parvis.terminal import ConfigFile, DataFolder, find_square, with_means

if TYPE_CHECKING:
    from parvis.access.means import Means
    from parvis.core.summary import Summary
    from parvis.legal.sending import Worded
    from parvis.live.notify import Answer

NOT_SENT = 1
"""Exit status when it did not get through by one of its ways."""


def register(app: App) -> None:
    """Put this command beside the others."""
    app.command(summary)


def summary(
    *,
    send: Annotated[
        bool, Parameter(name="--send", negative="", help="Send it, by every way that the settings name.")
    ] = False,
    when_due: Annotated[
        bool,
        Parameter(name="--due", negative="", help="With --send: only where today's has not gone out and it is time."),
    ] = False,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Read out how the day before went and how things stand, as the daily summary tells it. The server may be running.

    Counts only, and none under five. With --send it goes to summary.url and summary.mail_to, as the server has it go
    once a day. Status 1 when it did not get through.

    Example: `parvis summary`, and to try the settings `parvis summary --send`
    """
    from parvis.store import folder

    settings, place = find_square(config, data, judged=False)
    folder.check(place)
    if not send:
        print(with_means(settings, place, _worded)[1].text, end="")
        return
    said = with_means(settings, place, lambda means: _sent(means, only_due=when_due))
    for way, answer in said.items():
        print(f"{way}: {answer.words}")
    if any(not _is_through(answer) for answer in said.values()):
        sys.exit(NOT_SENT)


async def _worded(means: Means) -> tuple[Summary, Worded]:
    from parvis import app as house
    from parvis.legal import summary as daily
    from parvis.legal.sending import Worded
    from parvis.web.summary import Scribe

    what = await daily.read(means, house.office_of(means).due_ms)
    scribe = Scribe(means.config.summary.language or means.config.square.languages[0])
    return what, Worded(scribe.lang, scribe.subject(what), scribe.text(what, means.config))


async def _sent(means: Means, *, only_due: bool) -> dict[str, Answer]:
    from parvis.legal import sending

    if not sending.ways(means.config):
        raise ConfigError(["summary.url and summary.mail_to are empty: it would go nowhere. Set one, then try again."])
    by = await sending.due(means) if only_due else sending.ways(means.config)
    return await sending.send(means, *await _worded(means), by) if by else {}


def _is_through(answer: Answer) -> bool:
    from parvis.live.notify import Came

    return answer.came is Came.DELIVERED

"""The commands about how open the square is: `parvis mode …`. A running server follows within a second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from parvis.core.clock import Instant, moment_of
from parvis.core.errors import ConfigError
from parvis.core.mode import Mode
from parvis.terminal import ConfigFile, DataFolder, open_kept, say, with_means

if TYPE_CHECKING:
    from parvis.access.means import Means

mode_app = App(name="mode", help="How open the square is: normal, careful, newcomers-read, known-only, read-only.")
Why = Annotated[str, Parameter(help="The reason, for the team.")]


@mode_app.command(name="show")
def show_mode(*, config: ConfigFile = None, data: DataFolder = None) -> None:
    """Say what holds, and the last changes.

    Example: `parvis mode show`
    """
    from parvis.core.mode import standing
    from parvis.store import modes as stored

    settings, place = open_kept(config, data)

    async def read(means: Means) -> list[str]:
        placed, raised = await means.db.read(stored.in_force)
        now = standing(placed, raised, means.clock.now())
        lines = [
            now.mode.value if now.until is None else f"{now.mode.value} until {_hour(now.until)} ({now.way.value})"
        ]
        for one in await means.db.read(lambda conn: stored.latest(conn, 10)):
            lines.append(f"  {_hour(one.at)}  {one.mode.value:<15} {one.way:<10} {one.why}".rstrip())
        return lines

    for line in with_means(settings, place, read):
        print(line)


@mode_app.command(name="set")
def set_mode(
    mode: Annotated[Mode, Parameter(help="The mode; normal overrules the signs of a raid.")],
    *,
    why: Why,
    minutes: Annotated[int, Parameter(name="--for", help="Minutes until it ends by itself, at most a day.")] = 60,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Let a mode hold for a while; everybody present is told.

    Example: `parvis mode set careful --for 30 --why "An article about us appears tonight"`
    """
    from parvis.app import office_of
    from parvis.live.mode import Bell
    from parvis.moderation import modes
    from parvis.moderation.refusal import Refused
    from parvis.web.i18n import Texts

    settings, place = open_kept(config, data)
    outcome = with_means(
        settings, place, lambda means: modes.place(office_of(means), Bell(place), mode, minutes, why, by=None)
    )
    if isinstance(outcome, Refused):
        raise ConfigError([Texts(["en"], isolating=False).text("en", outcome.text_key, **outcome.args)])
    print(f"{outcome.mode.value} until {_hour(outcome.until)}")


@mode_app.command(name="end")
def end_mode(*, why: Why = "", config: ConfigFile = None, data: DataFolder = None) -> None:
    """End what a person chose; steps that a raid brought about end by themselves.

    Example: `parvis mode end --why "It has calmed down"`
    """
    from parvis.app import office_of
    from parvis.live.mode import Bell
    from parvis.moderation import modes

    settings, place = open_kept(config, data)
    ended = with_means(settings, place, lambda means: modes.release(office_of(means), Bell(place), by=None, why=why))
    say("Nothing that a person chose holds." if ended is None else f"Ended: {ended.mode.value}")


def _hour(at: Instant) -> str:
    return f"{moment_of(at):%Y-%m-%d %H:%M} UTC"

"""The commands about trusted flaggers: `parvis flagger …`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeVar

from cyclopts import App, Parameter

from parvis.core.clock import day_of
from parvis.core.errors import ConfigError
from parvis.core.ids import FlaggerId
from parvis.core.policy import Harm
from parvis.terminal import ConfigFile, DataFolder, open_square, with_means

if TYPE_CHECKING:
    from parvis.access.means import Means
    from parvis.core.casework import Flagger
    from parvis.moderation.flaggers import Registered, Standing
    from parvis.moderation.refusal import Refused

T = TypeVar("T")
flagger_app = App(name="flagger", help="Trusted flaggers: organisations whose notices are read first (DSA Art. 22).")
Named = Annotated[str, Parameter(help="Its id, from `parvis flagger list`.")]


@flagger_app.command(name="add")
def add_flagger(
    name: Annotated[str, Parameter(help="The organisation's name, as the desk shows it.")],
    contact: Annotated[str, Parameter(help="How you reach it: a name and an address.")],
    *,
    harm: Annotated[
        list[Harm] | None, Parameter(help="What it was named for; once for each. Left out: anything.")
    ] = None,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Register a trusted flagger. Its token is printed this once: hand it over on a safe way.

    Example: `parvis flagger add "Point de contact" "veille@asso.example" --harm hate`
    """
    from parvis.app import office_of
    from parvis.moderation import flaggers

    settings, place = open_square(config, data)
    _tell_token(with_means(settings, place, lambda means: flaggers.add(office_of(means), name, contact, harm)))


@flagger_app.command(name="renew")
def renew_flagger(
    flagger: Named,
    *,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Give a flagger a new token; the old one opens nothing from now on.

    Example: `parvis flagger renew 3f0c5a1be2d94c7786aa`
    """
    from parvis.app import office_of
    from parvis.moderation import flaggers

    settings, place = open_square(config, data)
    _tell_token(with_means(settings, place, lambda means: flaggers.renew(office_of(means), FlaggerId(flagger))))


@flagger_app.command(name="end")
def end_flagger(
    flagger: Named,
    *,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """End the trust in a flagger; what it reported stays.

    Example: `parvis flagger end 3f0c5a1be2d94c7786aa`
    """
    from parvis.app import office_of
    from parvis.moderation import flaggers

    settings, place = open_square(config, data)
    ended = _unless_declined(
        with_means(settings, place, lambda means: flaggers.end(office_of(means), FlaggerId(flagger)))
    )
    print(f"No longer a trusted flagger: {ended.name}")


@flagger_app.command(name="list")
def list_flaggers(*, config: ConfigFile = None, data: DataFolder = None) -> None:
    """List trusted flaggers: how many notices, how many of those decided led to something, how soon.

    Example: `parvis flagger list`
    """
    from parvis.app import office_of
    from parvis.moderation import flaggers

    settings, place = open_square(config, data)

    async def read(means: Means) -> list[tuple[Flagger, Standing]]:
        office = office_of(means)
        return [(one, await flaggers.standing(office, one.id)) for one in await flaggers.listed(office)]

    for one, standing in with_means(settings, place, read):
        state = f"since {day_of(one.since)}" if one.ended_at is None else f"ended {day_of(one.ended_at)}"
        right = "-" if standing.accuracy is None else f"{standing.accuracy:.0%} of {standing.decided} upheld"
        print(f"{one.id}  {state:<16}  {standing.notices:>5} notices  {right:<20}  {one.name} ({one.contact})")


def _unless_declined(outcome: T | Refused) -> T:
    from parvis.moderation.refusal import Refused
    from parvis.web.i18n import Texts

    if isinstance(outcome, Refused):
        raise ConfigError([Texts(["en"], isolating=False).text("en", outcome.text_key, **outcome.args)])
    return outcome


def _tell_token(outcome: Registered | Refused) -> None:
    registered = _unless_declined(outcome)
    print(f"Trusted flagger {registered.flagger.id}: {registered.flagger.name}")
    print(f"Its token, shown this once: {registered.token}")
    print("It goes into the header `Authorization: Bearer …` of POST /api/flagger/reports; see /docs.")

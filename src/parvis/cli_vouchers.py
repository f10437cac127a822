"""The commands for whoever hands out entry cards: `parvis voucher …`, and the poster with where that is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter
from cyclopts.validators import Number

from parvis.core.clock import day_of, moment_of
from parvis.core.errors import ConfigError
from parvis.terminal import (
    STANDARD_OUTPUT,
    ConfigFile,
    DataFolder,
    Language,
    aloud,
    find_square,
    open_square,
    pages_for,
    put,
    say,
    spoken,
    with_means,
)  # fmt: skip

if TYPE_CHECKING:
    from parvis.access.age.voucher import IssuedBatch
    from parvis.core.config import Config

voucher_app = App(name="voucher", help="Entry cards: one-time codes, handed out after an age check at a counter.")


@voucher_app.command(name="issue")
def issue_vouchers(
    *,
    count: Annotated[
        int, Parameter(name=["--count", "-n"], validator=Number(gte=1, lte=10_000), help="How many, up to 10,000.")
    ] = 50,
    label: Annotated[str, Parameter(help="A note kept with the batch: where it is handed out, never to whom.")] = "",
    out: Annotated[
        Path | None,
        Parameter(
            name=["--out", "-o"],
            allow_leading_hyphen=True,
            help="The file to write; - for standard output. Default: cards-BATCH.html",
        ),
    ] = None,
    lang: Language = "both",
    plain: Annotated[
        bool, Parameter(negative="", help="Short codes on standard output; no cards, unless --out names a file.")
    ] = False,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Make entry codes, and the cards to print: eight to an A4 sheet, to cut out and hand out after an age check.

    The codes stand in that file and nowhere else, so print it, then delete it. The server may be running meanwhile.

    Examples: `parvis voucher issue -n 48 --label "desk, December"`, or only codes: `parvis voucher issue -n 5 --plain`
    """
    settings, place = open_square(config, data)
    langs = spoken(lang, settings)
    if out not in (None, STANDARD_OUTPUT) and out.exists():
        raise ConfigError([f"{out} exists and stays as it is. Name another file with --out."])
    batch = _issue(settings, place, count, label)
    if plain:
        print("\n".join(one.short for one in batch.vouchers))
    if not plain or out not in (None, STANDARD_OUTPUT):
        file = out or Path(f"cards-{batch.id}.html")
        put(file, _cards(settings, batch, langs), mode=0o600)
        say(f"The cards are in {file}. Print it at 100 %, then delete it.")
    say(f"{count} vouchers, batch {batch.id}. The link works before {day_of(batch.expires_at)}, the short code before "
        f"{day_of(batch.short_expires_at)}.")  # fmt: skip


@voucher_app.command(name="list")
def list_vouchers(*, config: ConfigFile = None, data: DataFolder = None) -> None:
    """List the batches that are kept: when they were made, how many cards, how many used. No code is stored.

    Example: `parvis voucher list`
    """
    from parvis.store import batches

    settings, place = open_square(config, data)
    print(f"{'batch':<16}{'issued':<12}{'cards':>7}{'used':>7}  label")
    for one in with_means(settings, place, lambda means: means.db.read(batches.listed)):
        print(f"{one.id:<16}{day_of(one.issued_at):<12}{one.count:>7}{one.redeemed:>7}  {one.label}".rstrip())


def poster(
    *,
    out: Annotated[
        Path,
        Parameter(
            name=["--out", "-o"],
            allow_leading_hyphen=True,
            help="The file to write (an older one is replaced); - for standard output.",
        ),
    ] = Path("poster.html"),
    lang: Language = "both",
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Write an A4 poster: name and address of the square, how to get in, counters and hours. No code stands on it.

    Example: `parvis poster --lang fr --out poster-fr.html`
    """
    from parvis.web import paper

    settings, _place = find_square(config, data)
    put(out, paper.poster(pages_for(settings), spoken(lang, settings)), mode=0o644, replace=True)
    say(f"The poster is in {out}.")


def _issue(settings: Config, place: Path, count: int, label: str) -> IssuedBatch:
    from parvis.access.age import voucher

    return with_means(settings, place, lambda means: voucher.issue(means, count, label))


def _cards(settings: Config, batch: IssuedBatch, langs: list[str]) -> str:
    from parvis.web import paper

    short, link = moment_of(batch.short_expires_at).date(), moment_of(batch.expires_at).date()
    cards = [paper.Card(one.short, one.link, short, link) for one in batch.vouchers]
    return paper.cards(pages_for(settings), cards, langs, aloud(len(cards), "cards drawn"))

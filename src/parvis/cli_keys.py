"""The commands about sealing keys and the person on call: `parvis keys …` and `parvis notify …`."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from cyclopts import App, Parameter

from parvis.core.clock import SystemClock, moment_of
from parvis.core.config import Config
from parvis.core.errors import ConfigError, SealingUnavailable
from parvis.terminal import (
    STANDARD_OUTPUT,
    ConfigFile,
    DataFolder,
    Language,
    open_square,
    pages_for,
    put,
    put_bytes,
    say,
    spoken,
    with_means,
)  # fmt: skip

if TYPE_CHECKING:
    from parvis.access.means import Means
    from parvis.legal.keys import HandOver
    from parvis.store.sealing import Pair, Recipient, Sealer

keys_app = App(name="keys", help="The keys that evidence is sealed to. Their private halves stay on paper, elsewhere.")
notify_app = App(name="notify", help="Calls to the person on call.")

Holder = Annotated[
    str | None, Parameter(name="--name", help="Who keeps the private key. Default: the operator of the square.")
]
SheetFile = Annotated[
    Path | None,
    Parameter(
        name=["--out", "-o"],
        allow_leading_hyphen=True,
        help="The file of the sheet: .html to print, .txt for text, - for text on standard output. It may not lie in "
        "the data folder. Default: sealing-key-….html",
    ),
]
WithQr = Annotated[bool, Parameter(name="--qr", negative="", help="Print the private key as a QR code too.")]
PublicKey = Annotated[
    str | None,
    Parameter(name="--recipient", help="A public key (age1…) made on another machine; then no sheet is written."),
]
IdentityFile = Annotated[Path, Parameter(name="--identity", help="The file of the private key (AGE-SECRET-KEY-1…).")]


# ---------------------------------------------------------------- keys


@keys_app.command(name="init")
def begin_keys(
    *,
    name: Holder = None,
    out: SheetFile = None,
    qr: WithQr = False,
    lang: Language = "both",
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Make the first sealing key: the private half on a sheet of paper to sign and lock away, the public half here.

    The sheet says what the key is, who keeps it, and how to try it at once. This machine keeps no copy: print two,
    try it, delete the file. Better still, make the key on a machine without network (`age-keygen`), then `keys add`.

    Example: `parvis keys init --name "Camille, présidente" --out /mnt/usb/key.html`
    """
    from parvis.legal import keys

    settings, place = open_square(config, data)
    holder = name or settings.legal.operator or settings.square.name
    hand = _hand_over(settings, place, holder, out, spoken(lang, settings), with_qr=qr)
    _tell_key("Sealed to from now on", with_means(settings, place, lambda means: keys.begin(means, holder, hand)))


@keys_app.command(name="add")
def add_key(
    *,
    name: Holder = None,
    recipient: PublicKey = None,
    out: SheetFile = None,
    qr: WithQr = False,
    lang: Language = "both",
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Seal to one more key: each of them alone opens what is sealed from now on.

    Example: `parvis keys add --name "Dominique, secrétaire" --recipient age1…`
    """
    settings, place = open_square(config, data)
    give = _new_key(settings, place, name, recipient, out, spoken(lang, settings), with_qr=qr)
    _tell_key("Sealed to from now on", with_means(settings, place, give))


@keys_app.command(name="rotate")
def rotate_key(
    *,
    retire: Annotated[
        str | None,
        Parameter(help="The key to put aside, by its keeper's name or its first signs. Needed when there are several."),
    ] = None,
    name: Holder = None,
    recipient: PublicKey = None,
    out: SheetFile = None,
    qr: WithQr = False,
    lang: Language = "both",
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Put a new key in the place of an old one. What was sealed before still opens with the old one: keep it.

    Example: `parvis keys rotate --retire Camille --name Camille --out /mnt/usb/key.html`
    """
    from parvis.legal import keys

    settings, place = open_square(config, data)
    langs = spoken(lang, settings)

    async def turned(means: Means) -> Recipient:
        old = keys.named(means.keys.sealer, retire)
        give = _new_key(settings, place, name or old.name, recipient, out, langs, with_qr=qr)
        return await keys.rotate(means, old, lambda: give(means))

    _tell_key("Sealed to from now on", with_means(settings, place, turned))


@keys_app.command(name="retire")
def retire_key(
    which: Annotated[str, Parameter(help="The keeper's name, or the first signs of the key.")],
    *,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Seal to this key no longer; the last one can only be rotated. It still opens what was sealed before.

    Example: `parvis keys retire Dominique`
    """
    from parvis.legal import keys

    settings, place = open_square(config, data)
    _tell_key("No longer sealed to", with_means(settings, place, lambda means: keys.retire(means, which)))


@keys_app.command(name="list")
def list_keys(*, config: ConfigFile = None, data: DataFolder = None) -> None:
    """List the public keys: who keeps the private half, since when it is sealed to, until when it was.

    Example: `parvis keys list`
    """
    settings, place = open_square(config, data)
    for one in with_means(settings, place, _recipients):
        until = f"retired {one.retired}" if one.retired else "current"
        print(f"{one.key}  {one.added or '-':<10}  {until:<18}  {one.name}")


@keys_app.command(name="test")
def try_key(
    *,
    identity: Annotated[
        Path | None, Parameter(name="--identity", help="The file of the private key, when it is on this machine.")
    ] = None,
    out: Annotated[
        Path, Parameter(name=["--out", "-o"], help="Without --identity: the sealed test text to take to that machine.")
    ] = Path("test.age"),
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Prove that a private key opens what is sealed today; else status 1. Do it once a year, and when people change.

    With --identity the proof is made here. Without it, a sealed text is written, to be opened where the key is
    (`age -d -i key.txt test.age`); it must read as what this command says.

    Example: `parvis keys test --out /mnt/usb/test.age`
    """
    from parvis.legal import keys

    settings, place = open_square(config, data)
    sealer = with_means(settings, place, _ready_sealer)
    current = [one.key for one in sealer.current()]
    if identity is None:
        phrase, sealed = keys.trial(current, secrets.token_bytes, armored=False)
        put_bytes(out, sealed, mode=0o600)
        print(f"{out} must open, with each of the {len(current)} keys, as: {phrase}")
        return
    sentence, good = keys.tried(sealer, _secret_of(identity), secrets.token_bytes)
    print(sentence)
    if not good:
        sys.exit(1)


@keys_app.command(name="open")
def open_sealed(
    sealed: Annotated[Path, Parameter(help="The sealed file.")],
    *,
    identity: IdentityFile,
    out: Annotated[
        Path, Parameter(name=["--out", "-o"], allow_leading_hyphen=True, help="Where it goes; - for standard output.")
    ] = STANDARD_OUTPUT,
) -> None:
    """Open a sealed piece of evidence, on the machine of whoever keeps the key; no square is needed there.

    Says the SHA-256 of what was sealed: it must be the digest that the ledger has for that piece.

    Example: `parvis keys open --identity key.txt exhibit.age --out exhibit.json`
    """
    import hashlib

    from parvis.store import sealing

    opened = sealing.unseal(_secret_of(identity), sealed.read_bytes())
    put_bytes(out, opened, mode=0o600)
    say(f"SHA-256 {hashlib.sha256(opened).hexdigest()}{_told_of(opened)}")


# ---------------------------------------------------------------- the person on call


@notify_app.command(name="secret")
def make_secret(
    *,
    summary: Annotated[
        bool, Parameter(name="--summary", negative="", help="The one that signs the daily summary instead.")
    ] = False,
    config: ConfigFile = None,
    data: DataFolder = None,
) -> None:
    """Print the secret that signs calls, to give to the receiver; made now when there is none.

    Examples: `parvis notify secret`, and for the daily summary `parvis notify secret --summary`
    """
    from parvis.live import notify

    settings, place = open_square(config, data)
    print(notify.make_secret(place / (settings.summary if summary else settings.on_call).secret_file))


@notify_app.command(name="test")
def call_once(*, config: ConfigFile = None, data: DataFolder = None) -> None:
    """Call the person on call once, now, with a call of the type `test`; status 1 when it does not get through.

    Example: `parvis notify test`
    """
    from parvis import app as house
    from parvis.live.notify import Came
    from parvis.moderation import on_call

    settings, place = open_square(config, data)
    answer = with_means(settings, place, lambda means: on_call.call_to_test(house.office_of(means)))
    if answer.came is not Came.DELIVERED:
        print(f"The call did not get through: {answer.words}.")
        sys.exit(1)
    print(f"The call got through: it {answer.words}.")


# ---------------------------------------------------------------- what parvis check says of both


def sealing_sentences(settings: Config, place: Path) -> list[str]:
    """Who opens what is sealed, and whether file and ledger agree."""
    from parvis.legal import keys
    from parvis.store import folder

    async def said(means: Means) -> list[str]:
        try:
            current = means.keys.sealer.current()
        except SealingUnavailable as fault:
            return [str(fault)]
        differing = await keys.differing(means)
        held = [f"Sealed to {one.name}, since {one.added} ({one.key[:16]}…)." for one in current]
        none = "Nothing can be sealed, so what must be is not kept. Make a key: parvis keys init"
        return [*(held or [none]), *differing]

    return with_means(settings, place, said) if folder.is_made(place) else ["There is no square yet."]


def calling_sentences(settings: Config, place: Path) -> list[str]:
    """Whether somebody can be called, and how it went."""
    from parvis.live import notify as wire
    from parvis.store import folder, notify

    wanted = settings.on_call
    if not wanted.url:
        said = ["Nobody is called: on_call.url is empty."]
    else:
        said = [f"Calls go to {urlsplit(wanted.url).hostname}, signed. Try it: parvis notify test"]
        try:
            wire.read_secrets(place / wanted.secret_file)
        except ConfigError as fault:
            said = fault.faults
    if not folder.is_made(place):
        return said
    standing = with_means(settings, place, lambda means: means.db.read(notify.standing))
    if standing.waiting_since is not None:
        said.append(f"{standing.waiting} waiting since {moment_of(standing.waiting_since):%Y-%m-%d %H:%M} UTC.")
    if standing.delivered_at is not None:
        said.append(f"The last one got through on {moment_of(standing.delivered_at):%Y-%m-%d %H:%M} UTC.")
    if standing.gave_up:
        said.append(f"{standing.gave_up} of the last 30 days never got through.")
    return said


# ---------------------------------------------------------------- how it is done


def _hand_over(
    settings: Config, place: Path, name: str, out: Path | None, langs: list[str], *, with_qr: bool
) -> HandOver:
    """What writes a fresh key's sheet; ConfigError at once where it may not go."""
    if out not in (None, STANDARD_OUTPUT):
        if out.resolve().is_relative_to(place.resolve()):
            raise ConfigError([f"{out} lies in the data folder: the private key must not. Name another with --out."])
        if out.exists():
            raise ConfigError([f"{out} exists and stays as it is. Name another file with --out."])

    def hand_over(pair: Pair) -> None:
        from parvis.legal import keys
        from parvis.web import ceremony
        from parvis.web.i18n import Texts

        phrase, test = keys.trial([pair.public], secrets.token_bytes, armored=True)
        day = moment_of(SystemClock().now()).date()
        sheet = ceremony.Sheet(name, day, pair.public, pair.secret, phrase, test.decode().strip(), with_qr)
        file = out or Path(f"sealing-key-{pair.public[4:12]}.html")
        if file.suffix.lower() in (".html", ".htm"):
            text = ceremony.as_html(pages_for(settings), langs, sheet)
        else:
            texts = Texts(settings.square.languages, isolating=False)
            text = ceremony.as_text(texts, settings.square.name, langs, sheet, file.name)
        put(file, text, mode=0o600)
        if file != STANDARD_OUTPUT:
            say(f"The private key is in {file} and nowhere else: print it twice, try it, then delete the file.")

    return hand_over


def _new_key(
    settings: Config, place: Path, name: str | None, recipient: str | None, out: Path | None, langs: list[str], *,
    with_qr: bool,
) -> Callable[[Means], Awaitable[Recipient]]:  # fmt: skip
    from parvis.legal import keys

    holder = name or settings.legal.operator or settings.square.name
    if recipient:
        return lambda means: keys.add(means, recipient, holder)
    hand = _hand_over(settings, place, holder, out, langs, with_qr=with_qr)
    return lambda means: keys.add_fresh(means, holder, hand)


async def _recipients(means: Means) -> list[Recipient]:
    return means.keys.sealer.recipients()


async def _ready_sealer(means: Means) -> Sealer:
    """ConfigError when nothing could be sealed."""
    if not means.keys.sealer.current():
        raise ConfigError(["There is no key yet. Make one with: parvis keys init"])
    return means.keys.sealer


def _tell_key(what: str, one: Recipient) -> None:
    say(f"{what}: {one.key} ({one.name}).")


def _secret_of(file: Path) -> str:
    from parvis.store import sealing

    return sealing.secret_in(file.read_text("utf-8"))


def _told_of(opened: bytes) -> str:
    """What a piece of evidence says of itself."""
    from parvis.core.exhibit import read_record

    try:
        record = read_record(opened)
    except ValueError:
        return ""
    of = f", case {record.case}" if record.case else ""
    return f"  exhibit {record.id} ({record.kind}{of}), captured {moment_of(record.captured_at):%Y-%m-%d %H:%M:%S} UTC"

"""The operator's sealing keys: handed over on paper, added, retired, tried; the ledger tells of each change.

The private half passes through here once, on its way to whoever asked for it, and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from msgspec.structs import replace

from parvis.access.means import Means
from parvis.core.clock import day_of
from parvis.core.errors import ConfigError
from parvis.core.ids import Entropy
from parvis.store import sealing
from parvis.store.sealing import Pair, Recipient, Sealer

HandOver = Callable[[Pair], None]
"""What puts a fresh private key into its keeper's hands; when it raises, nothing is changed."""
WORDS = (
    "village", "orange", "silence", "nature", "image", "lion", "violet", "page", "train", "message", "courage", "table",
    "garage", "fruit", "signal", "parade", "total", "visage", "cage", "double", "simple", "rare", "long", "client",
    "guide", "science", "machine", "pigeon", "avenue", "lotion", "rose", "passage",
)  # fmt: skip
"""The same in French and English, to be read out by whoever tries a key."""
PHRASE_WORDS = 4


# ---------------------------------------------------------------- changing


async def begin(means: Means, name: str, hand_over: HandOver) -> Recipient:
    """The first key of a square; ConfigError when there is one already."""
    current = means.keys.sealer.current()
    if current:
        raise ConfigError([
            f"{current[0].name} holds a key already. Another one: parvis keys add. Instead of it: parvis keys rotate."
        ])  # fmt: skip
    return await add_fresh(means, name, hand_over)


async def add_fresh(means: Means, name: str, hand_over: HandOver) -> Recipient:
    """Make a key and hand it over; then seal to it too."""
    _check_name(name)
    pair = sealing.fresh_pair()
    hand_over(pair)
    return await add(means, pair.public, name)


async def add(means: Means, key: str, name: str) -> Recipient:
    """Seal to this public key too; ConfigError when it is none, or is used already."""
    _check_name(name)
    if not sealing.is_key(key):
        raise ConfigError(["That is no public age key (age1… with 62 signs): compare it, sign by sign."])
    sealer, day = means.keys.sealer, day_of(means.clock.now())
    kept = {one.key: one for one in sealer.recipients()}
    told = await means.db.read(sealing.told)
    if key in kept and (kept[key].retired or key in told):
        raise ConfigError([f"That key stands in {sealer.file} already ({kept[key].name})."])
    if key not in told:
        await means.db.write(lambda tx: tx.record(sealing.ADDED, {"recipient": key}))
    one = kept.get(key) or Recipient(key=key, name=name, added=day)
    if key not in kept:
        sealer.keep([*kept.values(), one])
    return one


async def retire(means: Means, which: str) -> Recipient:
    """Seal to this key no longer; ConfigError for the last one, and when ``which`` names none or several."""
    sealer = means.keys.sealer
    one = named(sealer, which)
    if len(sealer.current()) == 1:
        raise ConfigError(["That is the only key: without it nothing can be sealed. Use: parvis keys rotate"])
    return await _retire(means, one)


async def rotate(means: Means, old: Recipient, new: Callable[[], Awaitable[Recipient]]) -> Recipient:
    """Put ``new`` (one of the two ways to add) in the place of ``old``, which still opens what was sealed before."""
    added = await new()
    await _retire(means, old)
    return added


async def _retire(means: Means, one: Recipient) -> Recipient:
    sealer = means.keys.sealer
    gone = replace(one, retired=day_of(means.clock.now()))
    if one.key in await means.db.read(sealing.told):
        await means.db.write(lambda tx: tx.record(sealing.RETIRED, {"recipient": one.key}))
    sealer.keep([gone if other.key == one.key else other for other in sealer.recipients()])
    return gone


def named(sealer: Sealer, which: str | None) -> Recipient:
    """The current key that somebody means by a name or the beginning of the key; None: the only one there is."""
    current = sealer.current()
    found = [one for one in current if which is None or one.name == which or one.key.startswith(which)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{one.name} ({one.key[:12]}…)" for one in current)
    raise ConfigError([f"Which key? Name just one of: {known or 'there is none'}."])


def _check_name(name: str) -> None:
    if not name.strip() or not name.isprintable() or len(name) > sealing.NAME_MAX:
        raise ConfigError([f"--name must say in 1 to {sealing.NAME_MAX} signs who keeps the private key."])


# ---------------------------------------------------------------- trying and comparing


def trial(keys: list[str], entropy: Entropy, *, armored: bool) -> tuple[str, bytes]:
    """A few words that are easy to read out, and the same sealed to these keys."""
    phrase = " ".join(WORDS[byte % len(WORDS)] for byte in entropy(PHRASE_WORDS))
    return phrase, sealing.seal(keys, f"{phrase}\n".encode(), armored=armored)


def tried(sealer: Sealer, secret: str, entropy: Entropy) -> tuple[str, bool]:
    """Seal a text to all current keys and open it with this private one: a sentence, and whether all is well."""
    public = sealing.public_of(secret)
    one = next((one for one in sealer.recipients() if one.key == public), None)
    if one is None:
        return "This key is none of those that anything is or was sealed to.", False
    if one.retired:
        return f"This key ({one.name}) opens what was sealed until {one.retired}, and nothing that came later.", False
    phrase, sealed = trial([other.key for other in sealer.current()], entropy, armored=False)
    opened = sealing.unseal(secret, sealed).decode().strip() == phrase
    return (f"This key ({one.name}) opens what is sealed today.", True) if opened else ("It opened wrongly.", False)


async def differing(means: Means) -> list[str]:
    """A sentence for each key on which the file and the ledger do not agree: somebody changed one behind our back."""
    sealer = means.keys.sealer
    kept, told = {one.key for one in sealer.current()}, await means.db.read(sealing.told)
    found = [f"{sealer.file} holds the key {key}, of which the ledger says nothing." for key in sorted(kept - told)]
    return found + [f"The ledger tells of the key {key}, which {sealer.file} lacks." for key in sorted(told - kept)]

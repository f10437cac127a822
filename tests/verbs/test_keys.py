"""An operator makes, adds, changes and tries sealing keys: the private half goes to paper, the ledger tells of it."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from parvis.access.means import Means
from parvis.core.clock import FakeClock
from parvis.core.errors import ConfigError, SealingUnavailable
from parvis.demo import sealing as demo
from parvis.legal import keys
from parvis.store import ledger, schema, sealing
from parvis.store.sealing import Pair, Recipient, Sealer

NAME = "Camille, présidente"


class Drawer:
    """Where a keeper puts what is handed over."""

    def __init__(self) -> None:
        self.pairs: list[Pair] = []

    def __call__(self, pair: Pair) -> None:
        self.pairs.append(pair)

    @property
    def last(self) -> Pair:
        return self.pairs[-1]


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


async def told(means: Means) -> list[tuple[str, bytes]]:
    query = select(schema.ledger.c.kind, schema.ledger.c.body).order_by(schema.ledger.c.seq)
    return await means.db.read(lambda conn: [(kind, body) for kind, body in conn.execute(query)])


def everything_on_disk(means: Means) -> bytes:
    return b"".join(path.read_bytes() for path in means.db.folder.rglob("*") if path.is_file())


# ---------------------------------------------------------------- making and changing


async def test_the_private_half_is_handed_over_and_kept_nowhere(means: Means, drawer: Drawer) -> None:
    one = await keys.begin(means, NAME, drawer)
    assert one == Recipient(key=drawer.last.public, name=NAME, added="2026-11-24")
    assert means.keys.sealer.current() == [one]
    secret = drawer.last.secret
    assert secret.encode() not in everything_on_disk(means)
    assert secret.lower().encode() not in everything_on_disk(means).lower()
    assert secret not in repr(drawer.last), "not even in a log of ours"
    assert sealing.unseal(secret, means.keys.sealer.seal(b"bonsoir")) == b"bonsoir"


async def test_each_change_stands_in_the_ledger_without_a_name(means: Means, drawer: Drawer) -> None:
    first = await keys.begin(means, NAME, drawer)
    second = await keys.add_fresh(means, "Dominique", drawer)
    await keys.retire(means, "Dominique")
    entries = await told(means)
    assert [kind for kind, _ in entries] == ["keys.added", "keys.added", "keys.retired"]
    assert [body.decode() for _, body in entries] == [
        f'{{"recipient":"{one.key}"}}' for one in (first, second, second)
    ]  # fmt: skip
    assert await keys.differing(means) == []


async def test_where_it_can_not_be_handed_over_nothing_changes(means: Means) -> None:
    """Else things would be sealed to a key that nobody holds."""

    def full(_pair: Pair) -> None:
        raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        await keys.begin(means, NAME, full)
    assert (means.keys.sealer.current(), await told(means)) == ([], [])


async def test_any_one_of_several_keys_opens_what_is_sealed(means: Means, drawer: Drawer) -> None:
    await keys.begin(means, NAME, drawer)
    await keys.add_fresh(means, "Dominique", drawer)
    sealed = means.keys.sealer.seal(b"bonsoir")
    assert [sealing.unseal(pair.secret, sealed) for pair in drawer.pairs] == [b"bonsoir"] * 2


async def test_after_a_rotation_the_new_key_opens_what_is_new_and_the_old_what_is_old(
    means: Means, drawer: Drawer, clock: FakeClock
) -> None:
    old = await keys.begin(means, NAME, drawer)
    before = means.keys.sealer.seal(b"avant")
    new = await keys.rotate(means, old, lambda: keys.add_fresh(means, NAME, drawer))
    after = means.keys.sealer.seal(b"depuis")
    assert means.keys.sealer.current() == [new]
    assert [one.retired for one in means.keys.sealer.recipients()] == ["2026-11-24", None]
    first, second = drawer.pairs
    assert sealing.unseal(first.secret, before) == b"avant"
    assert sealing.unseal(second.secret, after) == b"depuis"
    for secret, sealed in ((first.secret, after), (second.secret, before)):
        with pytest.raises(ConfigError, match="does not open it"):
            sealing.unseal(secret, sealed)


async def test_a_rotation_that_fails_leaves_the_old_key_in_its_place(means: Means, drawer: Drawer) -> None:
    old = await keys.begin(means, NAME, drawer)
    with pytest.raises(ConfigError, match="no public age key"):
        await keys.rotate(means, old, lambda: keys.add(means, "age1nonsense", NAME))
    assert means.keys.sealer.current() == [old]


async def test_a_key_made_elsewhere_can_be_added(means: Means) -> None:
    pair = sealing.fresh_pair()
    await keys.add(means, pair.public, NAME)
    assert sealing.unseal(pair.secret, means.keys.sealer.seal(b"x")) == b"x"
    with pytest.raises(ConfigError, match="already"):
        await keys.add(means, pair.public, NAME)


@pytest.mark.parametrize("name", ["", "   ", "a" * 81, "a\nretired: 2026-01-01", "a\x00"])
async def test_a_name_is_one_line_of_signs(means: Means, drawer: Drawer, name: str) -> None:
    with pytest.raises(ConfigError, match="--name"):
        await keys.begin(means, name, drawer)
    assert drawer.pairs == [], "no key was made for nothing"


async def test_the_last_key_can_not_be_retired_and_a_second_first_key_is_refused(means: Means, drawer: Drawer) -> None:
    await keys.begin(means, NAME, drawer)
    with pytest.raises(ConfigError, match="only key"):
        await keys.retire(means, NAME)
    with pytest.raises(ConfigError, match="parvis keys rotate"):
        await keys.begin(means, "Dominique", drawer)
    assert len(drawer.pairs) == 1


async def test_which_key_is_meant_must_be_clear(means: Means, drawer: Drawer) -> None:
    await keys.begin(means, NAME, drawer)
    second = await keys.add_fresh(means, "Dominique", drawer)
    sealer = means.keys.sealer
    assert keys.named(sealer, "Dominique") == keys.named(sealer, second.key[:20]) == second
    for which in (None, "age1", "Personne"):
        with pytest.raises(ConfigError, match="Which key"):
            keys.named(sealer, which)


# ---------------------------------------------------------------- the file


async def test_a_running_server_seals_to_a_key_added_by_another_process(means: Means, drawer: Drawer) -> None:
    await keys.begin(means, NAME, drawer)
    means.keys.sealer.seal(b"x")
    other = Sealer(means.keys.sealer.file)
    pair = sealing.fresh_pair()
    other.keep([*other.recipients(), Recipient(key=pair.public, name="Dominique", added="2026-11-24")])
    assert sealing.unseal(pair.secret, means.keys.sealer.seal(b"x")) == b"x"


async def test_a_key_that_somebody_slipped_in_is_told(means: Means, drawer: Drawer) -> None:
    await keys.begin(means, NAME, drawer)
    thief, sealer = sealing.fresh_pair().public, means.keys.sealer
    sealer.keep([*sealer.recipients(), Recipient(key=thief, name="Camille", added="2026-11-24")])
    [sentence] = await keys.differing(means)
    assert thief in sentence and "ledger says nothing" in sentence
    sealer.keep(sealer.recipients()[1:])
    assert any("lacks" in sentence for sentence in await keys.differing(means))


async def test_a_change_that_was_cut_short_can_be_finished(means: Means, drawer: Drawer) -> None:
    """The process died between the ledger and the file, or somebody wrote a key into the file by hand."""
    pair = sealing.fresh_pair()
    await means.db.write(lambda tx: tx.record(sealing.ADDED, {"recipient": pair.public}))
    assert await keys.differing(means) != []
    await keys.add(means, pair.public, NAME)
    assert await keys.differing(means) == []
    other, sealer = sealing.fresh_pair().public, means.keys.sealer
    sealer.keep([*sealer.recipients(), Recipient(key=other, name="Dominique", added="")])
    await keys.add(means, other, "Dominique")
    assert (await keys.differing(means), len(await told(means))) == ([], 2)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda text: text + "bonsoir\n", "neither a key"),
        (lambda text: text.replace("age1", "age1q", 1), "typing error"),
        (lambda text: text + "# retired: 2026-01-01\n" + text.splitlines()[-1] + "\n", "commented out exactly when"),
        (lambda text: text + "\n" + text, "twice"),
        (lambda text: text[:0] + "\udcff", "cannot be used"),
    ],
)
async def test_with_a_file_that_is_not_right_nothing_is_sealed_to_the_rest_of_it(
    means: Means, drawer: Drawer, spoil: Callable[[str], str], why: str
) -> None:
    await keys.begin(means, NAME, drawer)
    sealer = means.keys.sealer
    sealer.file.write_bytes(spoil(sealer.file.read_text("utf-8")).encode("utf-8", "surrogateescape"))
    assert not sealer.is_ready()
    for _ in range(2):
        with pytest.raises(SealingUnavailable, match=why):
            sealer.seal(b"x")


def test_the_file_reads_back_as_written_and_bare_keys_are_fine() -> None:
    first, second = (sealing.fresh_pair().public for _ in range(2))
    both = [
        Recipient(key=first, name=NAME, added="2026-11-24", retired="2026-12-01"),
        Recipient(key=second, name="Dominique", added="2026-12-01"),
    ]
    assert sealing.read(sealing.written(both)) == both
    lines = [line for line in sealing.written(both).splitlines() if line and not line.startswith("#")]
    assert lines == [second], "age -R would seal to the current one only"
    assert [one.key for one in sealing.read(f"# by age-keygen\n{first}\n")] == [first]


# ---------------------------------------------------------------- trying


async def test_a_key_is_tried_by_opening_what_was_just_sealed(means: Means, drawer: Drawer) -> None:
    old = await keys.begin(means, NAME, drawer)
    assert keys.tried(means.keys.sealer, drawer.last.secret, means.entropy) == (
        f"This key ({NAME}) opens what is sealed today.", True,
    )  # fmt: skip
    await keys.rotate(means, old, lambda: keys.add_fresh(means, "Dominique", drawer))
    assert keys.tried(means.keys.sealer, drawer.last.secret, means.entropy)[1]
    sentence, good = keys.tried(means.keys.sealer, drawer.pairs[0].secret, means.entropy)
    assert (good, "2026-11-24" in sentence) == (False, True)
    assert not keys.tried(means.keys.sealer, sealing.fresh_pair().secret, means.entropy)[1]


def test_a_private_key_is_read_as_age_keygen_writes_it() -> None:
    pair = sealing.fresh_pair()
    assert sealing.secret_in(f"# created: today\n# public key: {pair.public}\n{pair.secret}\n") == pair.secret
    for text in ("", pair.public, f"{pair.secret}\n{pair.secret}", pair.secret.lower()):
        with pytest.raises(ConfigError, match="no private key") as refused:
            sealing.secret_in(text)
        assert pair.secret not in str(refused.value)
    swapped = pair.secret[:-1] + ("Q" if pair.secret[-1] != "Q" else "P")
    with pytest.raises(ConfigError, match="typing error") as refused:
        sealing.public_of(swapped)
    assert swapped not in str(refused.value)


@pytest.mark.parametrize("spoil", [lambda sealed: sealed[:-1], lambda sealed: sealed[:0], lambda sealed: sealed[::-1]])
def test_a_sealed_file_that_is_not_whole_does_not_open(spoil: Callable[[bytes], bytes]) -> None:
    pair = sealing.fresh_pair()
    with pytest.raises(ConfigError, match="not whole"):
        sealing.unseal(pair.secret, spoil(sealing.seal([pair.public], b"bonsoir")))


# ---------------------------------------------------------------- the demonstration


async def test_a_demonstration_has_a_key_whose_private_half_is_marked_as_worthless(
    means: Means, tmp_path: Path
) -> None:
    await demo.begin(means, tmp_path)
    file = tmp_path / demo.FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text("utf-8")
    assert "protects nothing" in text
    assert sealing.unseal(sealing.secret_in(text), means.keys.sealer.seal(b"x")) == b"x"
    await demo.begin(means, tmp_path)
    assert file.read_text("utf-8") == text, "a second start keeps it"
    assert re.fullmatch(r"age1[a-z0-9]{58}", means.keys.sealer.current()[0].key)
    report = await means.db.read(lambda conn: ledger.tail(conn))
    assert report.seq == 1

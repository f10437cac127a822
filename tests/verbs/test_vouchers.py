"""A voucher opens the adult door once, however it is typed, and leaves no trace of who used it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from parvis.access import opening
from parvis.access.age import codes, methods, voucher
from parvis.access.age.methods import Proved
from parvis.access.age.offered import METHODS, offered
from parvis.access.means import Means
from parvis.core.clock import FakeClock, day_of
from parvis.core.config import AGE_METHODS, Config
from parvis.core.people import Origin
from parvis.core.settings import Age, Legal
from parvis.core.staff import NOBODY, Count
from parvis.core.text import ALPHABET
from parvis.core.verdict import Finding
from parvis.store import schema

HERE = Origin(device="d" * 32, network="n" * 32)
ELSEWHERE = Origin(device="e" * 32, network="m" * 32)


async def one_card(means: Means) -> voucher.IssuedVoucher:
    return (await voucher.issue(means, 1, "Permanence du mardi")).vouchers[0]


def why(outcome: Proved | Finding) -> str:
    return outcome.text_key if isinstance(outcome, Finding) else "let in"


def wrong_card() -> str:
    """A short code that is well formed and was never issued."""
    return codes.printed(codes.draw_short(lambda n: b"\x01" * n))


@pytest.mark.parametrize(
    "shape",
    [
        lambda card: card.short,
        lambda card: card.short.lower().replace("-", " "),
        lambda card: card.short.replace("-", "").replace("0", "o").replace("1", "l"),
        lambda card: card.link,
        lambda card: f"http://localhost:8080/age#v={card.link}",
        lambda card: f"  https://chat.example.org/age#v={card.link.lower()}  ",
    ],
    ids=["as printed", "read aloud", "o and l", "link form", "pasted link", "another pasted link"],
)
async def test_a_card_works_however_it_is_typed(means: Means, shape: Callable[[voucher.IssuedVoucher], str]) -> None:
    outcome = await voucher.redeem(means, shape(await one_card(means)), HERE)
    assert isinstance(outcome, Proved)
    found = await methods.open_pass_for(means, outcome.token)
    assert found == outcome.age_pass


async def test_a_card_works_once_and_then_says_so_in_both_forms(means: Means) -> None:
    card = await one_card(means)
    await voucher.redeem(means, card.short, HERE)
    assert why(await voucher.redeem(means, card.short, ELSEWHERE)) == "refuse-code-used"
    assert why(await voucher.redeem(means, card.link, ELSEWHERE)) == "refuse-code-used"


async def test_of_ten_who_come_with_one_card_at_once_one_is_let_in(means: Means) -> None:
    card = await one_card(means)
    typed = [card.short, card.link] * 5
    outcomes = await asyncio.gather(*(voucher.redeem(means, text, HERE) for text in typed))
    assert sum(isinstance(one, Proved) for one in outcomes) == 1
    assert {why(one) for one in outcomes} == {"let in", "refuse-code-used"}


async def test_the_short_form_runs_out_before_the_link(means: Means, clock: FakeClock) -> None:
    first, second = (await voucher.issue(means, 2, "")).vouchers
    clock.advance(timedelta(days=means.config.age.short_code_days, seconds=1))
    assert why(await voucher.redeem(means, first.short, HERE)) == "refuse-code-expired"
    assert why(await voucher.redeem(means, first.link, HERE)) == "let in"
    clock.advance(timedelta(days=means.config.age.voucher_days))
    assert why(await voucher.redeem(means, second.link, HERE)) == "refuse-code-expired"


async def test_a_pass_runs_out(means: Means, clock: FakeClock) -> None:
    outcome = await voucher.redeem(means, (await one_card(means)).link, HERE)
    assert isinstance(outcome, Proved)
    clock.advance(timedelta(days=means.config.age.pass_days, seconds=1))
    assert await methods.open_pass_for(means, outcome.token) is None


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "é" * 500])
async def test_an_invented_cookie_opens_nothing(means: Means, token: str) -> None:
    assert await methods.open_pass_for(means, token) is None


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("", "empty"),
        (" - ", "empty"),
        ("bonjour", "unknown"),
        ("U" * 12, "typo"),
        ("A" * 26, "unknown"),
        ("🎟", "empty"),
    ],
)
async def test_what_is_no_card_is_told_apart(means: Means, typed: str, answer: str) -> None:
    assert why(await voucher.redeem(means, typed, HERE)) == f"refuse-code-{answer}"


# ---------------------------------------------------------------- guessing


async def test_a_guesser_is_slowed_down_and_others_are_not(means: Means) -> None:
    card = await one_card(means)
    for _ in range(means.config.guard.code_tries_per_network_per_10min):
        assert why(await voucher.redeem(means, wrong_card(), HERE)) == "refuse-code-unknown"
    slowed = await voucher.redeem(means, card.short, HERE)
    assert isinstance(slowed, Finding)
    assert slowed.text_key == "refuse-slow-down"
    assert slowed.args == {"minutes": 1}
    assert why(await voucher.redeem(means, card.short, ELSEWHERE)) == "let in"


async def test_a_slowed_down_network_may_try_again_later_and_the_link_needs_no_waiting(
    means: Means, clock: FakeClock
) -> None:
    first, second = (await voucher.issue(means, 2, "")).vouchers
    for _ in range(means.config.guard.code_tries_per_network_per_10min):
        await voucher.redeem(means, wrong_card(), HERE)
    assert why(await voucher.redeem(means, first.link, HERE)) == "let in"
    clock.advance(timedelta(minutes=10))
    assert why(await voucher.redeem(means, second.short, HERE)) == "let in"


async def test_guessing_from_everywhere_at_once_is_limited_too(means: Means) -> None:
    for place in range(means.config.guard.code_tries_total_per_hour):
        await voucher.redeem(means, wrong_card(), Origin(device="d", network=f"bot {place}"))
    assert why(await voucher.redeem(means, wrong_card(), ELSEWHERE)) == "refuse-slow-down"


async def test_typing_slips_and_right_cards_do_not_use_up_the_tries(means: Means) -> None:
    cards = (await voucher.issue(means, 25, "")).vouchers
    for card in cards:
        slip = card.short[:-1] + ("0" if card.short[-1] != "0" else "1")
        assert why(await voucher.redeem(means, slip, HERE)) == "refuse-code-typo"
        assert why(await voucher.redeem(means, card.short, HERE)) == "let in"


# ---------------------------------------------------------------- what is kept


async def test_no_code_and_no_token_is_anywhere_in_the_database(means: Means) -> None:
    card = await one_card(means)
    outcome = await voucher.redeem(means, card.link, HERE)
    assert isinstance(outcome, Proved)
    kept = await means.db.read(
        lambda conn: str([conn.execute(select(table)).all() for table in schema.metadata.sorted_tables])
    )
    for secret in (card.link, card.short, card.short.replace("-", ""), outcome.token, HERE.device, HERE.network):
        assert secret not in kept


async def test_of_a_voucher_only_batch_and_day_stay_with_the_pass(means: Means, clock: FakeClock) -> None:
    batch = await voucher.issue(means, 3, "Permanence")
    outcome = await voucher.redeem(means, batch.vouchers[1].link, HERE)
    assert isinstance(outcome, Proved)
    assert outcome.age_pass.batch == batch.id
    assert outcome.age_pass.proved_day == day_of(clock.now())
    vouchers = await means.db.read(lambda conn: conn.execute(select(schema.voucher)).all())
    assert sorted(row.redeemed_day or "" for row in vouchers) == ["", "", day_of(clock.now())]
    assert outcome.age_pass.id not in str(vouchers)


async def test_the_ledger_says_how_many_were_issued_and_redeemed_and_nothing_else(means: Means) -> None:
    batch = await voucher.issue(means, 2, "Permanence")
    await voucher.redeem(means, batch.vouchers[0].link, HERE)
    rows = await means.db.read(lambda conn: conn.execute(select(schema.ledger).order_by(schema.ledger.c.seq)).all())
    assert [row.kind for row in rows] == ["voucher.issued", "pass.issued"]
    assert b"Permanence" not in rows[0].body
    assert b'"count":2' in rows[0].body
    assert sorted(part.split(b'"')[1] for part in rows[1].body.split(b",")) == [b"batch", b"day", b"method"]


async def test_two_print_runs_of_a_day_have_names_of_their_own(means: Means) -> None:
    runs = [await voucher.issue(means, 1, "") for _ in range(5)]
    assert len({run.id for run in runs}) == 5


@pytest.mark.parametrize("count", [0, -1, 10_001])
async def test_a_print_run_has_a_sensible_size(means: Means, count: int) -> None:
    with pytest.raises(ValueError, match="print run"):
        await voucher.issue(means, count, "")


# ---------------------------------------------------------------- the signs of a code

bits = st.binary(min_size=16, max_size=16)


@given(bits, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_any_one_wrong_sign_is_noticed(seed: bytes, place: int, sign: str) -> None:
    short = codes.draw_short(lambda n: seed[:n])
    wrong = short[:place] + sign + short[place + 1 :]
    expected = isinstance(codes.read_code(wrong), codes.Code)
    assert expected is (wrong == short)


@given(bits, st.integers(0, 10))
def test_any_two_swapped_signs_are_noticed(seed: bytes, place: int) -> None:
    short = codes.draw_short(lambda n: seed[:n])
    swapped = short[:place] + short[place + 1] + short[place] + short[place + 2 :]
    assert isinstance(codes.read_code(swapped), codes.Code) is (swapped == short)


def test_the_codes_are_as_long_as_promised() -> None:
    full = lambda n: b"\xff" * n  # noqa: E731
    assert codes.draw_link(full) == "7" + "Z" * 25  # 128 bits in 26 signs of five
    assert codes.draw_short(full)[:11] == "Z" * 11  # 55 bits in 11
    assert len(codes.printed(codes.draw_short(full))) == 14


# ---------------------------------------------------------------- which methods there are, and when the square opens


def test_the_configurable_methods_are_exactly_those_that_exist() -> None:
    assert set(AGE_METHODS) == set(METHODS)
    assert [method.name for method in offered(Config())] == ["voucher"]


def test_the_square_stays_shut_and_says_why() -> None:
    def keys(config: Config, staff: int, admins: int, deciders: int = 1) -> list[str]:
        team = Count(total=staff, administrators=admins, deciders=deciders)
        return [one.text_key for one in opening.reasons_closed(config, team)]

    contact = Legal(operator="Association X", contact_email="contact@example.org")
    ready = Config(legal=contact)
    assert keys(Config(), 0, 0) == ["why-closed-legal", "why-closed-staff"]
    assert keys(Config(legal=contact, age=Age(methods=[])), 2, 1) == ["why-closed-age"]
    assert keys(Config(legal=Legal(operator="Association X")), 2, 1) == ["why-closed-legal"]
    assert opening.reasons_closed(ready, NOBODY)[0].args == {"missing": 2}
    assert keys(ready, 2, 0) == ["why-closed-staff"]
    assert keys(ready, 2, 2, 0) == ["why-closed-staff"], "somebody must be able to decide"
    assert keys(ready, 2, 1) == []

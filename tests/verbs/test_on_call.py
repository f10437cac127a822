"""Nobody is on duty and somebody should look: the person on call is called, signed, again and again until it works."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
import ssl
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from msgspec.structs import replace
from prometheus_client import CollectorRegistry

from parvis import app
from parvis.access.means import Means
from parvis.core.clock import MINUTE, FakeClock, Instant
from parvis.core.config import Config, faults_of
from parvis.core.errors import ConfigError
from parvis.core.settings_server import OnCall
from parvis.live import notify as wire
from parvis.live.metrics import Metrics
from parvis.live.notify import Came, Webhook
from parvis.moderation import on_call
from parvis.moderation.office import Office
from parvis.store import notify
from parvis.store.database import Database
from parvis.store.writer import Tx
from receiver import DRIP, HANG_UP, SILENCE, Receiver, receiving

KIND = "immediate_case_unattended"


@dataclasses.dataclass
class Desk:
    """The desk's side of a call."""

    office: Office
    clock: FakeClock
    secret: str
    metrics: Metrics = dataclasses.field(default_factory=Metrics)

    async def enqueue(self, kind: str = KIND, /, **body: object) -> None:
        await self.office.db.write(lambda tx: notify.enqueue(tx, kind, body))

    async def turn(self, **later: float) -> None:
        """So much later the job has its turn."""
        self.clock.advance(timedelta(**later))
        await on_call.call_all(self.office, self.metrics)

    async def standing(self) -> notify.Standing:
        return await self.office.db.read(notify.standing)

    def counted(self, name: str, **labels: str) -> float:
        registry: CollectorRegistry = self.metrics.registry
        return registry.get_sample_value(name, labels) or 0.0


DeskOf = Callable[[Receiver | None], Desk]


@pytest.fixture
def desk_of(means: Means, clock: FakeClock) -> DeskOf:
    """A desk that calls this receiver."""

    def made(receiver: Receiver | None) -> Desk:
        config = replace(means.config, on_call=OnCall(url=receiver.url if receiver else ""))
        secret = wire.make_secret(means.db.folder / config.on_call.secret_file)
        return Desk(app.office_of(dataclasses.replace(means, config=config)), clock, secret)

    return made


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "TIMEOUT_SECONDS", 0.3)


# ---------------------------------------------------------------- a call


async def test_a_call_says_what_for_and_how_many_and_is_signed(desk_of: DeskOf, clock: FakeClock) -> None:
    async with receiving() as pager:
        desk = desk_of(pager)
        await desk.enqueue(case="c0ffee", harm="threat")
        await desk.turn()
        [call] = pager.heard
        assert call.request == "POST /pager HTTP/1.1"
        assert call.told == {
            "type": KIND, "timestamp": "2026-11-24T21:00:00.000Z",
            "data": {"count": 1, "items": [{"case": "c0ffee", "harm": "threat"}]},
        }  # fmt: skip
        assert call.is_signed_with(desk.secret)
        assert not call.is_signed_with(wire.fresh_secret())
        assert call.headers["webhook-timestamp"] == str(clock.now() // 1000)
        assert call.headers["content-type"] == "application/json"
        await desk.turn(hours=1)
        assert len(pager.heard) == 1, "once is enough"
    assert (await desk.standing()).delivered_at is not None
    assert desk.counted("parvis_calls_total", kind=KIND, came="delivered") == 1


def test_the_signature_is_the_one_of_the_specification() -> None:
    """The example that the reference libraries of Standard Webhooks share."""
    hook = Webhook("", (wire._secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),))
    signed = wire.signatures(hook, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_while_a_secret_is_being_changed_both_sign(desk_of: DeskOf) -> None:
    async with receiving() as pager:
        desk, other = desk_of(pager), wire.fresh_secret()
        file = desk.office.db.folder / "keys" / "on-call.key"
        file.write_text(f"# the new one\n{other}\n{desk.secret}\n", "utf-8")
        await desk.enqueue()
        await desk.turn()
        [call] = pager.heard
        assert call.is_signed_with(desk.secret) and call.is_signed_with(other)


@pytest.mark.parametrize("body", [{"text": "bonsoir à vous"}, {"who": "Alix B."}, {"n": 1.5}, {"many": ["a"]}])
async def test_a_call_takes_no_words_and_no_names(desk_of: DeskOf, body: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="ids and counts only"):
        await desk_of(None).enqueue(**body)


async def test_a_call_of_a_kind_that_nobody_documented_is_a_bug(desk_of: DeskOf) -> None:
    with pytest.raises(ValueError, match="no kind of call"):
        await desk_of(None).enqueue("something_else")


# ---------------------------------------------------------------- when it does not work


async def test_a_receiver_that_fails_twice_is_called_a_third_time_with_the_same_call(desk_of: DeskOf) -> None:
    async with receiving(500, 503) as pager:
        desk = desk_of(pager)
        await desk.enqueue(case="c0ffee")
        await desk.turn()
        await desk.turn()
        assert len(pager.heard) == 1, "not at once"
        await desk.turn(seconds=10)
        await desk.turn(seconds=30)
        assert [call.told for call in pager.heard] == [pager.heard[0].told] * 3
        assert len({call.id for call in pager.heard}) == 1
        assert len({call.body for call in pager.heard}) == 1
        assert len({call.headers["webhook-timestamp"] for call in pager.heard}) == 3
        assert all(call.is_signed_with(desk.secret) for call in pager.heard)
        await desk.turn(hours=2)
        assert len(pager.heard) == 3
    assert desk.counted("parvis_calls_total", kind=KIND, came="failed") == 2
    assert desk.counted("parvis_calls_waiting") == 0


@pytest.mark.parametrize("how", [SILENCE, DRIP, HANG_UP])
async def test_a_receiver_that_does_not_answer_holds_nobody_up_and_is_called_again(
    desk_of: DeskOf, impatient: None, how: str
) -> None:
    async with receiving(how) as pager:
        desk = desk_of(pager)
        await desk.enqueue()
        async with asyncio.timeout(3):
            await desk.turn()
        assert len(pager.heard) == 1
        assert (await desk.standing()).waiting == 1
        assert desk.counted("parvis_calls_waiting") == 1
        await desk.turn(seconds=10)
        assert len(pager.heard) == 2
    assert (await desk.standing()).waiting == 0


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_no_redirect_is_followed(desk_of: DeskOf, status: int) -> None:
    async with receiving() as elsewhere, receiving(status) as pager:
        pager.location = elsewhere.url
        desk = desk_of(pager)
        await desk.enqueue()
        await desk.turn()
        assert (len(pager.heard), elsewhere.heard) == (1, [])
        assert (await desk.standing()).waiting == 1
        assert (await on_call.call_to_test(desk.office)).came is Came.DELIVERED, "it goes on as before"


async def test_nobody_there_is_a_failure_like_any_other(desk_of: DeskOf) -> None:
    async with receiving() as pager:
        desk = desk_of(pager)
    await desk.enqueue()
    await desk.turn()
    assert (await desk.standing()).waiting == 1
    assert (await on_call.call_to_test(desk.office)).words == "could not be reached (ConnectError)"


async def test_a_name_that_leads_nowhere_is_a_failure_like_any_other(desk_of: DeskOf) -> None:
    answer = await wire.call_out(Webhook("https://pager.invalid/x", (b"k" * 32,)), "id", 1, b"{}")
    assert answer == wire.Answer(Came.FAILED, "could not be reached (ConnectError)")


async def test_a_proxy_of_the_environment_is_not_used(desk_of: DeskOf, monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiving() as proxy, receiving() as pager:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://localhost:{proxy.port}")
        assert (await on_call.call_to_test(desk_of(pager).office)).came is Came.DELIVERED
        assert (len(pager.heard), proxy.heard) == (1, [])


async def test_a_server_whose_certificate_nobody_vouches_for_hears_nothing(tmp_path: Path) -> None:
    async with receiving(tls=_self_signed(tmp_path)) as pager:
        answer = await wire.call_out(Webhook(pager.url, (b"k" * 32,)), "id", 1, b"{}")
        assert answer.came is Came.FAILED
        assert pager.heard == []


async def test_a_receiver_that_wants_no_more_calls_gets_none(desk_of: DeskOf) -> None:
    async with receiving(410) as pager:
        desk = desk_of(pager)
        await desk.enqueue()
        await desk.turn()
        await desk.turn(hours=1)
        assert len(pager.heard) == 1
    standing = await desk.standing()
    assert (standing.waiting, standing.gave_up) == (0, 1)
    assert desk.counted("parvis_calls_given_up") == 1


async def test_after_a_day_it_is_given_up_and_that_can_be_seen(desk_of: DeskOf) -> None:
    async with receiving(*[500] * 1_000) as pager:
        desk = desk_of(pager)
        await desk.enqueue()
        for _ in range(24 * 60 + 1):
            await desk.turn(minutes=1)
        assert 140 < len(pager.heard) < 300, "every ten minutes at most, half of it by luck"
        before = len(pager.heard)
        await desk.turn(hours=1)
        assert len(pager.heard) == before
    assert (await desk.standing()).gave_up == 1


def test_waiting_grows_and_is_never_quite_the_same() -> None:
    shortest, longest = ([wire.wait_ms(tries, luck) for tries in (1, 2, 3, 4, 5, 90)] for luck in (0.0, 1.0))
    assert longest == [10_000, 30_000, 90_000, 270_000, 600_000, 600_000]
    assert shortest == [value // 2 for value in longest]


# ---------------------------------------------------------------- many at once


async def test_ten_thousand_at_once_ring_once(desk_of: DeskOf) -> None:
    async with receiving() as pager:
        desk = desk_of(pager)

        def flood(tx: Tx) -> None:
            for number in range(10_000):
                notify.enqueue(tx, KIND, {"case": f"c{number}"})

        await desk.office.db.write(flood)
        await desk.turn()
        [call] = pager.heard
        assert call.told["data"]["count"] == 10_000
        assert len(call.told["data"]["items"]) == notify.SHOWN
        assert len(call.body) < 2_000
        await desk.enqueue(case="late")
        await desk.turn(minutes=4)
        assert len(pager.heard) == 1, "quiet between two calls of a kind"
        await desk.turn(minutes=2)
        assert pager.heard[1].told["data"] == {"count": 1, "items": [{"case": "late"}]}


async def test_another_kind_does_not_wait(desk_of: DeskOf) -> None:
    async with receiving() as pager:
        desk = desk_of(pager)
        await desk.enqueue()
        await desk.turn()
        await desk.enqueue("abnormal_looking", staff="s1", looks=80)
        await desk.turn(seconds=5)
        assert [call.told["type"] for call in pager.heard] == [KIND, "abnormal_looking"]


async def test_what_comes_while_a_call_fails_is_not_lost(desk_of: DeskOf) -> None:
    async with receiving(500, 500) as pager:
        desk = desk_of(pager)
        await desk.enqueue(case="first")
        await desk.turn()
        await desk.enqueue(case="second")
        await desk.turn(minutes=6)
        await desk.turn(minutes=6)
        delivered = [call.told["data"]["items"] for call in pager.heard[2:]]
        assert sorted(item["case"] for items in delivered for item in items) == ["first", "second"]


# ---------------------------------------------------------------- across a restart


async def test_what_was_not_delivered_is_still_there_after_a_restart(
    desk_of: DeskOf, means: Means, clock: FakeClock
) -> None:
    """Also when the process died between the call and its note: the receiver sees the same id again."""
    async with receiving() as pager:
        desk = desk_of(pager)
        await desk.enqueue(case="c0ffee")
        [call] = await desk.office.db.write(lambda tx: notify.due(tx, clock.now(), 5 * MINUTE))
        await wire.call_out(Webhook(pager.url, (b"k" * 32,)), call.id, 1, on_call.payload(call))
        again = Database.open(means.db.folder, clock, means.keys)
        restarted = dataclasses.replace(desk, office=dataclasses.replace(desk.office, db=again))
        await restarted.turn(seconds=5)
        await again.close()
        assert [call.id for call in pager.heard] == [call.id] * 2
        assert pager.heard[0].body == pager.heard[1].body


async def test_a_call_is_made_only_when_its_reason_is_committed(desk_of: DeskOf) -> None:
    async with receiving() as pager:
        desk = desk_of(pager)

        def fails(tx: Tx) -> None:
            notify.enqueue(tx, KIND, {})
            raise RuntimeError

        with pytest.raises(RuntimeError):
            await desk.office.db.write(fails)
        await desk.turn()
        assert pager.heard == []


async def test_old_calls_are_forgotten_and_waiting_ones_are_not(desk_of: DeskOf, clock: FakeClock) -> None:
    async with receiving() as pager:
        desk = desk_of(pager)
        await desk.enqueue()
        await desk.turn()
        await desk.enqueue()
        assert await desk.office.db.write(lambda tx: notify.purge(tx, Instant(clock.now() + 1))) == 1
        assert (await desk.standing()).waiting == 1


# ---------------------------------------------------------------- settings and the secret


async def test_without_an_address_nobody_is_called_and_a_test_says_so(desk_of: DeskOf) -> None:
    desk = desk_of(None)
    await desk.enqueue()
    await desk.turn()
    assert (await desk.standing()).waiting == 1, "it goes out as soon as there is somebody to call"
    with pytest.raises(ConfigError, match="nobody would be called"):
        await on_call.call_to_test(desk.office)
    await desk.turn(hours=25)
    assert (await desk.standing()).gave_up == 1


async def test_without_its_secret_nothing_goes_out_unsigned(desk_of: DeskOf) -> None:
    async with receiving() as pager:
        desk = desk_of(pager)
        file = desk.office.db.folder / "keys" / "on-call.key"
        file.unlink()
        await desk.enqueue()
        await desk.turn()
        assert pager.heard == []
        assert (await desk.standing()).waiting == 1
        with pytest.raises(ConfigError, match="parvis notify secret"):
            await on_call.call_to_test(desk.office)
        wire.make_secret(file)
        await desk.turn()
        assert len(pager.heard) == 1


def test_a_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "on-call.key"
    made = wire.make_secret(file)
    assert wire.make_secret(file) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(wire.read_secrets(file)[0]) == 32


@pytest.mark.parametrize("content", ["", "# none\n", "whsec_short\n", "whsec_!!!!\n", "a" * 44])
def test_a_file_that_holds_no_secret_is_refused_without_repeating_it(tmp_path: Path, content: str) -> None:
    file = tmp_path / "on-call.key"
    file.write_text(content, "utf-8")
    with pytest.raises(ConfigError) as refused:
        wire.read_secrets(file)
    assert not content.strip() or content.strip() not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("", True),
        ("https://pager.example.org/parvis", True),
        ("https://pager.example.org:8443/a?b=c", True),
        ("http://127.0.0.1:9000/", True),
        ("http://localhost:9000", True),
        ("http://pager.example.org/", False),
        ("ftp://pager.example.org/", False),
        ("pager.example.org", False),
        ("https://me:secret@pager.example.org/", False),
        ("https://pager.example.org/#part", False),
        ("https://pager.example.org:port/", False),
        ("https:///nowhere", False),
    ],
)
def test_only_https_is_called_unless_it_is_this_machine(url: str, good: bool) -> None:
    faults = [where for where, _ in faults_of(Config(on_call=OnCall(url=url)))]
    assert faults == ([] if good else ["on_call.url"])


def _self_signed(folder: Path) -> ssl.SSLContext:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.OID_COMMON_NAME, "x")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "server.pem").write_bytes(pem + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context

"""A mail server as a real one on this machine: it greets, closes the line, asks who one is, takes letters, refuses."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import datetime
import email
import email.policy
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass(frozen=True)
class Taken:
    """One letter as it came in."""

    sender: str
    to: tuple[str, ...]
    letter: EmailMessage
    under_tls: bool
    login: str


@dataclass
class Postbox:
    """``answers`` to DATA are used up one by one (a status), then letters are taken; ``refuses`` are addresses."""

    port: int = 0
    tls: ssl.SSLContext | None = None
    offers_starttls: bool = True
    logins: dict[str, str] = field(default_factory=dict)
    refuses: frozenset[str] = frozenset()
    answers: list[int] = field(default_factory=list)
    is_silent: bool = False
    taken: list[Taken] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    """Each command, and whether the line was closed: what anybody on the way could have read has no mark before it."""

    lines: set[asyncio.StreamWriter] = field(default_factory=set)

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines.add(writer)
        if self.is_silent:
            await reader.read()
            writer.close()
            return
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, ssl.SSLError):
            await _Talk(self, reader, writer).go()
        writer.close()


class _Talk:
    """One line, from greeting to QUIT (RFC 5321, with RFC 3207 and RFC 4954)."""

    def __init__(self, box: Postbox, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.box, self.reader, self.writer = box, reader, writer
        self.closed = writer.get_extra_info("ssl_object") is not None
        self.login, self.sender, self.to = "", "", []  # type: tuple[str, str, list[str]]
        self.ended = False

    async def say(self, *lines: str) -> None:
        self.writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self.writer.drain()

    async def go(self) -> None:
        await self.say("220 localhost")
        while not self.ended:
            line = (await self.reader.readuntil(b"\r\n")).decode().strip()
            self.box.heard.append(("tls " if self.closed else "") + line)
            await self.answer(line)

    async def answer(self, line: str) -> None:
        verb, _, rest = line.partition(" ")
        match verb.upper():
            case "EHLO" | "HELO":
                offers = ["AUTH PLAIN"] * (self.closed or not self.box.offers_starttls) if self.box.logins else []
                offers += ["STARTTLS"] * (self.box.offers_starttls and not self.closed)
                await self.say(*(f"250-{one}" for one in ("localhost", *offers)), "250 8BITMIME")
            case "STARTTLS" if self.box.tls is not None:
                await self.say("220 go ahead")
                await self.writer.start_tls(self.box.tls)
                self.closed = True
            case "AUTH":
                _, name, password = base64.b64decode(rest.partition(" ")[2]).decode().split("\0")
                good = self.box.logins.get(name) == password
                self.login = name if good else ""
                await self.say("235 welcome" if good else "535 no")
            case "MAIL":
                self.sender, self.to = _address(rest), []
                await self.say("250 ok")
            case "RCPT":
                bad = _address(rest) in self.box.refuses
                self.to += [] if bad else [_address(rest)]
                await self.say("550 nobody here" if bad else "250 ok")
            case "DATA":
                await self.data()
            case "QUIT":
                self.ended = True
                await self.say("221 bye")
            case _:
                await self.say("250 ok" if verb.upper() in ("RSET", "NOOP") else "502 what")

    async def data(self) -> None:
        status = self.box.answers.pop(0) if self.box.answers else 250
        await self.say("354 go on")
        body = (await self.reader.readuntil(b"\r\n.\r\n")).removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
        if status == 250:
            letter = email.message_from_bytes(body, policy=email.policy.default)
            assert isinstance(letter, EmailMessage)
            self.box.taken.append(Taken(self.sender, tuple(self.to), letter, self.closed, self.login))
        await self.say(f"{status} said")


def _address(rest: str) -> str:
    return rest[rest.index("<") + 1 : rest.index(">")]


@contextlib.asynccontextmanager
async def open_postbox(box: Postbox, *, implicit: bool = False) -> AsyncIterator[Postbox]:
    """It listens for as long as the block lasts; ``implicit``: under TLS from the first byte."""
    server = await asyncio.start_server(box.take, "127.0.0.1", 0, ssl=box.tls if implicit else None)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        for line in box.lines:
            line.close()
            with contextlib.suppress(OSError, ssl.SSLError):
                await line.wait_closed()


def certified(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's side of TLS for localhost, and the file of the authority to trust (SSL_CERT_FILE)."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.OID_COMMON_NAME, "x")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    usage = x509.KeyUsage(
        digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False).add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "mail.pem").write_bytes(private + pem)
    (folder / "authority.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "mail.pem")
    return context, folder / "authority.pem"

"""One letter to a mail server: nothing is said before the line is closed to others, and no password without it.

One of the three files that may call out (``docs/decisions``). `smtplib` blocks, and counts its time from sign to sign:
only `parvis summary` sends letters, a process of its own that the server ends when it takes too long.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Literal

from parvis.core.clock import Instant, moment_of
from parvis.live.notify import Answer, Came

TIMEOUT_SECONDS = 20.0
"""For each answer of the server."""


@dataclass(frozen=True)
class Postbox:
    """The mail server that takes letters, and how one signs in there; without ``login`` one does not."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    login: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Letter:
    """What is sent, from whom, to whom; ``id`` is the same at each try."""

    id: str
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    lang: str


def written(letter: Letter, at: Instant) -> EmailMessage:
    """The letter as it goes out (RFC 5322), marked as sent by a program (RFC 3834)."""
    message = EmailMessage()
    message["From"], message["To"] = letter.sender, ", ".join(letter.to)
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(moment_of(at))
    message["Message-ID"] = f"<{letter.id}@{letter.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.lang
    message.set_content(letter.text)
    return message


def send(box: Postbox, letter: Letter, at: Instant) -> Answer:
    """Hand it over. Blocks; never raises for what the other side does, and its words name no address or password."""
    try:
        refused = _hand_over(box, letter, at)
    except smtplib.SMTPAuthenticationError as fault:
        return Answer(Came.FAILED, f"the mail server refused the name or the password ({fault.smtp_code})")
    except smtplib.SMTPRecipientsRefused as fault:
        return Answer(Came.FAILED, f"the mail server refused every address ({_codes(fault.recipients)})")
    except smtplib.SMTPNotSupportedError:
        wanted = "STARTTLS" if box.security == "starttls" else "signing in"
        return Answer(Came.FAILED, f"the mail server does not offer {wanted}; nothing was sent")
    except smtplib.SMTPResponseException as fault:
        return Answer(Came.FAILED, f"the mail server answered {fault.smtp_code}")
    except ssl.SSLError as fault:
        return Answer(Came.FAILED, f"the mail server's certificate or line is not good ({fault.reason or 'TLS'})")
    except (smtplib.SMTPException, OSError) as fault:
        return Answer(Came.FAILED, f"the mail server could not be reached ({type(fault).__name__})")
    if refused:
        return Answer(Came.GONE, f"taken, but {len(refused)} of {len(letter.to)} addresses refused ({_codes(refused)})")
    return Answer(Came.DELIVERED, "the mail server took it")


def _hand_over(box: Postbox, letter: Letter, at: Instant) -> dict[str, tuple[int, bytes]]:
    """Addresses that were refused while others were taken."""
    trusted, greeting = ssl.create_default_context(), letter.sender.rpartition("@")[2]
    if box.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            box.host, box.port, local_hostname=greeting, timeout=TIMEOUT_SECONDS, context=trusted
        )
    else:
        server = smtplib.SMTP(box.host, box.port, local_hostname=greeting, timeout=TIMEOUT_SECONDS)
    with server:
        if box.security == "starttls":
            server.starttls(context=trusted)
        if box.login:
            server.login(box.login, box.password)
        return server.send_message(written(letter, at))


def _codes(refused: dict[str, tuple[int, bytes]]) -> str:
    return ", ".join(str(code) for code in sorted({code for code, _ in refused.values()}))

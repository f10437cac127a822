"""Settings of the server itself: where it listens and keeps what it has, whom it calls and tells, backups, its disk."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from parvis.core.settings import Days, Hour

Port = Annotated[int, Meta(ge=1, le=65_535)]


def _webhook(what: str, otherwise: str) -> Meta:
    """Of an address that Parvis calls by itself: the same holds for each."""
    return Meta(
        description=(
            f"The address {what} (POST, signed as Standard Webhooks say); empty: {otherwise}. "
            "https, unless the host is this machine itself. No redirect is followed. "
            "It may hold a secret of the receiver's: then keep this file to yourselves."
        )
    )


class Server(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the server listens, and where it keeps its data."""

    data: Annotated[
        str,
        Meta(
            min_length=1,
            description=(
                "The folder of the database and the keys, seen from the folder of this file. "
                "Only the account that runs Parvis should be able to read it. --data on the command line wins."
            ),
        ),
    ] = "data"
    bind: Annotated[
        str,
        Meta(description="IP address to listen on for the public; 127.0.0.1 behind a reverse proxy."),
    ] = "127.0.0.1"
    port: Annotated[Port, Meta(description="TCP port for the public.")] = 8080
    private_bind: Annotated[
        str,
        Meta(description="IP address of the private listener: administration, metrics. Keep the public from it."),
    ] = "127.0.0.1"
    private_port: Annotated[Port, Meta(description="TCP port of the private listener.")] = 8081
    private_origin: Annotated[
        str,
        Meta(
            description=(
                "The private listener's address, as it stands in a team member's browser, written like square.origin. "
                "Passkeys hold for one host and what lies below it, so it must be that of square.origin or below it, "
                'such as "https://team.chat.example.org". Empty: on this machine itself its port, elsewhere none, and '
                "then /admin cannot be reached."
            )
        ),
    ] = ""
    trusted_proxies: Annotated[
        list[str],
        Meta(
            description=(
                'Networks (CIDR, such as "127.0.0.1/32") of your reverse proxies. '
                "Only from there is X-Forwarded-For believed; empty: never."
            )
        ),
    ] = field(default_factory=list)
    extra_origins: Annotated[
        list[str],
        Meta(description="Further origins whose forms and sockets are accepted, written like square.origin."),
    ] = field(default_factory=list)


class OnCall(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom Parvis calls when nobody of the team is on duty and somebody should look: a webhook, such as a pager's."""

    url: Annotated[str, _webhook("that is called", "nobody is called")] = ""
    secret_file: Annotated[
        str,
        Meta(
            min_length=1,
            description=(
                "The file of the secret that signs the calls, seen from the data folder: one line whsec_… "
                "(two while it is being changed). parvis notify secret makes it."
            ),
        ),
    ] = "keys/on-call.key"  # noqa: S105 - where it is, not what it is
    quiet_minutes: Annotated[
        Annotated[int, Meta(ge=0, le=120)],
        Meta(
            description=(
                "Minutes between two calls of the same kind; what comes meanwhile goes into the next call, counted. "
                "A call that fails is tried again sooner."
            )
        ),
    ] = 5


class Summary(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The day before in counts, once a day: what waits, backups, disk, the door. Off until url or mail_to is set."""

    hour: Annotated[
        Hour, Meta(description="The hour from which on it goes out, in square.timezone, for the day before.")
    ] = 8
    language: Annotated[
        str, Meta(description='The language it is written in: "fr" or "en". Empty: the first of square.languages.')
    ] = ""
    url: Annotated[str, _webhook("it is sent to", "to none")] = ""
    secret_file: Annotated[
        str,
        Meta(
            min_length=1,
            description=(
                "The file of the secret that signs it, seen from the data folder. "
                "parvis notify secret --summary makes it."
            ),
        ),
    ] = "keys/summary.key"  # noqa: S105 - where it is, not what it is
    mail_to: Annotated[list[str], Meta(description="Mail addresses it is sent to; empty: to none.")] = field(
        default_factory=list
    )
    mail_from: Annotated[str, Meta(description="The mail address it comes from. Needed for mail.")] = ""
    smtp_host: Annotated[str, Meta(description="The mail server that takes it. Needed for mail.")] = ""
    smtp_port: Annotated[Port, Meta(description="Its port: usually 587 for starttls, 465 for tls.")] = 587
    smtp_security: Annotated[
        Literal["starttls", "tls", "none"],
        Meta(
            description=(
                'How the line to it is closed to others: "starttls" (nothing is said before), "tls" from the first '
                'byte, or "none", for a mail server on this machine itself.'
            )
        ),
    ] = "starttls"
    smtp_login: Annotated[str, Meta(description="The name it is signed in with; empty: without.")] = ""
    smtp_password_file: Annotated[
        str, Meta(description="The file of the password for smtp_login, one line, seen from the data folder.")
    ] = ""


class Backup(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Backups: sealed to your offline key (parvis keys), so nobody opens them on this machine."""

    every_hours: Annotated[
        Annotated[int, Meta(ge=0, le=720)],
        Meta(
            description=(
                "Hours between two backups that the running server has made; 0: none but those of parvis backup."
            )
        ),
    ] = 0
    to: Annotated[
        str,
        Meta(
            min_length=1,
            description=(
                "The folder they go to, seen from the data folder. Best on another disk, and copied to another "
                "machine from there: a backup beside what it is of goes down with it."
            ),
        ),
    ] = "backups"
    keep: Annotated[
        Annotated[int, Meta(ge=1, le=1_000)], Meta(description="How many are kept; older ones are removed.")
    ] = 14
    days: Annotated[
        Days,
        Meta(
            description=(
                "Days after which a backup is removed, however few there are: what people wrote and what was erased "
                "stands in it until then, and the privacy page says so."
            )
        ),
    ] = 7
    with_keys: Annotated[
        bool,
        Meta(
            description=(
                "Whether the server's own keys go into it. With them a restored square goes on as before; without them "
                "every pass, voucher and cookie is void, and the ledger goes on under a new key."
            )
        ),
    ] = True


class Disk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What happens as the disk of the data folder fills; each step ends by itself once there is room again."""

    warn_percent: Annotated[
        Annotated[int, Meta(ge=1, le=100)],
        Meta(description="From how full on the person on call and the desk hear of it."),
    ] = 80
    scarce_percent: Annotated[
        Annotated[int, Meta(ge=1, le=100)],
        Meta(
            description=(
                "From how full on what can wait is refused: nobody new comes in, no room is proposed, nothing is drawn "
                "for a second look. Whoever is in goes on talking."
            )
        ),
    ] = 95
    full_percent: Annotated[
        Annotated[int, Meta(ge=1, le=100)],
        Meta(description="From how full on nobody writes, so that reports and decisions have what is left."),
    ] = 99

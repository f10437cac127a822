"""Every setting, once: name, default, limits and explanation; the file, the manual and the check are made from here."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from parvis.core.ids import RoomId
from parvis.core.talk import Room, RoomKind

TextByLanguage = dict[str, str]
"""The same sentence in each language of the square, by language code."""
Port = Annotated[int, Meta(ge=1, le=65_535)]
Days = Annotated[int, Meta(ge=1, le=365)]
Many = Annotated[int, Meta(ge=1, le=1_000_000)]


class Square(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The square: its name, its public address, the languages it speaks."""

    name: Annotated[str, Meta(min_length=1, max_length=60, description="The name on every page.")] = "Parvis"
    origin: Annotated[
        str,
        Meta(
            description=(
                "The public address, as it stands in a browser: scheme and host, no path, no slash at the end. "
                "It goes on vouchers and posters, and it is the one origin whose forms and sockets are accepted. "
                "https, unless the host is this machine itself."
            )
        ),
    ] = "http://localhost:8080"
    languages: Annotated[
        list[str],
        Meta(
            min_length=1,
            description='Languages offered, the first one when a browser wishes for neither. Known: "fr" and "en".',
        ),
    ] = field(default_factory=lambda: ["fr", "en"])
    timezone: Annotated[
        str, Meta(description='Whose clock the pages without JavaScript show, such as "Europe/Paris".')
    ] = "Europe/Paris"
    default_room: Annotated[str, Meta(description="The id of the room where people land after entering.")] = "accueil"
    house_rules: Annotated[
        TextByLanguage,
        Meta(
            description=(
                "What your house asks beside the numbered rules, by language; it stands below them, and in /terms.json "
                "(DSA Article 14). Leave it out when those are enough."
            )
        ),
    ] = field(default_factory=dict)
    source_url: Annotated[
        str,
        Meta(
            description=(
                "Where visitors find the source of the Parvis that runs here. "
                "Whoever runs a changed one must show the change (AGPL-3.0, section 13)."
            )
        ),
    ] = ""


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


class Legal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who answers for the square. It stands on the legal page; without operator and contact the door stays shut."""

    operator: Annotated[str, Meta(description="The association or person who runs the square.")] = ""
    contact_email: Annotated[
        str,
        Meta(description="Where people and authorities write to; read it every day (DSA Articles 11 and 12)."),
    ] = ""
    postal_address: Annotated[str, Meta(description="The operator's postal address.")] = ""
    phone: Annotated[str, Meta(description="The operator's telephone number.")] = ""
    publication_director: Annotated[
        str, Meta(description="Who directs the publication (in France: LCEN Article 1-1).")
    ] = ""
    host: Annotated[str, Meta(description="Who hosts the server: company, address, telephone number.")] = ""


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The entry card."""

    required: Annotated[
        list[str],
        Meta(
            description=(
                'Fields that must be filled in. "nickname" and "age" always are; "gender" and "postal_code" '
                "may be added, but think twice: what is not asked cannot be kept."
            )
        ),
    ] = field(default_factory=lambda: ["nickname", "age"])
    reserved_words: Annotated[
        list[str],
        Meta(description="Words no nickname may hold, beside the built-in ones: your association's name, say."),
    ] = field(default_factory=list)


class Age(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The adult door."""

    methods: Annotated[
        list[str],
        Meta(
            description=(
                'Ways to show that one is an adult. Known: "voucher". Without any, the door stays shut. '
                "A declared age is not an age check and cannot be configured."
            )
        ),
    ] = field(default_factory=lambda: ["voucher"])
    pass_days: Annotated[Days, Meta(description="Days an age pass from a voucher lasts.")] = 30
    voucher_days: Annotated[Days, Meta(description="Days the link (QR code) on a voucher can be used.")] = 90
    short_code_days: Annotated[
        Days,
        Meta(description="Days the short code on a voucher can be typed. It is easier to guess: at most voucher_days."),
    ] = 14
    nicknames_per_day: Annotated[
        Annotated[int, Meta(ge=1, le=50)], Meta(description="Nicknames one age pass may take in a day.")
    ] = 3


class Guard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How fast is too fast. A network is one IPv4 address or one IPv6 /64; many people may share it."""

    messages_per_10s: Annotated[Many, Meta(description="Messages one visit may send in ten seconds.")] = 8
    newcomer_minutes: Annotated[
        Annotated[int, Meta(ge=0, le=120)],
        Meta(
            description=(
                "Minutes in which somebody counts as a newcomer, whom the three limits below hold to, and the modes of "
                "a narrowed square. Whoever was here before, or is known for talk that others answered, is none. 0: "
                "nobody ever is, except whoever comes with a raid."
            )
        ),
    ] = 10
    newcomer_messages_per_10s: Annotated[
        Many, Meta(description="Messages a newcomer may send in ten seconds; never more than messages_per_10s.")
    ] = 5
    newcomer_links: Annotated[
        bool, Meta(description="Whether newcomers may write links, mail addresses and names they have elsewhere.")
    ] = False
    newcomer_rooms_per_text: Annotated[
        Annotated[int, Meta(ge=1, le=100)],
        Meta(description="In how many rooms a newcomer may say nearly the same within ten minutes."),
    ] = 2
    network_messages_per_10s: Annotated[Many, Meta(description="Messages one network may send in ten seconds.")] = 80
    entries_per_network_per_hour: Annotated[Many, Meta(description="Entries from one network in an hour.")] = 60
    code_tries_per_network_per_10min: Annotated[
        Many, Meta(description="Voucher codes one network may try in ten minutes.")
    ] = 10
    code_tries_total_per_hour: Annotated[
        Many, Meta(description="Voucher codes that may be tried in an hour by everybody together, against guessing.")
    ] = 600
    repeat_window_s: Annotated[
        Annotated[int, Meta(ge=0, le=3_600)],
        Meta(description="Seconds in which the same text from the same visit is refused; 0 to allow repeats."),
    ] = 30


Hour = Annotated[int, Meta(ge=0, le=23)]


class Team(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The team: how long a sign-in lasts, and which looks at private data administrators hear of."""

    idle_minutes: Annotated[
        Annotated[int, Meta(ge=5, le=120)],
        Meta(description="Minutes without a sign of life until somebody of the team is signed out."),
    ] = 30
    session_hours: Annotated[
        Annotated[int, Meta(ge=1, le=24)], Meta(description="Hours a sign-in lasts at most, however busy.")
    ] = 12
    step_up_minutes: Annotated[
        Annotated[int, Meta(ge=1, le=15)],
        Meta(description="Minutes for which a touch of the passkey stands behind grave acts; then it is asked again."),
    ] = 5
    invite_hours: Annotated[
        Annotated[int, Meta(ge=1, le=336)],
        Meta(description="Hours an invitation into the team, or a link to come back with a new key, can be used."),
    ] = 72
    tries_per_network_per_10min: Annotated[
        Many, Meta(description="Sign-ins and invitations one network may try in ten minutes and fail.")
    ] = 20
    approval_hours: Annotated[
        Annotated[int, Meta(ge=1, le=336)], Meta(description="Hours a proposal waits for a second person.")
    ] = 72
    pair_quota: Annotated[
        Annotated[int, Meta(ge=1, le=1_000)],
        Meta(
            description=(
                "How often in a row the same two people may agree on one kind of grave act; "
                "then it takes a third, where the team has one."
            )
        ),
    ] = 5
    looks_per_hour: Annotated[
        Many, Meta(description="Looks at private data by one person within an hour, beyond which there is an alarm.")
    ] = 60
    caseless_looks_per_day: Annotated[
        Annotated[int, Meta(ge=0, le=1_000)],
        Meta(description="Looks by one person in 24 hours that belong to no case, beyond which there is an alarm."),
    ] = 0
    night_from: Annotated[
        Hour,
        Meta(
            description=(
                "The hour from which a look by somebody who is not on duty is an alarm, in square.timezone. "
                "The same as night_to: never."
            )
        ),
    ] = 0
    night_to: Annotated[Hour, Meta(description="The hour until which it is.")] = 6


class OnCall(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom Parvis calls when nobody of the team is on duty and somebody should look: a webhook, such as a pager's."""

    url: Annotated[
        str,
        Meta(
            description=(
                "The address that is called (POST, signed as Standard Webhooks say); empty: nobody is called. "
                "https, unless the host is this machine itself. No redirect is followed. "
                "It may hold a secret of the receiver's: then keep this file to yourselves."
            )
        ),
    ] = ""
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
    url: Annotated[
        str,
        Meta(
            description=(
                "The address it is sent to (POST, signed as Standard Webhooks say); empty: to none. "
                "https, unless the host is this machine itself. No redirect is followed. "
                "It may hold a secret of the receiver's: then keep this file to yourselves."
            )
        ),
    ] = ""
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


class Model(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A second opinion: a model somebody runs, asked about messages that a rule matched. Off until set."""

    url: Annotated[
        str,
        Meta(
            description=(
                "The whole address of its endpoint, such as http://127.0.0.1:8000/v1/moderations; empty: no model is "
                "asked. https, unless the host is this machine itself. Numbers, links and handles are taken out of "
                "what is sent; still, whoever runs it reads the rest: the privacy page names its host."
            )
        ),
    ] = ""
    speaks: Annotated[
        Literal["moderation", "chat"],
        Meta(description="Which of OpenAI's forms it speaks: moderations, or chat completions that answer in JSON."),
    ] = "moderation"
    name: Annotated[str, Meta(max_length=100, description="The model's name, as its endpoint wants it.")] = ""
    version: Annotated[
        str, Meta(max_length=60, description="Which one of that name runs there: it stands beside every score.")
    ] = ""
    key_file: Annotated[
        str, Meta(description="A file with the key that the endpoint asks for, seen from the data folder; empty: none.")
    ] = ""
    threshold: Annotated[
        Annotated[float, Meta(ge=0.0, le=1.0)],
        Meta(description="From which score on it doubts; then the message waits for the desk, never more."),
    ] = 0.8
    timeout_ms: Annotated[
        Annotated[int, Meta(ge=50, le=2_000)],
        Meta(description="How long a message in which something was found waits for it; then the rules decide alone."),
    ] = 400
    per_minute: Annotated[
        Annotated[int, Meta(ge=1, le=100_000)],
        Meta(description="Questions a minute at most; beyond, rules decide."),
    ] = 120


class Learned(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The learned check: a small model that comes with Parvis and runs in it, so that nothing leaves the server."""

    enabled: Annotated[
        bool,
        Meta(
            description=(
                "Whether it scores what is said. Its scores alone stop nothing; without it rules that wait for a score "
                "are not asked, and all others decide as ever. What it is: docs/reference/learned.md."
            )
        ),
    ] = True


class Retention(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long things are kept. The clean-up jobs and the privacy page both read it from here."""

    room_history_hours: Annotated[
        Annotated[int, Meta(ge=1, le=720)], Meta(description="Hours a message stays in its room.")
    ] = 24
    visit_hours: Annotated[
        Annotated[int, Meta(ge=1, le=720)], Meta(description="Hours a visit is kept after it has ended.")
    ] = 24
    nickname_hold_minutes: Annotated[
        Annotated[int, Meta(ge=0, le=1_440)],
        Meta(description="Minutes a nickname stays reserved after its visit, so that nobody slips into it."),
    ] = 15
    case_days: Annotated[
        Annotated[int, Meta(ge=183, le=3_650)],
        Meta(
            description=(
                "Days a closed case is kept with its reports, evidence, decisions and statements; at least the six "
                "months in which a decision can be contested."
            )
        ),
    ] = 365
    idle_visit_hours: Annotated[
        Annotated[int, Meta(ge=1, le=168)],
        Meta(description="Hours without a sign of life until a visit ends by itself."),
    ] = 12
    staff_days: Annotated[
        Annotated[int, Meta(ge=30, le=1_095)],
        Meta(
            description=(
                "Days it is kept who looked at what and why, who was on duty, what two people agreed to, "
                "and who was on the team after they left it."
            )
        ),
    ] = 365


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


class Desk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The moderation desk: its clocks, and how it takes care of those who work there."""

    clocks: Annotated[
        dict[str, Annotated[int, Meta(ge=1, le=43_200)]],
        Meta(
            description=(
                "Minutes until the first decision, by harm, where you promise another time than the usual one. "
                "Reporters are told it. Known harms: see docs/moderate."
            )
        ),
    ] = field(default_factory=dict)
    appeal_days: Annotated[
        Annotated[int, Meta(ge=1, le=60)],
        Meta(description="Days in which an appeal is answered, by somebody who did not decide before."),
    ] = 14
    reports_per_visit_per_10min: Annotated[
        Many, Meta(description="Reports one visit, or one device outside, may send in ten minutes.")
    ] = 20
    reports_per_network_per_10min: Annotated[
        Many, Meta(description="Reports one network may send in ten minutes; a whole hall may share it.")
    ] = 300
    exposure_cap_minutes: Annotated[
        Annotated[int, Meta(ge=5, le=480)],
        Meta(description="Minutes a day one person may have grave cases open before the desk asks for a break."),
    ] = 45
    second_look_percent: Annotated[
        Annotated[int, Meta(ge=0, le=100)],
        Meta(description="Of a hundred decisions, how many another person looks at again without knowing the first."),
    ] = 5
    blind_sample_per_day: Annotated[
        Annotated[int, Meta(ge=0, le=500)],
        Meta(description="Delivered room messages a day that are looked at though nobody reported them."),
    ] = 10
    call_again_minutes: Annotated[
        Annotated[int, Meta(ge=5, le=1_440)],
        Meta(
            description=(
                "While nobody is on duty, the person on call is called about each immediate case, and again after so "
                "many minutes as long as nobody has taken it."
            )
        ),
    ] = 15
    unattended_closes: Annotated[
        list[str],
        Meta(
            description=(
                'What closes while nobody is on duty; the door says so. Known: "entry" (nobody new comes in; whoever '
                'is in stays), "writing-newcomers" (whoever came in since then only reads) and "writing" (all rooms '
                "can only be read). Empty: nothing "
                "closes, and the person on call is what you rely on."
            )
        ),
    ] = field(default_factory=list)


class Hours(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Opening hours, by the clock of square.timezone. Outside them nobody new comes in, and rooms are read-only."""

    weekly: Annotated[
        list[str],
        Meta(
            description=(
                'Days and times, such as "mon-thu 18:00-23:00" or "fri,sat 20:00-02:00" (past midnight, on the day it '
                "begins). Empty: always open. Rooms may have narrower hours, which the team sets at the desk."
            )
        ),
    ] = field(default_factory=list)
    dates: Annotated[
        list[str],
        Meta(
            description=(
                'Exceptional dates, in place of what begins on that day: "2026-12-24 closed" or '
                '"2026-12-31 20:00-04:00".'
            )
        ),
    ] = field(default_factory=list)


Percent = Annotated[int, Meta(ge=1, le=100)]


class Modes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Service modes: what makes the square narrow by itself when many come at once, and what it does then."""

    by_itself_up_to: Annotated[
        str,
        Meta(
            description=(
                'The strictest mode that signs of a raid bring about: "normal" (none by itself), "careful", '
                '"newcomers-read", "known-only" or "read-only". Staff and the shell can place each of them.'
            )
        ),
    ] = "known-only"
    joins_per_minute: Annotated[
        Many, Meta(description="So many entries in a minute are a crowd, however many are usual.")
    ] = 30
    joins_times_usual: Annotated[
        Annotated[int, Meta(ge=2, le=100)],
        Meta(description="Where more than joins_per_minute are usual: so many times the usual ones are a crowd."),
    ] = 4
    names_alike_percent: Annotated[
        Percent, Meta(description="How alike the nicknames of a minute's arrivals must be to be a sign of a raid.")
    ] = 60
    texts_alike_percent: Annotated[
        Percent, Meta(description="How many of the newcomers' messages of a minute must nearly repeat each other.")
    ] = 50
    mentions_per_ten: Annotated[
        Many, Meta(description="How many mentions of people in ten messages of newcomers are a sign of a raid.")
    ] = 15
    newcomer_every_s: Annotated[
        Annotated[int, Meta(ge=1, le=300)],
        Meta(description="Seconds between two messages of a newcomer while the square is careful."),
    ] = 10


class Proposals(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rooms that visitors propose and the team opens."""

    own_per_day: Annotated[
        Annotated[int, Meta(ge=0, le=20)],
        Meta(description="Rooms one person may propose in 24 hours; one of them waits at a time. 0: none are taken."),
    ] = 1
    per_day: Annotated[
        Annotated[int, Meta(ge=0, le=1_000)],
        Meta(description="Rooms that may be proposed in 24 hours by everybody together. 0: none are taken."),
    ] = 20
    minutes_here: Annotated[
        Annotated[int, Meta(ge=0, le=1_440)],
        Meta(description="Minutes somebody has been on the square before they may propose a room."),
    ] = 60
    standing: Annotated[
        Annotated[int, Meta(ge=0, le=3)],
        Meta(
            description=(
                "The standing it takes, earned by talk that is answered: 1 after talk with about three people, 2 and 3 "
                "after weeks of it. 0: time here is enough."
            )
        ),
    ] = 1
    empty_days: Annotated[
        Days, Meta(description="Days without a word after which a room that was proposed ends by itself.")
    ] = 30


class Board(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The board: while few people are here, a visitor can leave one short line for whoever comes next."""

    hours: Annotated[
        Annotated[int, Meta(ge=0, le=72)],
        Meta(
            description=(
                "Hours a line stays, never longer than messages do (retention.room_history_hours). 0: no board."
            )
        ),
    ] = 24
    lines_each: Annotated[
        Annotated[int, Meta(ge=1, le=20)],
        Meta(description="Lines one person may leave in that time, those they took back among them."),
    ] = 2


class Door(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the door page tells those who are still outside. Texts by language; leave out what you have not got."""

    next_evening: Annotated[
        TextByLanguage, Meta(description="When people meet next, such as the date of an evening your team keeps.")
    ] = field(default_factory=dict)
    busy_hours: Annotated[TextByLanguage, Meta(description="When the square is liveliest.")] = field(
        default_factory=dict
    )


class Counter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place where vouchers are handed out after an age check. Write one [[counter]] for each; none is fine too."""

    name: Annotated[str, Meta(min_length=1, description="The name on the building.")]
    address: Annotated[str, Meta(min_length=1, description="Where it is: street, number, town.")]
    hours: Annotated[TextByLanguage, Meta(description="When somebody is there, by language.")]


ROOM_MEANINGS: dict[str, str] = {
    "id": "Short name in addresses: 2 to 30 of a-z, 0-9 and hyphen. Never change it; the messages hang on it.",
    "name": "The room's name, by language.",
    "topic": "One sentence about what is talked of, by language.",
    "kind": '"topic" or "area": how the lobby groups it.',
    "mode": '"open", or "read_only" where nobody can write.',
    "sensitive": "true when being there says something about orientation, health or beliefs: "
    "the room then asks for a consent of its own (GDPR Article 9(2)(a)).",
}
"""`parvis.core.talk.Room` as a part of the settings."""


_FIRST_ROOMS: tuple[tuple[str, RoomKind, str, str, str, str], ...] = (
    ("accueil", RoomKind.TOPIC, "Accueil", "Dire bonsoir, demander son chemin.",
     "Welcome", "Say good evening, ask your way."),
    ("nuit", RoomKind.TOPIC, "Couche-tard", "Quand le sommeil ne vient pas.",
     "Night owls", "When sleep will not come."),
    ("musique", RoomKind.TOPIC, "Musique", "Ce qui tourne en ce moment.",
     "Music", "What is playing right now."),
    ("ecrans", RoomKind.TOPIC, "Films et séries", "À voir, à revoir, à éviter.",
     "Films and series", "To see, to see again, to avoid."),
    ("cuisine", RoomKind.TOPIC, "Cuisine", "Le repas du soir et ses restes.",
     "Kitchen", "Tonight's dinner and its leftovers."),
    ("arc-en-ciel", RoomKind.TOPIC, "Arc-en-ciel", "Entre personnes LGBT+ et proches.",
     "Rainbow", "LGBT+ people and those close to them."),
    ("paris", RoomKind.AREA, "Paris et alentours", "La ville et sa couronne.",
     "Paris and around", "The city and its ring."),
    ("lyon", RoomKind.AREA, "Lyon et alentours", "Entre Rhône et Saône.",
     "Lyon and around", "Between the Rhône and the Saône."),
    ("lille", RoomKind.AREA, "Lille et le Nord", "Sous le beffroi.",
     "Lille and the North", "Under the belfry."),
    ("marseille", RoomKind.AREA, "Marseille et la côte", "Face à la mer.",
     "Marseille and the coast", "Facing the sea."),
)  # fmt: skip
_SENSITIVE = frozenset({"arc-en-ciel"})


def default_rooms() -> list[Room]:
    """The rooms of a fresh square; the first one is where people land."""
    return [
        Room(
            id=RoomId(name), kind=kind, sensitive=name in _SENSITIVE,
            name={"fr": name_fr, "en": name_en}, topic={"fr": topic_fr, "en": topic_en},
        )
        for name, kind, name_fr, topic_fr, name_en, topic_en in _FIRST_ROOMS
    ]  # fmt: skip

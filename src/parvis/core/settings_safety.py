"""Settings of what protects: the guard and its models, the modes of a narrowed square, the team and its desk."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from parvis.core.settings import Hour, Many

Percent = Annotated[int, Meta(ge=1, le=100)]


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
    second_look_percent: Annotated[
        int,
        Meta(
            ge=0,
            le=100,
            description=(
                "How much of one processor second looks may take: where words alone leave a doubt, what a text means "
                "is asked, some milliseconds each. 0: never. They need the extra parvis[meaning] and 150 MB of memory."
            ),
        ),
    ] = 10


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

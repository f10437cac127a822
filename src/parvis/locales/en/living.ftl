# A square that lives: opening hours, evenings, announcements; at the doors, in the rooms and on the team's pages.

door-hours = { $day ->
    [none] The square is closed for now.
    [today] The square is closed for now. It opens today at { $time }.
    [mon] The square is closed for now. It opens on Monday at { $time }.
    [tue] The square is closed for now. It opens on Tuesday at { $time }.
    [wed] The square is closed for now. It opens on Wednesday at { $time }.
    [thu] The square is closed for now. It opens on Thursday at { $time }.
    [fri] The square is closed for now. It opens on Friday at { $time }.
    [sat] The square is closed for now. It opens on Saturday at { $time }.
    [sun] The square is closed for now. It opens on Sunday at { $time }.
   *[date] The square is closed for now. It opens on { $date } at { $time }.
}
door-hours-title = The square is closed for now
door-hours-keep = Your pass stays valid. Reports and decisions can be reached at any hour.
lobby-opens = { $day ->
    [none] Closed
    [today] Opens today at { $time }
    [mon] Opens on Monday at { $time }
    [tue] Opens on Tuesday at { $time }
    [wed] Opens on Wednesday at { $time }
    [thu] Opens on Thursday at { $time }
    [fri] Opens on Friday at { $time }
    [sat] Opens on Saturday at { $time }
    [sun] Opens on Sunday at { $time }
   *[date] Opens on { $date } at { $time }
}

# The team's page: how rooms are kept
desk-nav-keeping = Room life
desk-keeping-title = Room life
desk-keeping-lede = Hours, pace, welcome and rules of each room. All of it holds at once; who changed it stays in the ledger.
desk-keeping-hours = Hours of the square
desk-keeping-open = The square is open now.
desk-keeping-file = An administrator sets these hours (Administration, Opening hours), or the configuration file does ([hours]); by the clock of { $zone }.
desk-keeping-unattended = While nobody of the team is on duty:
desk-keeping-unattended-none = While nobody of the team is on duty, nothing closes (desk.unattended_closes).
desk-keeping-closes-entry = nobody new comes in;
desk-keeping-closes-writing-newcomers = those who came in since only read;
desk-keeping-closes-writing = all rooms can only be read.
desk-keeping-rooms = Rooms
desk-keeping-own-hours = Hours of its own:
desk-keeping-slow = { $seconds ->
    [one] Slow: one message a second for each visit
   *[other] Slow: one message every { $seconds } seconds for each visit
}
desk-keeping-welcome = Welcome:
desk-keeping-pinned = Rules:
desk-keeping-usual = As usual.
desk-keeping-change = Change
desk-keeping-weekly = Hours of the room
desk-keeping-weekly-hint = One line for each span, such as “mon-thu 18:00-23:00” or “fri,sat 20:00-02:00”. Empty: the hours of the square.
desk-keeping-dates = Exceptional dates
desk-keeping-dates-hint = Such as “2026-12-24 closed” or “2026-12-31 20:00-04:00”. A date replaces what begins on that day.
desk-keeping-pace = Seconds between two messages of one visit
desk-keeping-pace-hint = From 1 to { $most }. Empty: not slowed.
desk-keeping-welcome-in = Welcome line ({ $lang })
desk-keeping-pinned-in = Pinned rules ({ $lang })
desk-keeping-at-once = Everybody sees it at once.
desk-keeping-keep = Save
desk-keeping-back = Back to the rooms
refuse-keep-room = There is no such room, or no longer.
refuse-keep-hours = This line says no hours: “{ $line }”.
refuse-keep-many = Too many lines: { $most } at most.
refuse-keep-pace = From 1 to { $most } seconds.
refuse-keep-long = One of these texts is too long: { $max } characters at most.

# Evenings
evenings-title = Evenings
evening-at = { $day ->
    [today] Today at { $time }
    [mon] Monday at { $time }
    [tue] Tuesday at { $time }
    [wed] Wednesday at { $time }
    [thu] Thursday at { $time }
    [fri] Friday at { $time }
    [sat] Saturday at { $time }
    [sun] Sunday at { $time }
   *[date] On { $date } at { $time }
}
evening-on = Now, until { $time }
evening-room = Room: { $room }
evening-host = with { $host }
evening-host-team = with the team
around-pinned = Rules of this room

# Evenings and announcements: the team's pages
desk-nav-evenings = Evenings
desk-evenings-title = Evenings
desk-evenings-lede = An evening that is announced can be read at the door and in the list of rooms. When it begins, its room hears so, and it stays open for that time, also out of hours.
desk-evenings-coming = To come
desk-evenings-none = No evening is announced.
desk-evenings-end = Take away
desk-evenings-new = Announce an evening
desk-evenings-name = Title ({ $lang })
desk-evenings-words = What it is about ({ $lang })
desk-evenings-room = Room
desk-evenings-day = Day
desk-evenings-from = From
desk-evenings-to = To (the next day, if that is earlier)
desk-evenings-zone = By the clock of { $zone }.
desk-evenings-host = Who welcomes people
desk-evenings-host-hint = The nickname of somebody who is here now and whom others have answered here before. Empty: the team.
desk-evenings-announce = Announce
desk-nav-board = Announcements
desk-board-title = Announcements
desk-board-lede = What the team writes here, every visit reads above the list of rooms, until the date you choose.
desk-board-none = No announcement.
desk-board-until = Until { $day }
desk-board-end = Take down
desk-board-new = Write an announcement
desk-board-words = Text ({ $lang })
desk-board-days = For how many days ({ $most } at most)
desk-board-write = Put it up
refuse-evening-title = It takes a title, in one language at least.
refuse-evening-when = Give a day and two times.
refuse-evening-time = An evening ends after it has begun, lasts { $most } hours at most, and is not over already.
refuse-evening-far = That is too far away: { $days } days at most.
refuse-evening-host = Nobody is here under that nickname, or they have not made acquaintance yet. Leave it empty for the team.
refuse-notice-empty = Write something, in one language at least.
refuse-keep-gone = It is no longer there.
board-notices = Announcements of the team
lively-span = { $day ->
    [mon] Monday, { $start }:00 to { $end }:00
    [tue] Tuesday, { $start }:00 to { $end }:00
    [wed] Wednesday, { $start }:00 to { $end }:00
    [thu] Thursday, { $start }:00 to { $end }:00
    [fri] Friday, { $start }:00 to { $end }:00
    [sat] Saturday, { $start }:00 to { $end }:00
   *[sun] Sunday, { $start }:00 to { $end }:00
}
lively-empty = Few people are here right now. The square is usually lively:

# The board: a line left while few people are here
board-title = The board
board-lede = { $hours ->
    [one] While few people are here, you can leave a line for whoever comes next. It stays for an hour.
   *[other] While few people are here, you can leave a line for whoever comes next. It stays for { $hours } hours.
}
board-lively = The square is usually lively
board-leave = Leave a line
board-label = Your line
board-hint = One line, { $max } characters at most, signed { $nick }. The guard reads it before anybody else does, like a message.
board-send = Leave this line
board-waiting = { $n ->
    [one] One line of yours waits to be read by the team.
   *[other] { $n } lines of yours wait to be read by the team.
}
board-lines = Lines people left
board-none = No line for now.
board-when = { $day ->
    [today] today at { $time }
    [mon] on Monday at { $time }
    [tue] on Tuesday at { $time }
    [wed] on Wednesday at { $time }
    [thu] on Thursday at { $time }
    [fri] on Friday at { $time }
    [sat] on Saturday at { $time }
    [sun] on Sunday at { $time }
   *[date] on { $date } at { $time }
}
board-said = { $nick }, { board-when }
board-take = Take this line back
board-report-of = the line by { $nick }
board-way = Leave a line on the board
board-read = Read the board
board-back = Back to the rooms
refuse-line-lively = People are here right now: say it in a room. A line is left while few people are here.
refuse-line-long = This line is too long: { $max } characters at most.
refuse-line-many = { $most ->
    [one] One line each, for as long as it stays on the board. Yours counts, taken back or not.
   *[other] { $most } lines each, for as long as they stay on the board. Yours count, taken back or not.
}
refuse-line-edit = A line on the board is not changed. You can take it back, and leave another.

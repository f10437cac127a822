# The administration: what is left before opening, settings by pages, the state of the house.

admin-nav = Pages of the administration
admin-nav-overview = Overview
admin-nav-team = Team
admin-title = Administration
admin-open = The door is open to the public.
admin-shut = The public door is still shut. This is what keeps it so, and why.

# What the door waits for
admin-progress = Before opening
admin-done = done
admin-missing = something is missing
admin-left = to do
admin-still = Still missing:
admin-step-legal = Who answers for the square
admin-step-age = An age check
admin-step-staff = A team
admin-why-legal = The law wants a name and an address to write to: Regulation (EU) 2022/2065 (DSA), Articles 11 and 12, and in France Article 1-1 of the LCEN. Without them nobody would know whom to turn to.
admin-why-age = The square is for adults, and saying so is not enough: DSA, Article 28, and the Commission’s guidelines (C/2025/5519). Without a check nobody comes in.
admin-why-staff = Nobody decides alone: it takes two people, one who administers and one who decides, so that somebody else reads a complaint (DSA, Article 20).
admin-mend-legal = Legal contact
admin-mend-age = Age checks
admin-mend-staff = Invite

# What is advised
admin-advice = Advised too
admin-advice-lede = The door opens without these, but no square should be long without them.
admin-advice-imprint = A complete imprint
admin-advice-why-imprint = Postal address, telephone, who directs the publication, who hosts: in France the LCEN (Article 1-1) asks them of whoever publishes a service.
admin-advice-counters = A place that hands out entry cards
admin-advice-why-counters = Entry cards are handed over in person: the door and the poster say where and when.
admin-advice-seal = A sealing key
admin-advice-why-seal = Without it, what must be sealed is not kept. On the machine: parvis keys init
admin-advice-on-call = Somebody to call
admin-advice-why-on-call = While nobody is on duty, an immediate case calls somebody. Setting on_call.url of the file.
admin-advice-backup = Regular backups
admin-advice-why-backup = One a day, sealed, on another disk. Setting backup.every_hours of the file, or parvis backup.

# The state of the house
admin-health = State
admin-store-writes = The database reads and writes.
admin-store-refuses = The disk refused the last write: nothing is sent while it refuses.
admin-guard-whole = Every check of messages answers.
admin-guard-broken = Checks have failed since the start: { $checks }. Their messages waited or were refused.
admin-on-duty = { $count ->
    [0] Nobody is on duty.
    [one] One person is on duty.
   *[other] { $count } people are on duty.
}
admin-people = { $count ->
    [0] Nobody is on the square.
    [one] One person is on the square.
   *[other] { $count } people are on the square.
}
admin-alarms = { $count ->
    [0] No alarm about looks at private data.
    [one] One alarm about looks at private data waits.
   *[other] { $count } alarms about looks at private data wait.
}
admin-version = Parvis { $version }
admin-storage = Storage
admin-database = The database takes { $size } MB.
admin-disk = Its disk is { $percent } % full; { $free } MB are free.
admin-disk-full = Make room before it refuses.
admin-backup-at = Last backup: { $day }, { $time }.
admin-backup-none = No backup was made here.
admin-backup-failed = The last try failed: { $fault }

# Settings by pages
admin-nav-square = Name and languages
admin-nav-legal = Contact and imprint
admin-nav-house-rules = Rules of the house
admin-nav-rooms = Rooms
admin-nav-door = The door
admin-nav-counters = Counters
admin-nav-keeping = Hours and evenings
admin-nav-hours = Opening hours
admin-nav-age = Age
admin-nav-retention = Retention
admin-nav-log = Log of settings
admin-lede-square = What every page says.
admin-lede-legal = Who answers for the square. All of it stands on the legal page; the door waits for the name and the mail address at least.
admin-lede-house-rules = What your house asks beside the numbered rules. A template is offered: change it, then save.
admin-lede-rooms = The rooms of the square, in their order. A room that is closed keeps its short name: if it comes back, it goes on where it was.
admin-lede-door = What somebody reads who is still outside. Leave empty what you have not got.
admin-lede-counters = Where entry cards are handed over after an age check. The door, the page on getting in and the poster name them.
admin-lede-hours = When the square is open, and what closes while nobody of the team is there. Outside the hours nobody new comes in and rooms can only be read; reports, decisions and complaints are open at every hour.
admin-lede-age = How somebody shows that they are an adult. Without any way, the door stays shut.
admin-lede-retention = How long each thing is kept. The limits are those of the law and of the house; the privacy page follows.
admin-lede-log = Who set what, when, from what to what. The register keeps the proof.
admin-field-square-name = Name of the square
admin-field-square-languages = Languages of the square
admin-field-square-timezone = Time zone
admin-field-square-house_rules = Rules of the house
admin-field-legal-operator = Association or person who answers for the square
admin-field-legal-contact_email = Contact address, read every day
admin-field-legal-postal_address = Postal address
admin-field-legal-phone = Telephone
admin-field-legal-publication_director = Who directs the publication
admin-field-legal-host = Who hosts the server: name, address, telephone
admin-field-door-next_evening = Next evening
admin-field-door-busy_hours = When the square is lively
admin-field-hours-weekly = Hours of the square
admin-hint-hours-weekly = One line for each span, such as “mon-thu 18:00-23:00” or “fri,sat 20:00-02:00”. Empty: always open.
admin-field-hours-dates = Exceptional dates
admin-hint-hours-dates = Such as “2026-12-24 closed” or “2026-12-31 20:00-04:00”. A date replaces what begins on that day.
admin-field-desk-unattended_closes = What closes while nobody of the team is on duty
admin-field-age-methods = Ways to show one’s age
admin-field-age-pass_days = Days a pass lasts
admin-field-age-voucher_days = Days the link on an entry card works
admin-field-age-short_code_days = Days the short code on a card works
admin-field-age-nicknames_per_day = Nicknames for one pass in a day
admin-field-retention-room_history_hours = Hours a message stays in its room
admin-field-retention-visit_hours = Hours a visit is kept after it ended
admin-field-retention-nickname_hold_minutes = Minutes a nickname stays reserved after its visit
admin-field-retention-idle_visit_hours = Hours without a sign of life until a visit ends
admin-field-retention-case_days = Days a closed case is kept
admin-field-retention-staff_days = Days it is kept who of the team did what
admin-choice-fr = French
admin-choice-en = English
admin-choice-entry = the door: nobody new comes in
admin-choice-writing-newcomers = writing, for those who came in since
admin-choice-writing = writing, for everybody
admin-choice-voucher = entry card, handed over in person
admin-from-to = From { $low } to { $high }.
admin-save = Save
admin-back = Back to what is left to do
admin-kept = Saved, and the square follows already.
admin-not-kept = Nothing was saved: a value does not fit.
admin-needs-start = { $setting } is saved and will hold from the next start of parvis serve.
admin-file-wins = This setting stands in the configuration file, which has the last word. Change it there.
admin-file-line = Set in { $file }, line { $line }. The file has the last word: change it there, or take the line out.
admin-fault-name = A name of 1 to 60 characters is needed.
admin-fault-languages = Choose at least one language, and give each room its name in each.
admin-fault-timezone = A time zone such as Europe/Paris is needed.
admin-fault-weekly = Lines such as mon-thu 18:00-23:00 are needed, 40 at most.
admin-fault-dates = Lines such as 2026-12-24 closed, or 2026-12-31 20:00-04:00, are needed, 40 at most.
admin-fault-email = An address such as contact@example.org is needed.
admin-fault-short-code = A number of days of at least 1, and no more than for the link: a short code is easier to guess.
admin-fault-number = A whole number from { $low } to { $high } is needed.
admin-fault-spoken = A text is needed in each language of the square, or in none.
admin-fault-text = This value does not fit here.
admin-fault-elsewhere = This change does not fit with another setting: { $setting }.
admin-fault-room-id = 2 to 30 signs out of a–z, 0–9 and the hyphen, and no other room’s.
admin-fault-every-language = A text is needed in each language of the square.
admin-fault-empty = This field cannot be empty.
admin-fault-landing = People land in this room: choose another one to land in first.
admin-rooms-all = The rooms
admin-room-new = One more room
admin-room-id = Short name, for addresses
admin-room-id-hint = It does not change later: the messages hang on it.
admin-room-name = Name
admin-room-topic = Topic, in one sentence
admin-room-kind = Kind
admin-room-kind-topic = a topic
admin-room-kind-area = a place
admin-room-mode = Writing
admin-room-mode-open = everybody writes
admin-room-mode-read_only = read only
admin-room-sensitive = Being there says something about orientation, health or beliefs: a consent is asked at its door.
admin-room-landing = Room where people land
admin-room-add = Add this room
admin-room-up = Move up
admin-room-close = Close this room
admin-counter-new = One more counter
admin-counter-name = Name of the place
admin-counter-address = Address
admin-counter-hours = Hours
admin-counter-add = Add this counter
admin-counter-remove = Remove this counter
admin-counter-paper = Then, on the machine: parvis voucher issue prints the cards, parvis poster the poster.
admin-was = Before:
admin-is = After:
admin-log-none = Nothing has been set by these pages yet.
admin-nobody-known = somebody whose name is no longer kept
admin-rules-template =
    We say good evening when we come in, and talk as one does to a neighbour.
    What is said here stays here: no screenshots elsewhere.
    No advertising and no collections, not even for a good cause.
    A disagreement is left before it becomes a quarrel.
    A doubt, something that bothers you: tell the team, who would rather hear ten times too often.

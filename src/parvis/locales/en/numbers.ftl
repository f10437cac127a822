# How it goes, day by day: the plots of the administration and the daily summary.

admin-nav-numbers = In numbers
admin-lede-numbers = How it goes, day by day. Nothing but counts, without a name, kept for three months.
numbers-spans = How many days
numbers-days = { $days } days
numbers-how = A day is shown once it is over. A small hollow mark stands for fewer than { $least }: nothing here points at a single person, no total either.
numbers-counted = { $days ->
    [one] One day has been counted so far.
   *[other] { $days } days have been counted so far.
}
numbers-empty = Nothing to show yet. A day is shown once it is over: come back tomorrow.
numbers-table = Day by day
numbers-day = Day
numbers-count = How many
numbers-count-staffed = Hours
numbers-few = fewer than { $least }
numbers-not-counted = not counted
numbers-none = None.
numbers-sum = { $count } in all.
numbers-between = { $hidden ->
    [one] Between { $least } and { $most } in all: on one day there were fewer than 5.
   *[other] Between { $least } and { $most } in all: on { $hidden } days there were fewer than 5.
}
numbers-peak = The most: { $count }, on { $day }.
numbers-hours = { $days ->
    [0] { $hours } hours in all, some on every day.
    [one] { $hours } hours in all; on one day, none.
   *[other] { $hours } hours in all; on { $days } days, none.
}
numbers-visits = Visits
numbers-hint-visits = Stays that began.
numbers-messages = Messages
numbers-hint-messages = Delivered, at once or after somebody read them.
numbers-held = Messages that waited
numbers-hint-held = The guard had them wait for the desk.
numbers-refused = Messages refused
numbers-hint-refused = By the guard alone.
numbers-reports = Reports
numbers-hint-reports = From visitors, from outside, from trusted flaggers.
numbers-appeals = Appeals
numbers-hint-appeals = Lodged against a decision.
numbers-kept = Clocks kept
numbers-hint-kept = First decisions and answers to appeals in time.
numbers-missed = Clocks missed
numbers-hint-missed = They ran out before anybody had decided.
numbers-staffed = Hours on duty
numbers-hint-staffed = With somebody of the team there, however many.

# The daily summary
summary-subject = { $square }, { $day }
summary-title = { $square } on { $day }
summary-line = { $what }: { $count }
summary-not-counted = This day was not counted to its end.
summary-now = Now
summary-closed-judicial = The square is closed, by order of an authority.
summary-closed-operator = The square is closed, by its operator.
summary-closed-pause = The square is closed for a while.
summary-missing = The door is shut. Missing: { $what }.
summary-open = Nothing keeps the door shut.
summary-waiting = Cases that wait for a first decision: { $count }
summary-in-time = No clock has run out.
summary-overdue = Clocks that have run out: { $count }. Somebody should look at the desk.
summary-backup = { $hours ->
    [0] The last backup was made within the last hour.
    [one] The last backup is one hour old.
   *[other] The last backup is { $hours } hours old.
}
summary-backup-late = The last backup is { $hours } hours old, and a newer one is missing: parvis doctor
summary-backup-none = There is no backup: parvis backup
summary-disk = The disk is { $percent } % full.
summary-disk-fills = The disk is { $percent } % full: make room.
summary-more = Day by day, for administrators: { $address }
admin-summary-sent = The last daily summary went out: { $day }, { $time }.
admin-summary-failed = The daily summary did not get through ({ $way }): { $fault }.
admin-summary-way-webhook = webhook
admin-summary-way-mail = mail

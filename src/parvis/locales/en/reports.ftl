# Reporting: the reasons, what a report lacks, what is read once it is sent. The square itself loads these sentences too.

# What does not pass
refuse-report-no-place = The place is missing: the link, or the room, the nickname and the time in a few words. Without it nobody can find what this is about.
refuse-report-not-there = What you report is no longer there: the message was removed, its time is over, or the person left long ago. The report form also takes a description in words.
refuse-report-good-faith = One box is missing: say that you report this in good faith. Being mistaken is no fault.
refuse-report-no-words = A few words are missing: say what the square lets happen.
refuse-report-email = This address cannot be read. Correct it, or leave the field empty: it is not required.
refuse-report-note-long = This text is longer than { $max } characters. Shorten it; the team will see the message itself too.
refuse-report-name-long = This name is longer than { $max } characters. Shorten it, or leave the field empty.
refuse-report-places-many = More than { $max } places in one report. Send a second one for the others.
refuse-report-place-long = A place is longer than { $max } characters. Keep the link alone, one a line.
refuse-report-limited = { $days ->
    [one] Your reports are suspended until tomorrow, because several were manifestly unfounded. A danger, or somebody under 18, can always be reported.
   *[other] Your reports are suspended for { $days } days, because several were manifestly unfounded. A danger, or somebody under 18, can always be reported.
}
refuse-report-reason = The reason is missing. The nearest one will do.
refuse-report-unknown = There is no such report, or no longer.
refuse-report-too-fast = { $minutes ->
    [one] Too many reports in a row from here. This one has not been received yet: send it again in a minute. In danger, call 17 or 112.
   *[other] Too many reports in a row from here. This one has not been received yet: send it again in { $minutes } minutes. In danger, call 17 or 112.
}
refuse-answer-no-case = This case is not about the square itself: it has no public answer.
refuse-answer-no-words = The question or the answer is missing, in one language at least.
refuse-answer-too-long = This text is longer than { $max } characters. Shorten it.
refuse-flagger-no-name = The name or the contact is missing, or one is longer than 200 characters.
refuse-flagger-unknown = This trusted flagger is not registered, or no longer.
receipt-unknown = This code opens nothing. Check it sign by sign; a report that was closed long ago is erased.

# The reasons, the gravest first
reason-minor = Somebody seems to be under 18
reason-seeks-minors = Somebody seeks minors, or speaks of them in a sexual way
reason-danger = A life is threatened, or a trap is being laid
reason-attacked = Somebody was attacked
reason-self-harm = Somebody speaks of harming themselves, or urges others to
reason-blackmail = Blackmail, threats to show images
reason-paid-sex = Sex for money, procuring
reason-privacy = Somebody’s name, address, orientation or image made known
reason-harassment = Insults, threats, insistence after a no
reason-sexual = Unwanted sexual words
reason-hate = Hatred for what somebody is or loves
reason-terrorism = Terrorism approved of, or called for
reason-drugs = Drugs or forbidden goods offered
reason-scam = Money asked for, a scam
reason-impersonation = Posing as somebody, or as the team
reason-spam = Advertising, floods of messages
reason-other = Something else against the rules
reason-service = The square itself, not a person

# From the square
report-message-of = Report this message by { $nick }
report-choose = The reason
report-note = Anything to add (optional)
report-now = Send
report-cancel = Cancel
report-frozen-short = What you report is put aside at once, even if its author deletes it. They will not know who reports.
report-nickname-only = It is the nickname itself that is wrong
report-help-danger = In danger now: 17 or 112, or 114 by text message. Do not wait for the square’s answer.
report-help-young = Under 18, or for somebody who is: 3018 and, day and night, 119. Free and confidential.
report-help-dark = To talk about it, day and night: 3114. Free and confidential.
report-sent = Received
report-sent-due = The team has it. A first decision is promised before { $due }.
report-your-code = Your code
report-keep-code = Keep it: it opens the answer, also after you leave, on the page ‘Follow a report’.
report-copy = Copy the code
report-copied = Code copied
report-read-it = Follow this report
report-hide-message = Do not show me this message again
report-hide-person = Do not show me their messages
report-hidden = It is hidden for you, until this visit ends.
report-not-sent = No network: nothing has been sent yet. Try again, your choice is kept.
report-loading = One moment…
report-warned-short = Several of your reports were manifestly unfounded; the team may suspend them for a time.

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

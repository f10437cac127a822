# What the desk answers its moderators when a step cannot be taken now.

refuse-case-unknown = There is no such case, or no longer.
refuse-case-not-claimed = Take this case first: it is yours for fifteen minutes, and each step renews them.
refuse-case-not-now = This case is no longer where it was. Reload the page.
refuse-case-no-words = A few words are missing.
refuse-case-bad-end = Choose an end within the next seven days.
refuse-case-taken = { $minutes ->
    [one] Moderation no. { $number } is working on this case, for one more minute at most.
   *[other] Moderation no. { $number } is working on this case, for { $minutes } more minutes at most.
}

# Cases
refuse-case-right = This case asks for a right that your role does not have.
refuse-case-moved = This case changed while you were deciding: somebody wrote or decided something. Read it again before you confirm.
refuse-case-contested = An appeal is waiting on this case. It is decided from the appeals, by another person.
refuse-case-own-report = You opened this case yourself: another person decides it. You can still protect in an emergency.
refuse-case-overturned = Your decision on this case was contested with success: another person decides it anew.

# Decisions
refuse-decision-unknown = There is no such decision, or no longer.
refuse-decision-too-late = The minute is over, and the decision has taken effect. Reopen the case to correct it.
refuse-decision-not-yours = Only the person who decided can take it back within the minute.
refuse-decision-delivered = The held message was delivered and may have been read: that cannot be undone. It can still be removed.

# What a decision needs
refuse-choice-empty = Choose at least one measure, or “Nothing to do”.
refuse-choice-nothing-and = “Nothing to do” does not go with another measure.
refuse-choice-against-itself = Two of these measures contradict each other. Keep one.
refuse-choice-twice = The same measure is there twice.
refuse-choice-nobody = This case concerns nobody whom this measure could apply to.
refuse-choice-no-end = This measure needs an end: between one minute and one year.
refuse-choice-no-length = This measure has no length.
refuse-choice-nothing-to-lift = This restriction has ended already.
refuse-choice-no-message = This case is not about a message that is still kept.
refuse-choice-not-held = This message is not waiting, or no longer: it was delivered or refused.
refuse-choice-not-restorable = This message cannot come back: its text is no longer kept, or the team had not removed it.
refuse-choice-already-gone = This message is already no longer visible.
refuse-choice-no-room = Choose a room from the list.
refuse-choice-no-amount = Give a number from 1 to { $max }.
refuse-choice-no-feature = Choose what the restriction takes away.
refuse-choice-no-rule = Choose the rule it is about.
refuse-choice-other-queue = This reason belongs to another queue. Classify the case first: it will go to those who keep it.
refuse-choice-no-facts = The facts are missing: the person must be able to read what it is about.
refuse-choice-blank = A blank of the template (###) is still to be filled in.
refuse-choice-too-long = This text is longer than { $max } characters.
refuse-choice-no-law = For illegal content, name the article and say why it applies.
refuse-choice-still-held = The message is still waiting: also decide to deliver or to refuse it.


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

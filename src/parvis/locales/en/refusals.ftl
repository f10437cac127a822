# What the guard and the door answer when something does not pass: what happened, why, and what can be done next.

# Messages
refuse-rate = { $seconds ->
    [one] This message was not sent: it came too soon after the others. Try again in one second.
   *[other] This message was not sent: it came too soon after the others. Try again in { $seconds } seconds.
}
refuse-repeat = This message was not sent: you have just said the same thing. Change it, or let a moment pass.
refuse-newcomer-link = { $minutes ->
    [one] This message was not sent: in their first minutes here, newcomers write no links and no names from other services. You can in one minute, or without the link right now.
   *[other] This message was not sent: in their first minutes here, newcomers write no links and no names from other services. You can in { $minutes } minutes, or without the link right now.
}
refuse-newcomer-repeat = { $minutes ->
    [one] This message was not sent: you said nearly the same in other rooms. Answer somebody instead; this limit ends in one minute.
   *[other] This message was not sent: you said nearly the same in other rooms. Answer somebody instead; this limit ends in { $minutes } minutes.
}
refuse-same-everywhere = This message was not sent: you have said nearly the same in several rooms (rule 4). Choose one of them, and let people answer you there.
refuse-too-long = This was not sent: it is longer than { $max } characters. Shorten it, or send it in parts.
refuse-empty = There was nothing to send. Write a few words first.
refuse-formatting = This message was not sent: stacked marks or empty lines make it hard to read for others. Make it plainer.
refuse-too-dense = This message was not sent: there is too much in it to check at once. Shorten it, or send it in parts.
refuse-minor = This message was not sent: it says that you are under 18. The square is for adults only. If you are under 18, call 3018 in France, or 119 at any hour: free and confidential. If you meant something else, say it in other words.
refuse-advert = This message was not sent: it holds a price and a number. Nothing is for sale on the square (rule 4). You can change it.
refuse-check-down = This message was not sent: the check does not answer, and nothing goes out unchecked. Your text is still here. Try again in a moment.
refuse-bad-frame = Your browser sent something the square does not understand. Reload the page; your draft is safe.
refuse-no-room = There is no such room, or no longer. The list of rooms shows which are open.
refuse-gone = This message is no longer there: it was removed, or its time is over.
refuse-too-late = A message can be changed for two minutes, and they are over. You can still delete it, or write another.
refuse-not-yours = This message is somebody else’s. Only the person who wrote it can change it.
refuse-consent = This room asks for your consent first, because being there says something intimate. Open it from the list of rooms to answer.
refuse-read-only = This room can only be read for now. The other rooms are open to you.
refuse-paused = The square cannot keep anything at the moment, so nothing was sent. Your text is still here. Try again in a moment.
refuse-disk-door = The square has little room left on its disk, so nobody new can come in just now. Those who look after it can see it. Your pass stays valid; try again in a while.
refuse-disk-proposal = The square has little room left on its disk, so no rooms are taken in just now. Those who look after it can see it.
refuse-not-here = You are not in this room. Go in first, then speak.

# What the guard's rules say of a message
refuse-hate = This message was not sent: it holds a slur against people for what they are or love (rule 2). If you were telling what somebody called you, say it in other words, or in quotation marks.
hold-hate = This message is waiting: it might hurt people for what they are or love (rule 2). Somebody of the team reads it before it goes.
hold-danger = This message is waiting: it can be read as a threat, or as a call to attack somebody (rules 2 and 5). Somebody of the team reads it. If anybody is in danger, call 112.
hold-privacy = This message is waiting: it touches somebody else’s private life, and everybody’s identity is their own (rule 3). Somebody of the team reads it before it goes.
hold-scam = This message is waiting: it looks like a request for money or secret codes (rule 4). Somebody of the team reads it before it goes.
hold-harassment = This message is waiting: it may trouble somebody who did not ask for anything like it (rule 2). Somebody of the team reads it before it goes.
hold-self-harm-urged = This message is waiting: it may push somebody to harm themselves (rule 5). Somebody of the team reads it. If you are not well yourself, 3114 answers day and night in France, free of charge.
help-self-harm = Your message was sent, and nobody holds it against you. If you think of dying or of harming yourself, people are there to listen now: 3114 in France, day and night, free and confidential; 112 if it is urgent. You can stay here, too.
prompt-elsewhere = You invite somebody to go on elsewhere. You may, but nobody there can help you if it turns out badly: take the time to get to know each other here. If you mean it, send it once more as it is.
prompt-insistence = A no, or a silence, is an answer (rule 2). This message can be read as insisting. If you mean it, send it once more as it is.
prompt-hurtful = This message may hurt people for what they are or whom they love (rule 2). If that is not what you meant, change it; if it is what you want to say, send it once more as it is.
prompt-threat = This message may be read as a threat (rule 2). If it is none, say it differently, or send it once more as it is.
prompt-crude = This message speaks crudely to somebody who may not have asked for it (rule 2). If you have agreed on it, send it once more as it is.
prompt-nickname = This nickname can say more than you want, or be read another way. If it is the one you want, send the card once more as it is.
refuse-name-unfit = This name is not possible here: it may be read as a threat, a crude demand, a promise of money or an address elsewhere. Please choose another.
refuse-advert-link = This message was not sent: it advertises a page or a channel. Nothing is for sale on the square (rule 4). You can change it.
hold-minor = This message is waiting: it can be read as saying that you are under 18, and the square is for adults only (rule 1). You did nothing wrong. Somebody of the team reads it. If you are under 18, call 3018 in France, or 119 at any hour: free and confidential.
hold-adults-only = This message is waiting: it can be read as meant for, or about, somebody who is not an adult. The square is for adults only (rule 1). Somebody of the team reads it before it goes.
hold-trade = This message is waiting: it can be read as something for sale here, or sought for money (rule 4). Somebody of the team reads it before it goes.
hold-others-offered = This message is waiting: it can be read as an offer of other people, or as a recruitment (rule 4). Somebody of the team reads it. If somebody forces you, call 17 or 112 in France, or text 114.
hold-blackmail = This message is waiting: it can be read as blackmail (rule 5). Somebody of the team reads it. If it is you who is blackmailed, do not pay, and keep what proves it: in France 17cyber.gouv.fr helps you at any hour.
refuse-paid-sex = This message was not sent: it can be read as a meeting for money. Nothing is for sale on the square (rule 4). If you meant something else, say it in other words.
refuse-drugs = This message was not sent: it can be read as a drug offered or asked for. Nothing is for sale on the square (rule 4). To talk about it without being judged, in France: 0 800 23 13 13, Drogues Info Service, free of charge.

# What else the guard does: said to whoever writes alone, or, accusing nobody, to those who read
told-left-out = Your message went without one of its parts: what lets people reach or recognise somebody, or what our rules do not let pass, was replaced by […].
told-step-up-pow = Before your next message, your device will have to do a small calculation. It does so by itself, in a few seconds, on the check page.
told-step-up-age = Before your next message, you will have to show once more that you are an adult, on the check page.
refuse-step-up-pow = This message was not sent: your device has to do a small calculation first, on the check page. Your text stays here.
refuse-step-up-age = This message was not sent: first show once more that you are an adult, on the check page. Your text stays here.
card-money = Good to know: nobody here needs your money, or your codes. There is no hurry, and a report is enough when in doubt.
card-contact = Good to know: a number or an address cannot be taken back once given. You can get to know each other here first.
card-pressure = Good to know: you owe no answer. Not answering, hiding and reporting are always fine.
card-meeting = Good to know: for a first meeting choose a public place, in daylight, and tell somebody where you are going.
card-care = Good to know: take your time, and report what makes you uneasy. A person of the team reads it.

# What the team decided, and what waits to be read first
hold-repeated = This message is waiting: many people have just said nearly the same (rule 4). Somebody of the team reads it before it goes.
hold-meeting = This message is waiting: it may be read as an appointment that would put somebody in danger (rule 5). Somebody of the team reads it before it goes.
held-doubt = This message is waiting: somebody of the team reads it before it goes. You will hear what becomes of it.
held-first = This message is waiting: in this room the team reads the first messages of each visit for now. You will hear what becomes of it.
refuse-edit-in-doubt = This change did not go through: somebody of the team would have to read it first. The message stays as it was; you can write another.
refuse-by-team = This message was not delivered: the team read it and refused it. The statement of reasons says why, and how to contest it.
refuse-hold-over = This message was not delivered: nobody of the team could read it in time, and nothing goes unread. You can write another.
refuse-muted-minutes = { $count ->
    [one] You can read but not write for one more minute. The statement of reasons says why, and how to contest it.
   *[other] You can read but not write for { $count } more minutes. The statement of reasons says why, and how to contest it.
}
refuse-muted-hours = You can read but not write for { $count } more hours. The statement of reasons says why, and how to contest it.
refuse-muted-days = You can read but not write for { $count } more days. The statement of reasons says why, and how to contest it.
refuse-limited-room-minutes = { $count ->
    [one] You cannot write here for one more minute. The statement of reasons says why, and how to contest it.
   *[other] You cannot write here for { $count } more minutes. The statement of reasons says why, and how to contest it.
}
refuse-limited-room-hours = You cannot write here for { $count } more hours. The statement of reasons says why, and how to contest it.
refuse-limited-room-days = You cannot write here for { $count } more days. The statement of reasons says why, and how to contest it.
refuse-limited-edit-minutes = { $count ->
    [one] You cannot change your messages for one more minute; you can still delete them. The statement of reasons says why.
   *[other] You cannot change your messages for { $count } more minutes; you can still delete them. The statement of reasons says why.
}
refuse-limited-edit-hours = You cannot change your messages for { $count } more hours; you can still delete them. The statement of reasons says why.
refuse-limited-edit-days = You cannot change your messages for { $count } more days; you can still delete them. The statement of reasons says why.
refuse-room-closed = The team has made this room read-only for now. The other rooms are open to you.
refuse-edit-first = In this room, first messages are read before they appear: this one can no longer be changed. You can still delete it.
refuse-room-slow = { $seconds ->
    [one] This room is slowed down. Try again in one second.
   *[other] This room is slowed down: each visit writes one message at a time. Try again in { $seconds } seconds.
}
refuse-barred-until = You cannot come in for now: the team took a decision about you. The statement of reasons says why, until when, and how to contest it.
refuse-barred = You can no longer come in: the team took a decision about you. The statement of reasons says why, and how to contest it.

# Nicknames
refuse-nick-short = This nickname is too short: it takes at least 3 characters.
refuse-nick-long = This nickname is too long: 24 characters at most.
refuse-nick-form = This nickname has signs that cannot be used. Keep to letters, digits, spaces, dashes or dots.
refuse-nick-taken = This nickname is taken, or looks too much like somebody else’s here. Pick another.
refuse-nick-reserved = This nickname would make people think you speak for the team or the square. Pick another.
refuse-nick-phone = This nickname holds a phone number. To protect you, no number is shown in a nickname.
refuse-nick-link = This nickname holds a link or an address. Keep to a plain name; nothing here leads elsewhere.
refuse-nick-price = This nickname looks like a price. Nothing is for sale on the square (rule 4). Pick another.
refuse-nick-minor = This nickname suggests that you are under 18. The square is for adults only. If you are under 18, call 3018 in France, or 119 at any hour: free and confidential. If not, pick a nickname without that hint.
refuse-nick-doubt = This nickname leaves a doubt, and nobody keeps you at the door to read it again. Pick another.
help-door-self-harm = Your nickname made us think of you. If you think of dying or of harming yourself, people are there to listen now: 3114 in France, day and night, free and confidential; 112 if it is urgent. You are welcome here, too, and nobody holds it against you.
refuse-nick-mixed = This nickname mixes alphabets, which can be used to imitate somebody. Keep to one.
refuse-nick-day-limit = { $max ->
    [one] One nickname a day for each card, and you have chosen yours. Take it again, or come back tomorrow.
   *[other] { $max } nicknames a day for each card, and you have chosen them all. Take one of them again, or come back tomorrow.
}
refuse-name-hate = This name hurts people for what they are or love (rule 2). Pick another.
refuse-name-trade = This name advertises a sale or a paid service. Nothing is for sale on the square (rule 4). Pick another.
refuse-name-adults-only = This name can be read as meant for people under 18. The square is for adults only (rule 1). Pick another.

# Age, gender, postal code
refuse-age-missing = Your age is missing. Only its band is kept.
refuse-age-number = This does not read as an age. Write it in digits, such as 34.
refuse-gender-missing = On this square everybody is asked for a gender. Choose from the list, or “Other”.
refuse-postal-form = A French postal code has five digits, such as 69003.
refuse-postal-unknown = This is not among the French postal codes. Check it, or use that of a town nearby.
refuse-postal-missing = On this square everybody is asked for a postal code. Only an area of at least 10,000 people is kept of it.

# Entry codes
refuse-code-empty = The code is missing. You will find it on the card from the counter.
refuse-code-typo = There is a typing slip in this code. Compare it with the card, sign by sign.
refuse-code-unknown = This code is not known here. Check it against the card; if it still fails, the counter will give you another.
refuse-code-used = This code has been used, and it works only once. If that was not you, ask for another card at the counter.
refuse-code-expired = This code is no longer valid. If the card also has a link or a square to scan, try that: it lasts longer. If not, ask for another card.
refuse-slow-down = { $minutes ->
    [one] Too many tries in a row from this network. Wait a minute, then try again.
   *[other] Too many tries in a row from this network. Wait { $minutes } minutes, then try again.
}

# Proof of work
refuse-proof = Many people are arriving just now, and each device is asked for a small calculation. It is missing, or it is too old. A new one is ready: try again.
refuse-proof-early = { $seconds ->
    [one] One more second to wait, then press again. Nothing you wrote is lost.
   *[other] Another { $seconds } seconds to wait, then press again. Nothing you wrote is lost.
}
refuse-proof-busy = { $minutes ->
    [one] Too many people are waiting already from this network. Try again in a minute, or with a browser that runs JavaScript.
   *[other] Too many people are waiting already from this network. Try again in { $minutes } minutes, or with a browser that runs JavaScript.
}

# Why the connection closes
bye-unauthenticated = Your visit is over, or this device is no longer recognised. Come back through the door.
bye-restricted = This visit cannot go on. The door page says why, and what you can do.
bye-replaced = The square is open in other tabs, so this one was closed. Reload the page to go on here.
bye-left = You have left the square. Come back whenever you like.
bye-slow = The connection was too slow to keep up. It resumes by itself, and nothing is lost.
bye-flood = Too many requests in a row. The connection resumes by itself in a moment.
bye-bad = Your browser sent something the square does not understand. Reload the page; your draft is safe.
bye-too_big = Your browser sent too large a block. Reload the page, and shorten the text.
bye-hello = The connection took too long to settle. It resumes by itself.
bye-restart = The square is restarting. Your text is safe; the connection resumes by itself.
bye-closed = The square has closed. The door page says why.
bye-notice = The square is closed. The notice, at every one of its addresses, says by whom and why.
refuse-unattended = Nobody of the team is on duty. Whoever came in since may read, and write as soon as somebody is there.

# The square is narrowed for a while
refuse-mode-nobody = { $minutes ->
    [one] Nobody can write just now: the square is read only. Try again in a minute.
   *[other] Nobody can write just now: the square is read only. Try again in { $minutes } minutes.
}
refuse-mode-newcomers = { $minutes ->
    [one] Too many people are arriving at once: those who came in lately only read. Try again in a minute.
   *[other] Too many people are arriving at once: those who came in lately only read. Try again in { $minutes } minutes.
}
refuse-mode-slow = { $seconds ->
    [one] Many people are arriving: having just come in, you write a little more slowly. One more second.
   *[other] Many people are arriving: having just come in, you write a little more slowly. Another { $seconds } seconds.
}
refuse-mode-door = { $minutes ->
    [one] Too many people are arriving at once: for now the square lets in only those who have been here before. Try again in a minute.
   *[other] Too many people are arriving at once: for now the square lets in only those who have been here before. Try again in { $minutes } minutes.
}

# Opening hours
refuse-room-hours = { $day ->
    [none] This room is closed for now.
    [today] This room is closed for now. It opens today at { $time }.
    [mon] This room is closed for now. It opens on Monday at { $time }.
    [tue] This room is closed for now. It opens on Tuesday at { $time }.
    [wed] This room is closed for now. It opens on Wednesday at { $time }.
    [thu] This room is closed for now. It opens on Thursday at { $time }.
    [fri] This room is closed for now. It opens on Friday at { $time }.
    [sat] This room is closed for now. It opens on Saturday at { $time }.
    [sun] This room is closed for now. It opens on Sunday at { $time }.
   *[date] This room is closed for now. It opens on { $date } at { $time }.
}
refuse-unattended-rooms = Nobody of the team is on duty: rooms can only be read until somebody is there.

# The door, the age check, the entry card, and the pages around them.

door-title = adults talking, no account
door-sentence = A square where adults talk, no account needed.
door-card = I have an entry card
door-how = How to get in
door-rules = Three rules come first
door-rule-adults = This square is for adults only.
door-rule-respect = No hate, no threats, no harassment. Nobody’s identity is given away.
door-rule-trade = Nothing is for sale here: no prices, no goods, no services.
door-rules-all = All the rules
door-now = Right now
door-busy = Busiest
door-next-evening = Next evening

door-closed-title = Not open yet
door-closed = The square is waiting until it is ready to receive you. Still missing:
door-closed-next = It opens when each of these is settled. Meanwhile you can read the rules, and how to get in.
why-closed-age = a way to check that everybody who comes in is an adult;
why-closed-legal = the name and contact address of whoever answers for this square;
why-closed-staff = { $missing ->
    [one] one more person on the team to look after the rooms.
   *[other] { $missing } more people on the team to look after the rooms.
}

# How to get in
how-title = How to get in
how-lede = You come in by meeting a person. They look at your age, hand you a card, and forget the rest.
how-step-come = Come to a counter during its hours.
how-step-check = Somebody checks that you are an adult. They look; they write nothing down.
how-step-card = They hand you a card from the pile. Its code works once.
how-step-enter = Type the code here, pick a nickname, and you are in.
how-where = Where and when
how-no-counter = No counter has been announced yet. Write or call to find out where cards are handed out:
how-next-evening = Next evening:
how-never = Never asked, never kept
how-never-name = Your name, address, phone number or e-mail.
how-never-copy = A copy or a photo of an identity document.
how-never-list = A list of the cards given out, or of who got them.
how-never-contact = Why you want to come.

# The card’s code
age-title = Your entry code
age-lede = You will find it on the card from the counter. It says one thing only: you are an adult.
age-code = Code
age-code-hint = Spaces and dashes do not matter. The whole link from the card works too.
age-continue = Continue
age-kept = The code works once. After that, a pass without a name stays on this device; on our side, the card’s print run and the day.
age-no-card = I have no card

# The entry card
entered-title = You are on the square
entered-on = Go to the rooms
entry-title = You are at the door
entry-lede = A nickname and an age are enough.
entry-here = In the rooms: { $n ->
    [0] nobody right now.
    [1] a few people.
   *[other] { $n } people or more.
}
entry-nickname = Nickname
entry-nickname-hint = 3 to 24 characters, not your real name. Everybody sees it.
entry-nickname-length = { $n } of 24 characters
entry-age = Age
entry-age-hint = In years. Only the band is kept: 18–24, 25–34, 35–49, 50–64, 65 and over.
entry-gender = Gender
entry-optional = (optional)
entry-gender-none = I would rather not say
entry-gender-woman = Woman
entry-gender-man = Man
entry-gender-non-binary = Non-binary
entry-gender-other = Other
entry-gender-consent = I agree that my gender is shown beside my nickname and kept while my visit lasts. I can take this back later.
entry-postal-code = Postal code
entry-postal-code-hint = French codes only. The code itself is not kept, just an area of at least 10,000 people.
entry-terms = the terms
entry-rules = the rules
entry-accept = By entering you accept { $terms } and { $rules }.
entry-enter = Enter
entry-use = Take “{ $name }”
entry-faults = { $n ->
    [one] One thing needs another look:
   *[other] { $n } things need another look:
}

# Under 18
minor-title = This square is for adults only
minor-lede = You cannot come in before you are 18. You did nothing wrong, and nobody has been told.
minor-before = An age under 18 was given here a short while ago. To come in, a new proof of age has to be shown. It is no reproach, and nobody has been told.
minor-kept = Your age and your nickname are not kept. All that is kept, for seven days at most, is that a new proof of age is asked for on this device.
minor-slip = You are an adult
minor-slip-way = A slip of the finger, or a device shared with somebody younger: a new card from the counter is enough, and nothing else will be asked.
minor-show = Show a new card
minor-talk = People who listen, free of charge
minor-line-3018 = For anything that happens online: messages that upset you, blackmail, photos, bullying. Free and anonymous, every day from 9:00 to 23:00. In France.
minor-line-119 = If somebody hurts you or you are afraid. Free, day and night, and the call does not show on phone bills. In France; elsewhere in Europe, try 116 111.
minor-danger = In danger right now
minor-danger-lines = 112 anywhere in Europe, or 17 for the police in France. 114 by text message if you cannot speak.
minor-more = All help lines

# The rooms
lobby-title = The rooms
lobby-you = You are on the square as { $name }.
lobby-kind-topic = By topic
lobby-kind-area = By region
lobby-unread = { $n ->
    [one] One new message
   *[other] { $n } new messages
}
lobby-joined = You are in
lobby-read-only = Read only
lobby-sensitive = Asks for consent
lobby-empty = No room is open right now.
lobby-me = My visit

# The consent a room asks for
consent-title = This room asks for your consent
consent-why = Being in it may say something intimate about you: your orientation, your health, your beliefs. The law protects that, and nothing happens unless you clearly agree.
consent-what = If you agree, we keep your presence in this room and your messages for the time given under “Privacy”. The other people in the room see you there.
consent-yes = I agree, go in
consent-no = No, back to the rooms
consent-free = Saying no changes nothing else: the other rooms stay open to you. You can take your consent back at any time, under “My visit”.

# My visit
me-title = Your visit
me-lede = Everything the square knows about you is on this page.
me-nickname = Nickname
me-age = Age
me-band = { $band } years
me-gender = Gender
me-area = Area
me-not-said = not said
me-consents = Your consents
me-consent-gender = Show my gender beside my nickname
me-consent-room = Be in the room { $room }
me-withdraw = Take this back
me-no-consent = You have given no special consent.
me-kept = What is kept, and for how long
me-privacy = Your rights and how to use them

# When a page does not open
page-error-title = This page does not open
page-error-status = For the technicians: code { $status }.
page-error-404 = There is nothing at this address. The link may be old or incomplete.
page-error-405 = This address does not answer that kind of request. Go back one page and start again from there.
page-error-form = This form has grown old, or came from elsewhere. Nothing was done. Open the page again and retry; cookies must be allowed.
page-error-408 = Sending took too long, and none of it was kept. Try again, on a better connection if you can.
page-error-413 = That was too large to send, and none of it was kept. Try something shorter.
page-error-500 = Something broke on our side. It has been noted, without your name or your words. Try again in a moment.

# A decision keeps somebody out
barred-title = The door stays shut
barred-until = You cannot come in before { $until }.
barred-open = You can no longer come in to the square.
barred-lede = Somebody of the team decided it, for the reasons given here. They may be wrong: you can contest it, free of charge.
barred-other-names = The measure also holds under another nickname and with another card, from this device.
barred-read = Read the decision, or contest it
barred-no-letter = Write to the contact in the legal notice: it will tell you the reasons, and how to contest them.
barred-all = All decisions that concern you

# When nobody of the team is on duty, where the operator closes the entrance then
night-title = The entrance is closed for now
night-entry = Nobody of the team is on duty. The entrance opens again as soon as somebody is there; those who are in stay.
night-keep = Your pass stays valid, nothing is lost.
night-next = Next meeting: { $when }
night-again = Try again

# Too many people are arriving at once
mode-title = The square is catching its breath
mode-door = Too many people are arriving at once. For now only those come in who have been here before, with the same pass or the same device. It is nothing you did.
mode-when = { $minutes ->
    [one] Try again in a minute.
   *[other] Try again in { $minutes } minutes.
}
proof-working = Your device does a small calculation before you enter. It takes a few seconds.
proof-ready = The calculation is done: you can enter.
proof-wait = Many people are arriving. Without JavaScript, wait { $seconds } seconds from when this page opened, then enter.

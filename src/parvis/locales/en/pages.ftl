# Rules, terms, legal notice, privacy, help lines, reporting.

# Rules
rules-title = The rules of the square
rules-lede = They are short so that everybody reads them. They hold in every room.
rules-adults-title = Adults only.
rules-adults = Being under 18 is nothing to be ashamed of, but this is not your place. Nothing sexual about minors, in any form, not as a joke and not in fiction.
rules-respect-title = Talk with people, not against them.
rules-respect = No insults, no threats, no hate for what somebody is or loves. A no is an answer, and so is silence: leave it there.
rules-identity-title = Everybody’s identity is their own.
rules-identity = Do not give away another person’s name, address, orientation, health or picture. Keep yours to yourself too.
rules-trade-title = Nothing is for sale.
rules-trade = No prices, no numbers, no drugs, no meetings for money or favours, no advertising. Whoever asks you for money here is almost always trying to cheat you.
rules-harm-title = Nobody is lured into a trap.
rules-harm = Preparing an attack, an ambush or blackmail ends the visit and goes to the authorities.
rules-honest-title = Speak as nobody but yourself.
rules-honest = Do not pass for somebody else or for the team. Do not drown a room in messages.
rules-tell-title = If something is wrong, say so.
rules-tell = Each message and each person carries ‘Report’; the page ‘Report’ is open to anybody, on the square or not. You get a code, and an answer. Being mistaken in good faith is never a fault.
rules-house = And in this house
rules-after = A message against the rules may not go out; you then read why. Any measure against a person is explained to that person, who can contest it.
rules-terms = The terms, which say how these rules are applied

# Terms (Regulation (EU) 2022/2065, Article 14)
terms-title = Terms of use
terms-version = Version { $version }
terms-machine = This text for machines (JSON)
terms-place-title = The square
terms-place =
    This square is a place for written conversation between adults. It is free of charge, without accounts or advertising. The legal notice names who answers for it.

    Pressing “Enter” means accepting these terms and the rules. Consent to sensitive data is a separate act; you can come in without giving it.
terms-door-title = Coming in
terms-door =
    You come in with a pass that follows an age check, one that never asks who you are. Stating an age is not enough.

    A pass is for one person and one visit at a time. Lending it to a minor is forbidden.
terms-limits-title = What is not allowed
terms-limits =
    Whatever the law forbids, and whatever the rules of the square forbid: the seven numbered rules are part of these terms.

    Against the law are, among others: sexual abuse of minors and images of it, threats, harassment, incitement to hatred or violence, glorifying terrorism, sharing intimate images without consent, procuring, selling drugs, fraud, and exposing another person’s private life.
terms-check-title = What a program checks
terms-check =
    A program reads every nickname and every message before it is delivered. It looks at length, speed, repetition and legibility, applies lists and rules that people wrote, and may give the text a score; a score alone stops nothing. In a nickname it also looks at numbers, links, prices, imitation and hints of an age under 18. What it counts and keeps is listed under “Privacy”. Nothing is sent elsewhere, unless that same page names to whom.

    Depending on what it recognises, the message goes out, you are asked a question first, a passage is replaced, somebody of the team looks first, or the message does not go out; then you read why. When the check fails, nothing goes out without it. You may change the text and try again, and ask for the reasons of a refusal for seven days.
terms-people-title = What people decide
terms-people =
    Suspending or excluding somebody is a human decision, never that of a program alone. For a time, and saying so, a program may take away one feature, such as writing in rooms, slow a room down, or ask for a proof; such a limit can be contested like any measure, and a person answers. The square opens to the public only once a team is enrolled to look after it; the lantern at the top of each page says whether somebody is on duty.

    Possible measures are: not delivering a message, removing it, making a room read-only, ending a visit, refusing entry for a time. The lightest one that works comes first. Repeated manifestly illegal content, and repeated manifestly unfounded reports, lead to a suspension after a warning; number, gravity and intent are weighed.
terms-contest-title = Contesting a decision
terms-contest =
    Every measure is explained to you: what it is about, the rule or the law, how long it lasts, and what part a program had. For six months you can contest it, free of charge. Somebody other than the person who decided looks at everything again.

    You can also turn to a certified out-of-court dispute settlement body, or to a court. The form stands under each decision, on the page /decision; it opens with the code you were given, or without a code from the same device.
terms-words-title = Your words
terms-words = Your messages remain yours. The square shows them to the people in the room, keeps them for the time it says, and does nothing else with them.
terms-change-title = When these terms change
terms-change = Every version has a date, and every decision names the version it applied. Important changes are announced at the door before they take effect. Nothing here takes away a right the law gives you.

# Legal notice (French LCEN, Article 1-1; Regulation (EU) 2022/2065, Articles 11 and 12)
legal-title = Legal notice
legal-imprint = Who answers for this square
legal-operator = Operator
legal-postal-address = Address
legal-phone = Telephone
legal-director = Publication director
legal-host = Hosting
legal-not-given = Not given yet
legal-contact-people = Writing to us
legal-contact-people-text = For anybody, visitor or not. A person reads and answers. Languages: { $languages }.
legal-contact-authorities = Authorities
legal-contact-authorities-text = Point of contact for the authorities of the Member States, the Commission and the European Board for Digital Services. Languages: { $languages }.
legal-software = The software
legal-software-text = The square runs on Parvis, free software under the AGPL 3.0 or later. Whoever runs a changed version must show its code.
legal-data = Areas are drawn from open data: Insee, DGCL and La Poste, under the Licence Ouverte; GeoNames, under CC BY 4.0.

# Privacy
privacy-title = Privacy
privacy-lede = No name, no e-mail, no phone number, no position. A few things, for a short time, and this is the whole list.
privacy-kept = What is kept, and for how long
privacy-what = What
privacy-how-long = How long
legal-seconds = { $n ->
    [one] One second
   *[other] { $n } seconds
}
legal-hours = { $n ->
    [one] One hour
   *[other] { $n } hours
}
legal-hours-after-leaving = { $n ->
    [one] One hour after you leave
   *[other] { $n } hours after you leave
}
legal-days = { $n ->
    [one] One day
   *[other] { $n } days
}
legal-days-after-the-team = { $n ->
    [one] One day after it ends
   *[other] { $n } days after it ends
}
legal-memory-hours = { $n ->
    [one] In memory only, one hour at most
   *[other] In memory only, { $n } hours at most
}
legal-memory-day = In memory only; the key changes every day
legal-ledger-hashes = As long as the square exists
legal-as-long-as-the-case = As long as the case; longer when a judge or an authority asked for it to be preserved
legal-days-after-closing = { $n ->
    [one] One day after the case is closed; longer while the measure lasts or an appeal waits
   *[other] { $n } days after the case is closed; longer while the measure lasts or an appeal waits
}
legal-days-after-the-end = { $n ->
    [one] One day after the answer, or after the room has ended
   *[other] { $n } days after the answer, or after the room has ended
}
legal-days-after-the-evening = { $n ->
    [one] One day after the evening has ended
   *[other] { $n } days after the evening has ended
}
legal-until-its-date = Until the date that the team gives them, { $n } days at most
legal-months = { $n ->
    [one] One month
   *[other] { $n } months
}
legal-keep-messages = Messages in a room, with the nickname, and the text before a change
legal-keep-visit = The visit: nickname, age band, area, gender if you gave it, language, rooms, consents given, fingerprints of the device and the network (never the address)
legal-keep-pass = The age pass: method, print run of the card, day. Nothing says who
legal-keep-nicknames = The nicknames taken with one pass during a day
legal-keep-vouchers = Fingerprints of the printed codes, used or not, never the name of whoever got them
legal-keep-staff = The team: the name they go by, number, roles, languages, public halves of their passkeys, sign-ins, shifts
legal-keep-browsers = The browser that the team signs in from, as a fingerprint
legal-keep-invites = Invitations into the team, as fingerprints
legal-keep-settings = Who of the team changed which setting by pages, and what it said before
legal-keep-modes = How open the square was and why: counts, and who of the team chose it
legal-keep-closings = When and on what basis the square was closed, and who of the team decided it
legal-keep-looks = The log of looks: who of the team looked at what, when and why
legal-keep-approvals = What two people of the team decided together, with their opinions
legal-keep-cases = The team’s cases: reports, evidence, decisions, measures, appeals
legal-keep-exhibits = The evidence in these cases; what lies further from what was reported is sealed, and only a key kept away from the server opens it
legal-keep-calls = That a person on call was called, and for what kind of case
legal-keep-statements = The statement of reasons for a decision about you, and the code that opens it (as a hash)
legal-keep-refusals = The text of a message that a program refused, so that you can be given reasons
legal-keep-hits = What the guard’s rules found in texts, as values and without the texts
legal-keep-step-ups = That you were asked for a proof before your next message or before coming in, and whether you gave it
legal-keep-proposals = The rooms you proposed, and what became of them
legal-keep-evenings = Evenings that are announced, with the nickname of whoever welcomes people
legal-keep-notices = Announcements of the team
legal-keep-lines = Lines left on the board
legal-keep-lively = How many people were here, by the hour and in coarse steps, without any name
legal-keep-days = How much happened on each day, in counts, without any name
legal-keep-samples = Decisions and messages drawn at random for a second look, without a name
legal-keep-standing = Standing you earned by talk that others answered, as a number tied to the age pass and the device; never with whom, never shown to anybody
legal-keep-counters = What the guard counts to know floods and adverts: how many messages, where, and how alike, without their text
legal-keep-exposure = For people of the team: how long they had grave cases before their eyes
legal-keep-presence = Your presence in a room after the connection drops
legal-keep-network = The counters that slow abuse down, by a fingerprint of the network: never the address itself
legal-keep-backups = Sealed backups, opened only to rebuild the square after a loss; what was erased above is gone from them at the latest after
legal-keep-ledger = A ledger of fingerprints, without text, nicknames or addresses, that proves nothing was rewritten
privacy-kept-after = What a law or an open case requires is kept longer: apart, with a reason and an end.
privacy-cookies = Cookies
privacy-cookies-text = Five, all of them needed, all of them ours, one of them for the team only. None follows you anywhere else.
privacy-cookie = Name
privacy-cookie-for = What it is for
privacy-cookie-pass = The age pass: it says that this device belongs to an adult. It lasts as long as the pass.
privacy-cookie-visit = Your current visit. It goes when you leave.
privacy-cookie-device = A random number that helps to slow abuse down without knowing who you are. It lasts a year.
privacy-cookie-lang = The language you chose.
privacy-cookie-staff = For the team only: their sign-in. It lasts a working day at most.
privacy-why-title = Why, and on what basis
privacy-why =
    Nickname, age band, area and messages serve the conversation you ask for (GDPR, Article 6(1)(b)). The fingerprints of device and network protect the square from abuse (Article 6(1)(f)). The age check protects minors.

    Gender, and rooms that say something intimate, need your explicit consent (Article 9(2)(a)). You can take it back whenever you like, under “My visit”.
privacy-others-title = Who else sees them
privacy-others =
    The people in the room see your nickname, your age band, your gender if you gave it, and your messages. Your area and postal code are shown to nobody.

    No advertising, no audience measurement; your browser calls no other site. An authority can require, by a lawful request in writing, what still exists: nothing beyond this list.
privacy-model-title = A model that is asked elsewhere
privacy-model = When a rule has recognised something in a message, a model reads it too, at { $host }. Numbers, links and names from elsewhere are taken out before it is sent, and nothing says who wrote it. That model can make the message wait; it stops none by itself.
privacy-rights-title = Your rights
privacy-rights =
    To see, correct, erase, restrict, take away and object. During the visit, “My visit” shows everything and lets you take back a consent or leave.

    Later, write to the contact below with the nickname and the time. You will not be asked for an identity document. Without a way to recognise you, the square may not find what is yours, and will tell you so (Article 11). The answer comes within a month. You can also turn to a data protection authority; in France, the CNIL.
privacy-contact-title = Who answers for it
privacy-contact = The operator named in the legal notice is responsible for all of this.

# Help lines
help-title = People to talk to
help-lede = These lines are free or cost an ordinary call. Calling leaves no trace on the square. They are in France unless it says otherwise.
help-now = In danger right now
help-young = Under 18, or on behalf of somebody who is
help-hurt = Violence, hate, blackmail
help-dark = When it all becomes too heavy
help-112-title = Emergencies, anywhere in Europe.
help-112 = Police, fire, ambulance.
help-17-title = Police.
help-17 = If somebody threatens you or is waiting for you.
help-114-title = Emergencies by text message.
help-114 = If you cannot speak, or do not hear.
help-3018-title = Online violence.
help-3018 = Blackmail, shared pictures, bullying; for young people and those close to them. Free, anonymous and confidential, every day from 9:00 to 23:00.
help-119-title = Children in danger.
help-119 = Day and night, free, and the call does not show on phone bills.
help-3919-title = Violence against women.
help-3919 = Free and anonymous, day and night.
help-homophobie-title = SOS homophobie.
help-homophobie = An anonymous ear for lesbian, gay, bi and trans people and those close to them.
help-victimes-title = France Victimes.
help-victimes = For victims of any kind of offence. Free, every day.
help-3114-title = Suicide prevention.
help-3114 = Health professionals answer, day and night. Free and confidential.
help-elsewhere = Elsewhere in Europe: 112 answers everywhere; 116 111 is the line for children and young people in most countries, 116 006 the one for victims in several.

# Whom else to reach
desk-reach = Elsewhere
desk-reach-operator = Whoever runs the square:
desk-reach-pharos = PHAROS, where the French police take reports of illegal content online. You leave the square when you follow it.

# The moderation desk: /desk.

desk-nav = Moderation desk
desk-nav-shift = My shift
desk-nav-pairs = By two
desk-nav-appeals = Appeals
desk-nav-quality = Second look
desk-nav-rooms = Proposed rooms
desk-nav-numbers = Numbers
desk-nav-mode = How open
desk-nav-texts = Templates
desk-nav-flaggers = Flaggers
desk-nav-help = Keys
desk-nav-me = Moderation no. { $number }
desk-moved = Something has changed.
desk-look-again = Look again
desk-back = Back to my shift
desk-refused-title = This was not done
desk-go-title = Go to a case
desk-go-number = Case number
desk-go = Open
desk-close = Close

# Times
desk-left-seconds = { $n } s left
desk-left-minutes = { $n } min left
desk-left-hours = { $n } h left
desk-left-days = { $n } days left
desk-late-seconds = overdue by { $n } s
desk-late-minutes = overdue by { $n } min
desk-late-hours = overdue by { $n } h
desk-late-days = overdue by { $n } days
desk-span-seconds = { $n } s
desk-span-minutes = { $n } min
desk-span-hours = { $n } h
desk-span-days = { $n } days

# My shift
desk-shift-title = My shift
desk-overdue = Overdue
desk-immediate = Immediate
desk-mine = Mine
desk-alarm = { $count ->
    [one] One case has waited longer than promised.
   *[other] { $count } cases have waited longer than promised.
}
desk-next = Take the next case
desk-next-hint = Enter. The most urgent first; nobody picks.
desk-next-none = Nothing waits.
desk-on-duty = You are on duty.
desk-off-duty = You are not on duty.
desk-shift-change = Begin or end my shift
desk-staffing = { $count ->
    [0] Nobody of the team is on duty.
    [one] One person of the team is on duty.
   *[other] { $count } people of the team are on duty.
}
desk-closed-entry = Nobody is on duty: the entrance is closed.
desk-closed-writing = Nobody is on duty: rooms can only be read.
desk-closed-writing-newcomers = Nobody is on duty: new visits only read.
desk-exposure = Grave cases today: { $minutes } of { $cap } min
desk-exposure-hint = This count is shown to you alone.
desk-full = That is enough for today. You have had as many grave cases before your eyes as the square asks of one person in a day. The line is closed to you until tomorrow; what you have taken you may finish or hand back. Thank you.
desk-mine-title = Cases I have taken
desk-queues = What waits
desk-quiet = Nothing waits for now.
desk-line = In order
desk-line-hint = The most urgent first. The button “Take the next case” follows this order.
desk-rests = On hold
desk-rests-until = until { $time }
desk-case-n = Case { $number }
desk-for-lead = for the lead
desk-col-clock = Clock
desk-col-harm = About
desk-col-waiting = Waiting
desk-col-lang = Language
desk-queue-general = General line
desk-queue-child-safety = Child safety
desk-queue-service = The square itself
desk-from-visitor = reported by a visit
desk-from-outsider = reported from outside
desk-from-flagger = trusted flagger
desk-from-guard = held by a program
desk-from-routine = first message, read before it goes
desk-from-staff = opened by the team

# What it is about
desk-harm-child-safety = Minors: remarks or approach
desk-harm-minor-present = Somebody who may be under 18
desk-harm-danger = Danger to somebody
desk-harm-self-harm = Somebody who may harm themselves
desk-harm-exploitation = Procuring, paid sex
desk-harm-blackmail = Blackmail
desk-harm-privacy = Private life revealed
desk-harm-harassment = Insults, harassment
desk-harm-hate = Hate
desk-harm-terrorism = Terrorism
desk-harm-drugs = Forbidden goods
desk-harm-scam = Scam
desk-harm-impersonation = Impersonation
desk-harm-spam = Advertising, flood
desk-harm-other = Other
desk-harm-service = The square itself

# A case
desk-case-title = Case { $number }: { $harm }
desk-status-open = to be taken
desk-status-claimed = taken
desk-status-awaiting-second = waits for a second person
desk-status-on-hold = on hold
desk-status-pending = decided, can still be undone
desk-status-decided = decided
desk-status-reopened = reopened
desk-opened = opened { $time }
desk-taken-by = Moderation no. { $number } is on it, { $minutes } min left.
desk-yours = You have taken it, { $minutes } min left. Each step renews this.
desk-claim = Take this case
desk-reported = What is reported
desk-subject-message = A message in { $place }
desk-subject-visit = A visit
desk-subject-nickname = A nickname
desk-subject-room = A room: { $place }
desk-subject-link = A link given from outside
desk-subject-service = The square itself
desk-author = By: { $nickname }
desk-not-seen = Take the case, or say why you look: the text appears then. Each look is noted.
desk-veil = Show the reported text
desk-veil-hint = Space bar; hold to see it for as long as you press.
desk-veil-around = Show the context
desk-no-text = No text is kept.
desk-earlier = Before it was edited: { $text }
desk-frozen = Frozen { $time }, its digest in the register.
desk-sealed = { $count ->
    [one] One piece of evidence is sealed: only the operator’s offline key opens it, by two people.
   *[other] { $count } pieces of evidence are sealed: only the operator’s offline key opens them, by two people.
}
desk-destroyed = { $count ->
    [one] One piece of evidence is destroyed, its time being over.
   *[other] { $count } pieces of evidence are destroyed, their time being over.
}
desk-held-now = This message waits: it was not delivered.
desk-removed-now = This message is removed.
desk-around = What stands around it
desk-context-1 = See what is reported
desk-context-2 = See three messages on each side
desk-context-3 = See twenty messages on each side
desk-context-4 = See all that the room still keeps
desk-context-lead = Seeing more is for the lead.
desk-context-none = The room keeps nothing else any more.
desk-purpose = Why look
desk-purpose-words = In more words, if you like
desk-purpose-decide = to decide this case
desk-purpose-second = to answer a proposal
desk-purpose-appeal = to decide an appeal
desk-purpose-safety = somebody is in danger
desk-purpose-quality = for a second look
desk-reports = { $count ->
    [one] One report
   *[other] { $count } reports
}
desk-recognised = What the guard recognised
desk-recognised-score = The learned check gives it { $score } of 100. That is a second opinion, a small model’s: it can be wrong, knows nothing of what came before, and decides nothing.
desk-recognised-hint = A program thought it recognised this. Judge by the words and by what stands around them.
desk-reports-hint = How many there are changes neither priority nor decision.
desk-reporter-said = Given reason:
desk-says-illegal = The report says that the law is broken.
desk-profile = What the visit showed
desk-timeline = What happened
desk-by = Moderation no. { $number }
desk-event-opened = Case opened: { $harm }
desk-event-reported = A report joined: { $harm }
desk-event-classified = Classified: { $harm }
desk-event-claimed = Taken
desk-event-freed = Handed back to the line
desk-event-skipped = Passed on to somebody else
desk-event-noted = Note
desk-event-escalated = Handed to the lead
desk-event-held = Put on hold
desk-event-resumed = Resumed
desk-event-proposed = Decision proposed to a second person
desk-event-declined = The second person did not agree
desk-event-decided = Decided, can be undone for a minute
desk-event-undone = Decision undone before it took effect
desk-event-executed = The decision takes effect
desk-event-contested = An appeal came in
desk-event-appeal-decided = The appeal was decided
desk-event-reopened = Reopened
desk-event-watched = Context opened further
desk-event-protected = Emergency protection by one person, 24 h at most
desk-event-lapsed = Refused by the clock: nobody read it in time
desk-event-limited = A rule of the guard limited by itself, for a while
desk-event-called = Nobody on duty: the person on call was called
desk-similar = Similar decisions
desk-earlier-cases = Closed earlier about the same:
desk-similar-none = None yet.
desk-similar-kept = never contested
desk-outcome-upheld = upheld on appeal
desk-outcome-partly = partly reversed on appeal
desk-outcome-reversed = reversed on appeal

# Deciding
desk-decide = Decide
desk-decide-first = Take this case in order to decide.
desk-decided-already = A decision is taken. See what happened.
desk-waits-second = A grave decision waits for a second person.
desk-see-pair = See the proposal
desk-harm = What is it about
desk-measures = Measures
desk-measures-hint = The lightest that is enough.
desk-measure-nothing = Nothing
desk-measure-warn = Warn
desk-measure-remove = Remove the message
desk-measure-restore = Restore the message
desk-measure-limit = Limit one feature
desk-measure-mute = Read only
desk-measure-suspend = Suspend
desk-measure-ban = Exclude for good
desk-measure-close-room = Close the room to writing
desk-measure-open-room = Open the room again
desk-measure-slow-room = Slow the room
desk-measure-premoderate = Read first messages before they appear
desk-measure-release = Deliver the message
desk-measure-refuse = Do not deliver the message
desk-measure-lift = Lift the running measure
desk-two-people = takes two
desk-length = Length: { $measure }
desk-length-1h = 1 h
desk-length-4h = 4 h
desk-length-24h = 24 h
desk-length-3d = 3 days
desk-length-7d = 7 days
desk-length-30d = 30 days
desk-feature = Limited feature
desk-feature-write-in-room = writing in this room
desk-feature-edit = editing messages
desk-feature-report = reporting
desk-every = Seconds between two messages
desk-first = First messages that wait
desk-ground = Ground
desk-ground-terms = Against the rules
desk-ground-illegal = Against the law
desk-rule = Rule
desk-rule-n = { $n }. { $title }
desk-law = Article of law
desk-law-why = Why it is illegal
desk-law-none = None
desk-template = Template
desk-template-none = No template
desk-template-fill = Fill in
desk-facts-in = Facts, as the person will read them ({ $lang })
desk-facts-hint = What was done, never what somebody is. Nothing that points to another person.
desk-preview = See the consequences
desk-preview-again = See the consequences again
desk-confirm = Confirm
desk-confirm-second = Ask a second person
desk-consequences = What will happen
desk-addressee-reads = What the person will read ({ $lang })
desk-addressee-read = The letter received ({ $lang })
desk-nobody-reads = No statement of reasons: nobody is restricted.
desk-undo-note = Takes effect in a minute; can be undone until then.
desk-now-note = Takes effect at once.
desk-two-note = Waits until a second person agrees.
desk-undo = Undo
desk-undo-left = Decided; it takes effect in #.
desk-undo-over = The decision takes effect.
desk-undo-plain = Decided; it takes effect at { $time }.
desk-other-acts = Other steps
desk-note = Note for the team
desk-note-keep = Keep the note
desk-skip = Pass on without saying why
desk-free = Hand back to the line
desk-escalate = Hand to the lead
desk-hold = Put on hold
desk-hold-for = For
desk-rest-1h = 1 h
desk-rest-4h = 4 h
desk-rest-24h = 24 h
desk-rest-72h = 3 days
desk-resume = Resume
desk-protect = Protect now, 24 h
desk-protect-hint = In an emergency one person alone suspends for 24 h at most; two people decide what follows.
desk-reclassify = Classify
desk-stale = Somebody else moved this case meanwhile. Nothing was done; this is where it stands. What you wrote is kept.
desk-pause-offer = That was a grave case. Take two minutes
desk-opinion = Your reasons, for the second person
desk-opinion-hint = They will read them after having looked for themselves.
desk-on-whom = { $nickname }: age pass and device, never the network
desk-visits-now = { $count ->
    [one] one visit going on feels it at once
   *[other] { $count } visits going on feel it at once
}
desk-told-author = The person is told, with reasons and how to contest.
desk-told-room = The room is told.
desk-told-nobody = Nobody is restricted; whoever reported reads the answer.
desk-unfounded = Manifestly unfounded
desk-unfounded-said = Found manifestly unfounded.
desk-unfounded-not = Take this back
desk-profile-nickname = Nickname
desk-profile-age_band = Age
desk-answer-title = Public answer
desk-answer-hint = Question and answer appear on a page that anybody may read. They name nobody.
desk-answer-question = What is asked ({ $lang })
desk-answer-answer = What we answer ({ $lang })
desk-answer-publish = Publish the answer

# A pause
desk-pause-title = Two minutes
desk-pause = Nothing presses on your side: the case is dealt with. Look elsewhere, breathe, drink some water.
desk-pause-length = { $n } min
desk-pause-over = Whenever you like.
desk-pause-talk = Talking about it helps. A lead is there for that, and you need not justify anything.
desk-pause-back = Back to my shift
desk-pause-end = End my shift

# By two
desk-pairs-title = What waits for a second person
desk-pairs-lede = A restriction without end takes two people. You look at the case first; the first person’s opinion comes after.
desk-pairs-none = Nothing waits for a second person.
desk-pair-own = You proposed it: another person has to answer.
desk-pair-look = I have looked at the case
desk-pair-look-first = First say what you would have decided; the proposal appears then.
desk-pair-own-view = What you would have decided
desk-pair-proposal = Proposed by Moderation no. { $number }
desk-pair-agree = Agree
desk-pair-decline = Do not agree
desk-pair-why = Why
desk-pair-touch = You will be asked to touch your passkey.
desk-pair-yours = proposed by you
desk-pair-withdraw = Take my proposal back

# Appeals
desk-appeals-title = Appeals
desk-appeals-lede = Somebody other than those who decided reads everything again.
desk-appeals-none = No appeal waits.
desk-appeal-n = Appeal, case { $number }
desk-appellant-addressee = by the person it hit
desk-appellant-reporter = by the person who reported
desk-appeal-other = somebody else has to read it
desk-side-decision = The decision
desk-side-complaint = The complaint
desk-appeal-outcome = Outcome
desk-outcome-choose-upheld = The decision stands
desk-outcome-choose-partly = The decision is reversed in part
desk-outcome-choose-reversed = The decision is reversed, and what followed with it
desk-appeal-back = What is given back, if the decision is reversed in part
desk-appeal-words = If the decision is reversed, the message shows the words quoted here again, to everybody in its room, as long as it is kept and was not changed since.
desk-appeal-answer = Reasoned answer ({ $lang })
desk-appeal-decide = Decide the appeal

# Second look
desk-quality-title = Second look
desk-quality-lede = Some decisions, and some messages that nobody reported, read again without knowing who decided or who wrote.
desk-quality-none = Nothing to read again for now.
desk-quality-next = Go on
desk-tally-decision = Decisions seen differently
desk-tally-message = Messages wrongly delivered
desk-tally = { $differed } of { $reviewed }
desk-sample-decision = A decision
desk-sample-message = A delivered message
desk-drawn = drawn { $time }
desk-sample-ask-decision = Seeing this, should somebody have been restricted or something removed? Note what you would have done, then say whether it seems clear to you.
desk-sample-ask-message = Should this message have been delivered?
desk-view-agree = Nothing to object
desk-view-differ = Another decision would have been right
desk-view-harm = It should not have been delivered: open a case
desk-sample-keep = Keep my view
desk-sample-then = Your view
desk-decided-was = What was decided:

# Numbers
desk-numbers-title = Numbers
desk-numbers-lede = By subject, never by person. The last thirty days, counted in the cases themselves.
desk-backlog = Open cases
desk-backlog-words = { $days } days: from { $first } to { $last } open cases, at most { $top }.
desk-held = { $count ->
    [0] No held message waits.
    [one] One held message waits.
   *[other] { $count } held messages wait.
}
desk-appeals-open = Appeals waiting: { $count }, overdue: { $late }.
desk-times = Time to the first decision
desk-times-hint = The dot: half of the cases. The end of the line: 95 of 100. The coloured bar: the promised time. Logarithmic scale, from ten seconds to several days.
desk-col-first = First decision
desk-col-median = Half
desk-col-p95 = 95 of 100
desk-col-promised = Promised
desk-col-acknowledged = Acknowledgement
desk-col-overdue = Overdue
desk-col-overturned = Overturned
desk-beyond = beyond
desk-of = { $part } of { $whole }
desk-numbers-none = No case yet.

# Templates
desk-texts-title = Templates of facts
desk-texts-lede = A template says what was done, never what somebody is. Three hashes (###) mark what only the person who decides can know; while one is left, the decision does not leave.
desk-text-version = version { $n }
desk-text-shipped = comes with Parvis
desk-text-change = Write the next version
desk-text-keep = Keep
desk-text-retire = Offer no more
desk-text-new = New template
desk-text-name = Short name
desk-text-name-hint = Letters, digits and hyphens, such as insult-room.

# Flaggers
desk-flaggers-title = Trusted flaggers
desk-flaggers-lede = Bodies named by the Digital Services Coordinator (Regulation (EU) 2022/2065, Article 22). Their notices come first.
desk-flaggers-none = No flagger is registered.
desk-flagger-new = Register a body
desk-flagger-name = Name of the body
desk-flagger-contact = How to reach it
desk-flagger-harms = Subjects it is named for
desk-flagger-add = Register
desk-flagger-renew = New token
desk-flagger-end = End
desk-flagger-since = since { $time }
desk-flagger-ended = ended { $time }
desk-flagger-notices = { $count ->
    [0] no notice
    [one] one notice
   *[other] { $count } notices
}
desk-flagger-right = { $share } % led to a measure
desk-flagger-half = half decided within
desk-flagger-token = Token of { $name }
desk-flagger-token-once = It is shown only once. Hand it to the body by a safe way; it goes into the Authorization header.

# Keys
desk-help-title = Keys, and where to turn
desk-help-lede = Everything also works by mouse, by finger, or without JavaScript. Single-letter keys are silent in a text field.
desk-keys-everywhere = Everywhere
desk-keys-shift = My shift
desk-keys-case = In a case
desk-enter = Enter
desk-space = Space
desk-key-help = this page
desk-key-go = go to a case by its number
desk-key-home = back to my shift
desk-key-next = take the next case
desk-key-measure = tick a measure, in the order shown
desk-key-facts = write the facts
desk-key-text = choose a template
desk-key-rule = choose the rule
desk-key-preview = see the consequences
desk-key-note = write a note
desk-key-escalate = hand to the lead
desk-key-protect = protect in an emergency
desk-key-skip = pass on without saying why
desk-key-undo = undo within the minute
desk-key-reveal = show or hide the reported text
desk-help-care = Taking care of yourself
desk-help-care-text = Passing a case on needs no reason. The count of grave cases is shown to you alone, and closes the line before it is too much. If a case stays with you, talk to a lead, or call one of the help lines.

# Refusals
refuse-desk-no-measure = Choose at least one measure; “Nothing” is one.
refuse-desk-nothing-and = “Nothing” does not go with another measure.
refuse-desk-release-and = A message cannot be both delivered and refused.
refuse-desk-law = For the law, choose the article and say why it is illegal.
refuse-desk-purpose = Say why you look.
refuse-desk-lead = This step is for the lead.
refuse-desk-outcome = Choose an outcome.
refuse-desk-unknown = There is no such step.
refuse-facts-empty = Write the facts in at least one language.
refuse-facts-blank = A blank (###) is left to fill in the facts.
refuse-facts-long = The facts are longer than 5,000 characters.
refuse-facts-personal = The facts hold an address, a number or an id. Whoever reads them must not learn who somebody else is.
refuse-template-name = The short name is made of small letters, digits and hyphens.
refuse-template-languages = Write the template in each language of the square.
refuse-template-gone = There is no such template.
refuse-template-right = Templates are kept by the leads.
refuse-sample-gone = This sample is not, or no longer, for you to read again.
refuse-sample-view = Say what you think of it.
refuse-flagger-name = Give the name of the body and how to reach it.

# How open the square is
desk-mode-title = How open the square is
desk-mode-lede = From open to quiet. Signs of a raid narrow it by themselves, step by step, and each step ends by itself. You can choose instead, with a reason and an end; everybody present is told what holds, not why.
desk-mode-now = In force
desk-mode-since = Since { $time }
desk-mode-until = until { $time }, then looked at again
desk-mode-name-normal = Normal
desk-mode-name-careful = Careful
desk-mode-name-newcomers-read = Newcomers read only
desk-mode-name-known-only = Known people only
desk-mode-name-read-only = Read only
desk-mode-does-normal = Open as usual. Chosen here, it also overrules the signs of a raid until the end you choose.
desk-mode-does-careful = Whoever was never here before shows a proof of work at the door, and writes more slowly.
desk-mode-does-newcomers-read = Whoever came lately and was never here before reads. The others talk on.
desk-mode-does-known-only = The door lets in whoever was here before, by pass or device. The others are told when to try again.
desk-mode-does-read-only = Nobody writes.
desk-mode-way-by-itself = by itself
desk-mode-way-staff = by the team
desk-mode-way-shell = from the shell
desk-mode-signs = The last minute
desk-mode-joins = { $count ->
    [one] One entry of somebody new; { $usual } a minute are usual.
   *[other] { $count } entries of people who are new; { $usual } a minute are usual.
}
desk-mode-names = Nicknames alike: { $share } %
desk-mode-echo = Messages of newcomers that repeat each other: { $share } % of { $count }
desk-mode-mentions = Mentions in ten messages: { $count }
desk-mode-choose = Choose
desk-mode-which = Mode
desk-mode-how-many = For how long
desk-mode-minutes = { $count ->
    [one] One minute
   *[other] { $count } minutes
}
desk-mode-why = Why
desk-mode-why-hint = For the team. The register keeps the mode, its end and who chose it, not these words.
desk-mode-place = Let it hold
desk-mode-end = End what was chosen
desk-mode-past = What happened
desk-mode-none = Nothing yet.
desk-mode-by = number { $number }
desk-mode-no-why = A reason is missing: a few words are enough.
desk-mode-how-long = Choose an end: a minute at least, { $most } hours at most.
desk-disk-filling = The disk is { $percent } % full. Tell whoever runs the server.
desk-disk-scarce = The disk is { $percent } % full: nobody new comes in, no room is proposed, nothing is drawn for a second look. Tell whoever runs the server.
desk-disk-full = The disk is { $percent } % full: nobody can write. Reports and decisions go on as long as there is any room. Tell whoever runs the server.
desk-backup-failed = The last backup failed. Tell whoever runs the server.

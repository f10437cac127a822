# A decision and its reasons (Regulation (EU) 2022/2065, Article 17), the complaint (Article 20), the closed entrance.

decision-title = Read a decision and contest it
decision-lede = Every measure of the team is explained to the person it concerns. With the code you were given, you read here what was decided and why, and you can answer.
decision-code = Code of the decision
decision-code-hint = Six groups of letters and digits. Spaces and dashes do not count. The whole link will do, too.
decision-read = Read
decision-unknown = No decision opens with this code. Either it has a mistake in it, or the six months for which a decision can be read are over. Compare it sign by sign with the one you kept.
decision-yours = Addressed to you
decision-yours-hint = This device, or its age pass, is recognised: the code need not be typed.
decision-open = Read this decision
decision-line = { $title }, { $at }
decision-new = not read yet
decision-no-code = No code, and nothing shown here? Then no decision concerns this device, or your cookies were erased. Write to the contact in the legal notice, with the nickname and the time.

# The letter
statement-moment = { $day } at { $time }
statement-for = To “{ $nickname }”
statement-title-measure = A measure concerns you
statement-title-warning = A warning
statement-title-refusal = Why your message was not sent
statement-title-left-out = A part of your message was left out
statement-title-reversal = Something is given back to you
statement-title-answer = The answer to your complaint
statement-title-room = The room you proposed
statement-title-room-open = Your room is open
statement-lede-measure = This is what was decided, for what reasons, and what you can do.
statement-lede-warning = Nothing is taken from you. This is what the team asks of you, and why.
statement-lede-refusal = You asked for the reasons. Here they are, and what you can do.
statement-lede-left-out = A program left a part out. This is for what reasons, and what you can do.
statement-lede-room = This is what became of it, for what reasons, and what you can do.
statement-lede-room-open = Thank you for proposing it. This is what to know about it.
letter-room-opened = The room “{ $name }” is open. It goes by the same rules as the others, the team looks after it as it does elsewhere, and it closes by itself when nobody speaks there any more.
letter-room-declined = The room “{ $name }” will not open.
letter-room-closed = The room “{ $name }” is closed for good.
letter-room-empty = The room “{ $name }” has closed: nobody spoke there any more. Nobody is to blame; you can propose it again.
letter-room-lapsed = Nobody of the team could answer in time about the room “{ $name }”. You can propose it again.
statement-lede-answer = Another person has looked at everything again. This is their answer.
statement-lede-reversal = A measure taken against you no longer holds. This is which one.

statement-what = What was decided
statement-facts = What happened
statement-answer = The answer
statement-program = The part a program had
statement-ground = The rule or the law
statement-who = Who decided
statement-redress = If you do not agree

statement-measure-warn = This is a warning. Your visit goes on as before. If it happens again, a measure may follow.
statement-measure-remove = Your message of { $at } was removed. In its place, a line says that the team did so.
statement-measure-restore = Your message of { $at } can be seen again.
statement-measure-release = Your message of { $at }, which waited for somebody to read it, was delivered.
statement-measure-refuse = Your message of { $at }, which waited for somebody to read it, was not delivered. Nobody but the team has read it.
statement-measure-refused-alone = Your message of { $at } was not delivered. Your visit goes on as before.
statement-measure-left-out = A part of your message of { $at } was replaced by […] before anybody else could read it. Your visit goes on as before.
statement-measure-lift = A restriction ends now, before its date.
statement-measure-mute = You can read, but not write, until { $until }.
statement-measure-mute-open = You can read, but not write.
statement-measure-suspend = You cannot come in before { $until }.
statement-measure-suspend-open = You cannot come in.
statement-measure-ban = You cannot come in any more. No date of return is set; two people decided this together.
statement-measure-limit-write-in-room = You cannot write in the rooms before { $until }.
statement-measure-limit-write-in-room-open = You cannot write in the rooms.
statement-measure-limit-write-in-room-one = You cannot write in the room { $room } before { $until }. The other rooms stay open to you.
statement-measure-limit-write-in-room-one-open = You cannot write in the room { $room }. The other rooms stay open to you.
statement-measure-limit-edit = You cannot change your messages before { $until }. You can still delete them.
statement-measure-limit-edit-open = You cannot change your messages. You can still delete them.
statement-measure-limit-report = Your reports are not taken before { $until }. The help lines and the police are still there for anything urgent.
statement-measure-limit-report-open = Your reports are not taken. The help lines and the police are still there for anything urgent.
statement-state-expired = Its time is over: this measure has ended.
statement-state-lifted = This measure was lifted since.
statement-state-reversed = This measure was reversed since, after a second look.
statement-tied = The measure holds on to the age pass and to this device, never to the network. Another nickname changes nothing.
statement-scope = The square is the same everywhere: the measure holds in every country.

statement-quoted = Your words, of { $at }:
statement-facts-refusal = The program that reads every message before it is delivered stopped it.
statement-facts-left-out = The program that reads every message before it is delivered recognised a passage in it that our rules do not let appear. The rest was not touched.
statement-facts-waited = First messages were read by a person before they went. Yours waited, and nobody read it in time.
statement-facts-lang = This passage exists only in the language it was written in.
statement-source-source-article-16 = Somebody reported it. Who reports is never named.
statement-source-source-trusted-flagger = A trusted flagger, that is a body recognised by law, reported it.
statement-source-source-voluntary = Nobody reported it: the square saw it by itself.
statement-source-source-type-other-notification = It was reported to us in another way. Who reports is never named.

statement-detection-yes = A program spotted this content.
statement-detection-no = No program spotted this content.
statement-automated-fully = A program took the decision, without a person. You can ask that a person looks at it: that is the complaint, below.
statement-automated-partially = A program prepared the decision, a person took it.
statement-automated-not = A person took the decision.

statement-illegal = The team finds that this is against the law: { $law }.
statement-rule = It is against rule { $n } of the square: { $title }
statement-rule-also = The rules of the square forbid it too, rule { $n }: { $title }
statement-terms = Terms and rules in force: version { $version }.

statement-who-person = Moderation no. { $number }, for the team of the square.
statement-who-team = The team of the square.
statement-who-program = A program, alone.

# What you can do
redress-appeal = You can contest this right here, free of charge, until { $until }. Another person than the one who decided will look at everything again; never a program.
redress-late = The six months for contesting here are over.
redress-bodies = You can also turn, at any time, to a certified out-of-court settlement body (Article 21 of the Regulation):
redress-court = And, always, to a court.
redress-keep = Keep this code: it reopens this page for six months, even if you cannot come in.
redress-code = Your code
redress-file = Save this letter (text)
redress-back = Back to the list

# The complaint
appeal-title = Contest
appeal-text = What you want to say
appeal-text-hint = In your own words, in French or English. What happened as you see it, what was misunderstood, what you ask for. { $max } characters at most.
appeal-send = Send my complaint
appeal-once = One complaint for each decision. The answer will come here, by { $due } at the latest.
appeal-lodged-title = Your complaint
appeal-lodged = Received on { $at }. Answered by { $due } at the latest, right here. Another person than the one who decided reads it.
appeal-received = Received on { $at }.
appeal-answer-title = The answer to your complaint
appeal-outcome-upheld = The decision stands.
appeal-outcome-partly = The decision is changed in part.
appeal-outcome-reversed = The decision is reversed, with all that followed from it.
appeal-left-out-back = The decision is reversed: your message shows its own words again, to everybody who reads the room.
appeal-left-out-waits = The decision is reversed: your message, which still waits to be read by the team, has all its words again.
appeal-left-out-gone = The decision is reversed. The words could not be put back: the message is no longer kept, was taken away, or was changed since.
appeal-answered = Answered on { $at }, by another person than the one who had decided.
appeal-after = With this answer the square has finished its review.
refuse-appeal-empty = Your explanation is missing. A few words are enough.
refuse-appeal-long = This text is longer than { $max } characters. Shorten it: nothing has been sent yet.
refuse-appeal-twice = This decision has been contested already. The answer will come on this page.
refuse-appeal-late = The six months for contesting are over. An out-of-court body or a court remains possible.
refuse-appeal-unknown = No decision opens with this code, or its six months are over. Nothing was sent.
refuse-appeal-nothing = This letter takes nothing from you: there is nothing to contest.
refuse-appeal-undecided = This report still waits for its answer. You can contest it once it is there.
refuse-appeal-acted = A measure followed this report: there is nothing to contest on this side.
refuse-appeal-same-person = This complaint is about a decision that you took or confirmed. Another person must answer it.
refuse-appeal-decided = This complaint has been answered already.
refuse-appeal-gone = There is no such complaint, or no longer.
refuse-appeal-part = To change a decision in part, say which measures end, and leave at least one.
refuse-appeal-answer = The answer is missing, in the language of the person who contests.
refuse-appeal-nobody = Only a person of the team can answer a complaint.

# Asking for the reasons of an automatic refusal
why-title = Messages that were not sent
why-ask = Ask for the reasons
why-lede = A program stopped these messages. For seven days you can ask why, and then contest it.
why-at = Message of { $at }
refuse-why-gone = This refused message is no longer kept: reasons can be asked for during seven days, and by the same visit.


# The team: coming in, passkeys, shifts, the two-person rule, the log of looks.

# Shut doors
staff-shut-title = A door for the team
staff-shut = This door is for the team.
staff-shut-role = This door is for other roles of the team than yours.
staff-shut-back = Back to the square
staff-shut-sign-in = I am on the team
staff-shut-mine = My team page

# Signing in
staff-front-title = The team’s door
staff-front-lede = A finger, your face or a security key: no name and no password to type.
staff-front-button = Come in with my key
staff-front-none = Without a key, the way in is an invitation. If you lost yours, tell an administrator of the team.
staff-front-elsewhere = Keys only work at { $origin }. Open this page there.

# What the page says while it talks to the key
staff-key-script = Talking to a passkey needs JavaScript, and this browser has it switched off. Everything else on the square does without.
staff-key-waiting = Your device is asking for your key…
staff-key-cancelled = No key was given. You can try again.
staff-key-known = This key is enrolled already. Take another one.
staff-key-unsupported = This browser does not know passkeys. Try a recent one.
staff-key-failed = The square did not answer as it should. Reload the page and try again.

# The invitation
staff-invite-title = Join the team
staff-invite-lede = An invitation works once. The whole link fills this field in by itself.
staff-invite-token = Invitation code
staff-invite-open = Open the invitation
staff-enrol-lede = You are about to make a passkey on this device, or on a security key plugged into it. It takes the place of any password.
staff-enrol-roles = Your roles: { $roles }
staff-enrol-until = The invitation is good until { $day }, { $time }.
staff-enrol-name = What your colleagues call you
staff-enrol-name-hint = A first name or the name you go by. Only the team reads it; outside you are a number.
staff-enrol-languages = Languages you can work in
staff-enrol-label = A name for this key
staff-enrol-label-hint = To recognise it later: “phone”, “blue key”.
staff-enrol-button = Make my key and come in
staff-recover-lede = Your old keys no longer open anything. Make a new one to come back to the team.
staff-recover-button = Make my new key and come in

# My page
staff-me-title = My team page
staff-me-who = { $name }, { $public }
staff-me-roles = Roles: { $roles }
staff-me-shift = My shift
staff-me-shift-on = You are on duty. The lantern is lit as long as somebody is.
staff-me-shift-off = You are not on duty.
staff-me-shift-unable = Your roles do not take shifts.
staff-me-shift-idle = { $minutes ->
    [one] After a minute without doing anything you are off duty and signed out.
   *[other] After { $minutes } minutes without doing anything you are off duty and signed out.
}
staff-me-shift-begin = Go on duty
staff-me-shift-end = Go off duty
staff-me-keys = My passkeys
staff-me-key-nameless = A key without a name
staff-me-key-added = Enrolled on { $day }
staff-me-key-used = Used on { $day }
staff-me-key-only = You have one key only. Add another on a second device: losing it would leave you outside.
staff-me-key-revoke = Remove
staff-me-key-revoke-named = Remove the key { $label }
staff-me-key-add = Add a key
staff-me-key-add-label = A name for the new key
staff-me-leave = Sign out
staff-me-sign-out = Sign out
staff-me-sign-out-everywhere = { $count ->
    [one] Sign out
   *[other] Sign out on all { $count } devices
}
staff-me-looks = What you looked at
staff-me-looks-none = Nothing lately.

staff-refused-title = Nothing was done

# Touching the key once more
staff-confirm-title = Your key, once more
staff-confirm-lede = This is a grave act: it asks you to touch your key now. Nothing has been done yet.
staff-confirm-button = Touch my key and go back
staff-confirm-back = Go back without doing anything

# The team
staff-nav = Pages of the team
staff-number = no. { $number }
staff-nav-me = My page
staff-nav-desk = Desk
staff-nav-team = Team
staff-nav-admin = Administration
staff-nav-access = Log
staff-team-title = The team
staff-team-open = The square may open: there are enough of you.
staff-team-short = There are not enough of you yet for the square to open: it takes two people, one of them an administrator and one who decides.
staff-team-roles = Roles
staff-team-facts = Since { $day } · { $keys ->
    [one] one key
   *[other] { $keys } keys
} · languages: { $languages }
staff-team-on-duty = on duty
staff-team-off-duty = off duty
staff-team-you = you
staff-team-change-of = { $name }: roles, leaving, lost key
staff-team-roles-save = Give these roles
staff-team-end = End their place on the team
staff-team-end-sure = I know that the square shuts to the public until the team is complete again
staff-team-recover = Propose to let them back without a key
staff-team-recover-opinion = How did you make sure that it is really this person?
staff-team-recover-hint = A second administrator must agree. They read this after they have looked at the request.
staff-team-invite = Invite somebody
staff-team-invite-name = Who it is for
staff-team-invite-roles = Roles
staff-team-invite-button = Make the invitation
staff-team-invites = Invitations that wait
staff-team-invites-none = No invitation waits.
staff-team-invite-until = until { $day }, { $time }
staff-team-invite-recover = coming back with a new key
staff-team-invite-nameless = Nameless
staff-team-invite-shell = made on the machine
staff-team-withdraw = Withdraw
staff-team-withdraw-named = Withdraw the invitation { $name }
staff-team-proposals = What takes two
staff-team-proposals-none = Nothing waits for a second person.
staff-team-linked = Agreements between inviter and invitee
staff-team-linked-why = In the last thirty days somebody answered the person through whom they came into the team, or the other way round, because nobody else could. Make sure that they are two people.
staff-team-linked-by = { $first } and { $second }, on { $day } at { $time }
staff-pair-permanent_restriction = A restriction without an end
staff-pair-open_beyond = Evidence beyond what was reported
staff-pair-rule_change = A change of the rules
staff-pair-key_recovery = A return without a key
staff-pair-closing = A closing of the square, or its reopening
staff-pair-appeal = An answer to an appeal
staff-team-proposal-recovery = { $name } lost their keys and would like to come back.
staff-team-proposal-by = Proposed by { $name } on { $day }; without an answer it lapses on { $until }.
staff-team-proposal-mine = You proposed it: somebody else must look.
staff-team-proposal-look = Look
staff-invited-title = An invitation to hand over
staff-invited-lede = This link is shown here and now, and never again. Hand it to { $name } in a safe way: in person, or by encrypted messages.
staff-invited-someone = the person
staff-invited-link = Invitation link
staff-invited-copy = Copy the link
staff-invited-copied = Link copied.
staff-invited-until = It opens once, until { $day }, { $time }.
staff-invited-back = Back to the team

# A proposal
staff-proposal-title = A request to look at
staff-proposal-what = What is asked
staff-proposal-recovery = Let { $name } (no. { $number }) back in: all their present keys stop opening anything, and you are shown a link that works once.
staff-proposal-check = Look for yourself before you read the opinion: reach this person in a way you knew already.
staff-proposal-opinion = What { $name } thinks
staff-proposal-answer = Your answer, for the record
staff-proposal-second = I agree
staff-proposal-reject = I do not agree
staff-proposal-withdraw = Withdraw the request
staff-proposal-looked = I have looked for myself
staff-proposal-rejected = The request is turned down. Nothing was changed.

# The log
staff-access-title = The log of looks
staff-access-lede = Who looked at what, when and why. Each line was written before anything was shown.
staff-access-alarms = Alarms
staff-access-alarms-none = No alarm waits.
staff-access-alarm-times = { $n ->
    [one] once
   *[other] { $n } times
}
staff-access-alarm-since = { $who } · { $times }, last on { $day } at { $time }
staff-access-alarm-own = An alarm about you is looked into by somebody else.
staff-access-alarm-words = What you found
staff-access-alarm-done = Looked into
staff-access-alarm-seen = Looked into by { $who } on { $day }: { $words }
staff-access-seen = Alarms that were looked into
staff-access-when = When
staff-access-who = Who
staff-access-what = What
staff-access-why = Why
staff-access-case = Case
staff-access-no-case = none
staff-access-none = Nobody has looked at anything.
staff-access-someone = somebody who left (number unknown)
staff-access-older = Older ones

# Roles, purposes, objects, alarms
staff-role-administrator = administrator
staff-role-lead = lead
staff-role-moderator = moderator
staff-role-child-safety = child safety
staff-role-legal = legal
staff-role-trainee = trainee
staff-role-auditor = auditor
staff-role-administrator-does = Keeps the team and the house. Decides no case by this role alone.
staff-role-lead-does = All that moderators do, cases about minors, quality, rules.
staff-role-moderator-does = Decides cases and appeals.
staff-role-child-safety-does = Sees and decides cases about minors.
staff-role-legal-does = Answers authorities.
staff-role-trainee-does = Practises on made-up cases. Goes with no other role.
staff-role-auditor-does = Reads what the team did, changes nothing. Goes with no other role.
staff-purpose-decide = decide a case
staff-purpose-appeal = decide an appeal
staff-purpose-second = answer a request that takes two
staff-purpose-safety = somebody is in danger
staff-purpose-order = an authority asks
staff-purpose-request = the person asks for what is theirs
staff-purpose-quality = blind second look
staff-purpose-security = the house’s own safety
staff-sight-report = report
staff-sight-message = message
staff-sight-context = messages around it
staff-sight-evidence = evidence
staff-sight-evidence_beyond = evidence beyond the reported window
staff-sight-visit = visit
staff-sight-statement = statement of reasons
staff-sight-appeal = appeal
staff-sight-contact = contact left with a report
staff-alarm-volume = Many looks within an hour
staff-alarm-off_hours = A look at night, off duty
staff-alarm-no_case = A look without a case
staff-alarm-cloned_key = A passkey seems to have been copied; it opens nothing any more
staff-alarm-shared_device = Two people of the team signed in from the same browser within a day

# What was not done
staff-fault-no-role = Choose at least one role.
staff-fault-role-alone = A trainee or an auditor bears no other role.
staff-warn-administrator = After that, nobody would administer the team. To do it all the same, tick the box and try again.
staff-warn-shuts = After that, the square would shut to the public: { $left } people would be left, and it takes two, one of them an administrator and one who decides. To do it all the same, tick the box and try again.
refuse-staff-right = Your roles do not allow this. Nothing was done.
refuse-staff-gone = That person is no longer on the team. Nothing was done.
refuse-staff-own-roles = Nobody changes their own roles. Ask another administrator.
refuse-staff-name = Say what your colleagues call you.
refuse-opinion = Say how you made sure: the second person will read it.
refuse-step-up = Touch your key once more first.
refuse-invite-unknown = There is no such invitation, or the link is not whole. Copy all of it, or ask for another.
refuse-invite-used = This invitation has been used, or withdrawn. Ask for another.
refuse-invite-expired = This invitation has expired. Ask for another.
refuse-invite-for-another = This invitation is for somebody else than the person signed in here: sign out first, or open it on that person’s device.
refuse-key-stale = This request has grown old, or was used already. Touch your key once more.
refuse-key-wrong = The key did not give an answer that the square can accept. It takes a PIN, a finger or a face, at the square’s usual address.
refuse-key-unknown = This key opens nothing here. It may have been removed.
refuse-key-known = This key is enrolled already. Take another one.
refuse-key-cloned = This key counted backwards: there may be a copy of it. It opens nothing any more, and the administrators have been told. Take another key, or ask to be let back.
refuse-key-last = This is your only key: add another one first.
refuse-alarm-own = An alarm about you is looked into by somebody else.
refuse-alarm-words = Say in a few words what you found.
refuse-alarm-seen = Somebody has looked into this alarm already.
refuse-pair-no-right = Your roles do not allow this answer.
refuse-pair-same-person = You proposed it: somebody else must answer.
refuse-pair-not-looked = Look at the request before you answer.
refuse-pair-same-pair = The two of you agreed several times in a row. This time somebody else must answer.
refuse-pair-linked = One of you two came into the team through the other. Somebody whom this does not concern must answer.
refuse-pair-not-open = This request waits for no answer any more: it was settled, withdrawn or has lapsed.
refuse-pair-about-oneself = This request is about you: others decide it.
refuse-pair-no-emergency = There is no emergency way for this: one person alone never does it.
refuse-pair-emergency-again = Somebody has protected in an emergency here before, and nobody has agreed yet. It cannot be renewed.
refuse-pair-already-open = The same request waits for a second person already.
refuse-pair-another-payload = This is not exactly what two people agreed to. Nothing was done.

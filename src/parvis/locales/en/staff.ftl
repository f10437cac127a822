# The team: coming in, passkeys, shifts, the two-person rule, the log of looks.

# Shut doors
staff-shut-title = A door for the team
staff-shut = This door is for the team.
staff-shut-role = This door is for other roles of the team than yours.
staff-shut-back = Back to the square
staff-shut-sign-in = I am on the team
staff-shut-mine = My team page

# Signing in

# What the page says while it talks to the key

# The invitation

# My page

# Touching the key once more

# The team

# A proposal

# The log

# Roles, purposes, objects, alarms

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
refuse-pair-not-open = This request waits for no answer any more: it was settled, withdrawn or has lapsed.
refuse-pair-about-oneself = This request is about you: others decide it.
refuse-pair-no-emergency = There is no emergency way for this: one person alone never does it.
refuse-pair-emergency-again = Somebody has protected in an emergency here before, and nobody has agreed yet. It cannot be renewed.
refuse-pair-already-open = The same request waits for a second person already.
refuse-pair-another-payload = This is not exactly what two people agreed to. Nothing was done.

# A sealed piece of evidence, seen from the desk: what is known of it, who agreed, how it leaves.

sealed-title = Sealed evidence
sealed-link = Sealed evidence of { $time }
sealed-captured = captured on { $time }
sealed-what = What lies further from what was reported. Nobody here can read it: only the key kept away from the server opens it.
sealed-digest = Fingerprint (SHA-256) of what was sealed:
sealed-held = Preserved at an authority’s request until { $until }.
sealed-held-open = Preserved at an authority’s request.
sealed-two-title = To take it out
sealed-two = It takes two. You say why; somebody else reads your request and answers.
sealed-why = Why it must be opened
sealed-ask = Ask a second person
sealed-own = You asked. Somebody else has to answer.
sealed-asked = Moderation no. { $number } asks to take it out.
sealed-look = Read the request
sealed-agreed = Moderation no. { $first } and Moderation no. { $second } agree. It may leave once, still sealed.
sealed-waiting = Sealed evidence to take out
sealed-purpose = Why it leaves
sealed-purpose-appeal = to decide an appeal
sealed-purpose-order = an authority asked, by law
sealed-purpose-safety = somebody is in danger
sealed-purpose-decide = to decide this case
sealed-take = Take the sealed evidence
sealed-then = Bring it to whoever keeps the key. There: parvis keys open, then compare the fingerprint. The ledger notes that it left.
refuse-sealed-gone = That evidence does not exist, is not sealed, or was destroyed.
refuse-sealed-not-agreed = A second person has to agree first.
refuse-sealed-not-one-of-two = It leaves with one of the two people who agreed.

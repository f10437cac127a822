# What gets printed: the entry cards and the poster.

# The entry card, 90 × 64 mm
paper-cards-title = Entry cards
paper-card-line = A square where adults talk, no account needed.
paper-card-once = This card opens once: scanned before { $link }, or typed before { $short }.
paper-card-kind = It only says that you are an adult.
paper-qr-card = QR code that opens the door with this card

# The poster, A4
paper-poster-title = Poster
paper-poster-line = A square where adults talk, no account needed.
paper-poster-lede = No name, no e-mail, no phone number: pick a nickname and you are in.
paper-poster-adults = For adults only
paper-poster-come = Come to a counter. Somebody checks that you are an adult: they look, and write nothing down.
paper-poster-card = They hand you a card from the pile.
paper-poster-enter = At home, scan the card and pick a nickname.
paper-poster-qr = All there is to know first
paper-qr-how = QR code that opens the page “How to get in”
paper-poster-counters = Where to get a card
paper-poster-no-counter = Counters are announced at { $address }
paper-poster-more = More counters: { $address }
paper-poster-evening = Next evening:
paper-poster-minors = Under 18? In France, call 3018: free and confidential.

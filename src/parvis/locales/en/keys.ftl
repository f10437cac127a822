# The sheet of the key ceremony: what is printed, signed and put away.

sheet-title = Sealing key
sheet-made = made on { $day }
sheet-what = This key opens what { $square } keeps sealed: what stands around a report, kept in case an appeal or a judge asks for it.
sheet-only = The server does not know it. Without it nobody reads that evidence, not even the team.
sheet-keeper-title = Who keeps it
sheet-keeper = { $name } keeps it on paper, locked away, far from the server and from the team’s office.
sheet-second = A second copy is entrusted to somebody else, in another place.
sheet-secret-title = The key, for nobody else’s eyes
sheet-public-title = Its public half, which the server knows
sheet-try-title = Try it now
sheet-try-how = On an offline machine with the program age, copy the key into key.txt and the block below into test.age, then run:
sheet-try-command = age -d -i key.txt test.age
sheet-try-text = Try it now: this file is itself a key for the program age. The last command below opens a sealed text.
sheet-try-read = It must say: { $phrase }
sheet-lost-title = Lost, or seen
sheet-lost = Lost: take the second copy, and change the key. With no copy left, what is sealed never opens again.
sheet-seen = Seen by somebody else: change the key the same day (parvis keys rotate). The old one still opens what was sealed before: keep it just as well.
sheet-after = Then print two copies, sign them, put them away, and delete the file.
sheet-line-keeper = Kept by:
sheet-line-place = Place:
sheet-line-witness = Witness:
sheet-line-date = Date and signature:
sheet-copy = Copy { $n }
sheet-qr = QR code of the secret key

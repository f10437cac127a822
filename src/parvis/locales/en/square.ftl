# The square itself: the open room, with and without JavaScript. " · " stands between a key and what it does.

square-rooms = Rooms
square-people = People
square-menu = Menu
square-close = Close
square-leave = Leave
square-back = Back
square-lobby = All rooms
square-kind-topic = By topic
square-kind-area = By region
square-lantern-lit = Team on duty
square-lantern-unlit = Nobody from the team right now
square-loading = One moment…

# A number of people, never exact; $here is 0, 1, 5, 10, 20, 50…
square-here = { $here ->
    [0] Nobody right now
    [1] A few people
   *[other] { $here } people or more
}
square-here-short = { $here ->
    [0] –
    [1] 1+
   *[other] { $here }+
}
square-unread = { $count ->
    [one] { $count } unread message
   *[other] { $count } unread messages
}
square-read-only-mark = read only
square-sensitive-mark = asks for consent

# Messages
square-feed = Messages in { $room }
square-quiet = Quiet here for now. A good evening is enough to begin.
square-earlier = Earlier messages
square-beginning = Nothing older is kept here.
square-today = Today
square-yesterday = Yesterday
square-fresh = New messages
square-below = { $count ->
    [one] { $count } new message
   *[other] { $count } new messages
}
square-latest = Back to the latest messages
square-mark-new = new
square-mark-staff = team
square-you = you
square-edited = edited
square-gone-author = Message removed by the person who wrote it.
square-gone-moderation = Message removed by the team.
square-gone-retention = Message erased: its time here is over.
square-quote-far = An earlier message
square-quote-gone = A message that is no longer here
square-in-reply = In reply to { $nick }

# What can be done with a message
square-actions = Actions for this message
square-reply = Reply
square-copy = Copy
square-copied = Text copied.
square-copy-failed = Your browser did not allow copying.
square-edit = Edit
square-delete = Delete
square-report = Report
square-report-person = Report { $nick }
square-delete-sure = Delete for everybody
square-cancel = Cancel

# Writing
square-write = Your message
square-write-in = Write in { $room }
square-send = Send
square-save = Save
square-replying = Reply to { $nick }
square-editing = You are editing your message
square-edit-offline = No network: the change has not been sent. Your text stays here.
square-left-chars = { $left ->
    [one] { $left } character left
   *[other] { $left } characters left
}
square-over-chars = { $over ->
    [one] { $over } character too many
   *[other] { $over } characters too many
}
square-read-only = This room can only be read for now.
square-typing-one = { $nick } is writing…
square-typing-two = { $nick } and { $other } are writing…
square-typing-many = Several people are writing…
square-cmd-unknown = “{ $word }” is not a command; nothing was sent. The commands are /me, /leave and /help. For a text that begins with a slash, double it: //.
square-cmd-me-empty = After /me, say what you are doing: /me watches the rain.

# What has not been sent yet
square-sending = Sending…
square-waiting = Will go when the network is back
square-checking = Being checked…
square-held = Waiting for someone from the team to read it
square-by-itself = It will go by itself in a moment.
square-stale = Written more than ten minutes ago, this message waits for your word before it goes.
square-retry = Retry
square-drop = Remove

# What the team has to say to you
square-told-measure = A measure that concerns you was taken.
square-told-left-out = A part of one of your messages was left out.
square-told-warning = The team gives you a warning.
square-told-reversal = A measure that concerned you no longer holds.
square-told-answer = The team has answered your complaint.
square-told-room = There is an answer about the room you proposed.
square-told-room-open = The room you proposed is open.
square-told-read = Read why, and answer
square-told-help = All help lines
square-told-check = Do the check
square-why = Ask for the reasons

# The line
square-reconnecting = Reconnecting… your text is safe.
square-offline = No network for now. Your text is safe.
square-try-now = Try again
square-back-online = Online again.
square-ended-left = The visit is over
square-ended-replaced = The square goes on in another tab
square-ended-restricted = Your visit ends here
square-ended-other = The line is closed
square-ended-door = Go to the door
square-ended-here = Continue here
square-ended-help = Help lines

# What a screen reader reads
square-heard = { $nick }: { $text }
square-heard-many = { $count ->
    [one] { $count } new message in { $room }
   *[other] { $count } new messages in { $room }
}
square-opened = Room { $room }

# People
square-people-alone = Nobody else here for now.
square-people-more = The list stops at 200 people.
square-band = aged { $band }
square-gender-woman = woman
square-gender-man = man
square-gender-non-binary = non-binary
square-gender-other = other
square-show-people = Show people
square-hide-people = Fold people away

# The menu
square-help-safety = Help lines
square-rules = Rules of the square
square-kept = What is kept about you
square-keys = Keyboard and commands
square-speak-on = Screen reader announcements: on
square-speak-off = Screen reader announcements: off
square-leave-how = “Leave” ends your visit and clears this page. Esc twice in a row does the same at once.

# Going to a room
square-jump = Go to a room
square-jump-field = Name of the room
square-jump-none = No room has that name.

# Keyboard and commands
square-keys-enter = Enter · send
square-keys-newline = Shift + Enter · new line
square-keys-up = ↑ · edit your last message
square-keys-escape = Esc · cancel, back to the text field
square-keys-escape-twice = Esc twice · leave at once
square-keys-rooms = Alt + ↑ or ↓ · previous or next room
square-keys-unread = Alt + Shift + ↑ or ↓ · unread room
square-keys-jump = Ctrl + K or / · go to a room
square-keys-region = F6 · move between the parts of the page
square-keys-arrows = ↑ or ↓ in the messages · move between them
square-keys-help = Ctrl + / · this help
square-cmds = Commands
square-cmds-me = /me · say what you are doing: /me watches the rain
square-cmds-leave = /leave · go out of this room
square-cmds-help = /help · this help

# Without JavaScript
square-nojs-again = Without JavaScript, this page reloads every 15 seconds.
square-nojs-pause = Write without the page reloading
square-nojs-resume = Reload the page every 15 seconds
square-nojs-refresh = Reload now

# What the team did to a room
square-room-close-room = The team has made this room read-only. The other rooms stay open.
square-room-open-room = This room is open again as usual.
square-room-slow-room = The team has slowed this room down: each visit writes one message at a time, then waits a little.
square-room-slow-room-by-rule = Too many messages at once: a program has slowed this room down for a while. Each visit writes one message, then waits a little.
square-room-premoderate = In this room the team reads the first messages of each visit for now, before they go.
square-room-shut-hours = It is time: this room closes. It can still be read.
square-room-shut-unattended = Nobody of the team is there any more: rooms can only be read until somebody is back.
square-evening-begins = The evening that was announced begins. Welcome.
square-opens-at = This room opens: { $day }, { $time }.
square-room-ended = This room has closed for good. The other rooms stay open.

# How open the square is
square-mode-normal = The square is open as usual.
square-mode-careful = Many people are arriving. A small calculation is asked at the door, and those who came in lately write more slowly.
square-mode-newcomers-read = Too many people are arriving at once. Those who came in lately only read; the others go on as usual.
square-mode-known-only = Too many people are arriving at once. Only those who have been here before come in; those who came in lately only read.
square-mode-read-only = The square is read only for a while. Nobody can write.

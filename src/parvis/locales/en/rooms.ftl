# Rooms that visitors propose: the page to propose one, what speaks against it, and the team's page.

lobby-propose = Propose a room
propose-title = Propose a room
propose-lede = { $n ->
    [one] Is a subject missing? Propose it. Somebody of the team reads every proposal and answers it with reasons. A room in which nobody speaks for a day closes by itself.
   *[other] Is a subject missing? Propose it. Somebody of the team reads every proposal and answers it with reasons. A room in which nobody speaks for { $n } days closes by itself.
}
propose-mine = Your proposals
propose-state-waiting = Waits for the team’s answer.
propose-state-approved = Open.
propose-state-declined = Will not open.
propose-state-withdrawn = You took it back.
propose-state-lapsed = Nobody could answer in time.
propose-state-closed = Closed by the team.
propose-state-empty = Closed: nobody spoke there any more.
propose-withdraw = Take my proposal back
propose-in-fr = In French
propose-in-en = In English
propose-optional = (if you wish)
propose-name = Name of the room
propose-name-hint = { $max } characters at most. Everybody will read it.
propose-topic = What is talked about there?
propose-topic-hint = One sentence, { $max } characters at most.
propose-next = The team will see which nickname proposed it; nobody else will. The answer will wait for you here and on the page of decisions.
propose-send = Propose it
propose-back = All rooms

# What speaks against it
refuse-proposal-shut = On this square there are only the team’s own rooms for now.
refuse-proposal-restricted = A measure concerns you at the moment. You can propose a room once it has ended.
refuse-proposal-stranger = Get to know people first: you can propose a room once a few of them have answered you here.
refuse-proposal-newcomer = { $minutes ->
    [one] Get to know the place a little first: you can propose a room in one minute.
   *[other] Get to know the place a little first: you can propose a room in { $minutes } minutes.
}
refuse-proposal-waits = One of your proposals waits for an answer already. You can take it back, or be patient.
refuse-proposal-own-limit = You have proposed a room today already. Come back tomorrow.
refuse-proposal-day-limit = Many rooms were proposed today, and the team must be able to read them. Come back tomorrow.
refuse-proposal-name = It takes a name, of { $max } characters at most.
refuse-proposal-topic = Say in one sentence, of { $max } characters at most, what is talked about there.
refuse-proposal-judged-name = This name does not suit a room: no number, no link, no price, nothing that addresses minors or hurts (rules 1 to 4). Choose another.
refuse-proposal-judged-topic = This sentence does not suit a room: it touches on what our rules do not allow. Put it differently.
refuse-proposal-unknown = This proposal is no longer there, or has had its answer.
refuse-proposal-decided = Somebody answered before you. This is where the proposals stand.
refuse-proposal-reasons = Write the reasons, in one language at least: whoever proposed it will read them.
refuse-proposal-long = These reasons are too long: { $max } characters at most.

# The team's page
desk-rooms-title = Proposed rooms
desk-rooms-lede = Every answer goes as a letter to whoever proposed it; a refusal or a closing can be contested, and then somebody else answers.
desk-rooms-waiting = { $count ->
    [0] Nothing waits
    [one] One proposal waits
   *[other] { $count } proposals wait
}
desk-rooms-none = No proposal is without an answer.
desk-rooms-by = Proposed by { $name }, { $time }
desk-rooms-approve = Open this room
desk-rooms-name-fr = Name in French, where it is missing
desk-rooms-name-en = Name in English, where it is missing
desk-rooms-topic-fr = Topic in French
desk-rooms-topic-en = Topic in English
desk-rooms-sensitive = Being there says something intimate (orientation, health, beliefs): ask for a consent at the entrance
desk-rooms-do-approve = Open
desk-rooms-decline = Do not open it
desk-rooms-do-decline = Answer no, with these reasons
desk-rooms-reasons-fr = Reasons, in French
desk-rooms-reasons-en = Reasons, in English
desk-rooms-rule = Rule at stake
desk-rooms-no-rule = None: it does not suit the square
desk-rooms-open = Rooms opened this way
desk-rooms-close = Close this room for good
desk-rooms-do-close = Close, with these reasons

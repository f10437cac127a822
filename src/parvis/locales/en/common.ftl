# What stands around every page.

common-skip = Skip to content
common-demo = Demonstration on this machine: the entry cards are made up.
common-lantern-lit = Team on duty
common-lantern-unlit = Nobody from the team right now
common-lang-fr = Français
common-lang-en = English
common-menu = Menu
common-foot = About this place
common-how = How to get in
common-rules = Rules
common-terms = Terms
common-privacy = Privacy
common-legal = Legal notice
common-help-lines = Help lines
common-decision = Contest
common-report = Report
common-source = Source code
common-leave = Leave
common-back-square = Back to the square
common-back-door = Back to the door
common-no-contact = Whoever runs this square has not said yet how to be reached.

# A number of people, never exact; $n is 0, 1, 5, 10, 20, 50…
common-crowd = { $n ->
    [0] Nobody right now
    [1] A few people
   *[other] { $n } people or more
}

# What a rule asks for before the next message
check-title = A check
check-lede = Before your next message, this has to be shown. Reading and reporting stay possible.
check-none = Nothing is asked of you. You can write.
check-back = Back to the square
check-age = Show once more that you are an adult
check-age-why = What you wrote made a program doubt. It is no reproach: a card from the counter is enough.
check-age-code = Code on the card
check-age-send = Show this code
check-work = A small calculation
check-work-why = It costs your device a few seconds, and a lot to whoever would send a thousand messages. Nothing about you is sent.
check-work-wait = Without JavaScript, wait { $n } seconds and then press: waiting stands in for the calculation.
check-work-working = Your device is calculating. The page will go on by itself.
check-work-send = Go on
check-kept = That this was asked of you is kept for seven days, and nothing else.

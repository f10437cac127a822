# What the texts that a decision may cite say, in a sentence each. Not the official text.

law-cp-227-22-1 = An adult making sexual proposals, by electronic means, to somebody under 15.
law-cp-227-23 = Showing, passing on, recording or seeking a pornographic image of a minor.
law-cp-227-24 = Letting minors see a violent, pornographic or dangerous message.
law-cp-222-17 = Threatening somebody with a crime or an offence against the person.
law-cp-132-77 = A heavier penalty where an offence is committed because of the victim’s sex, sexual orientation or gender identity.
law-cp-311-4 = Aggravated theft, such as by several people or with violence.
law-cp-223-13 = Urging another person to suicide.
law-cp-225-5 = Procuring: helping, exploiting or profiting from somebody else’s prostitution.
law-cp-225-12-1 = Asking for or obtaining sexual relations for pay.
law-cp-312-10 = Blackmail: obtaining something by threatening to reveal facts.
law-cp-226-2-1 = Spreading words or images of a sexual kind without consent.
law-cp-223-1-1 = Revealing somebody’s private life so as to expose them to danger.
law-cp-226-1 = Violating the privacy of somebody’s life, such as by spreading private words.
law-cp-421-2-5 = Inciting to terrorism or praising it in public.
law-cp-222-33-2-2 = Harassing somebody, also online and by several people.
law-cp-222-33 = Sexual harassment: repeatedly imposing remarks of a sexual kind.
law-cp-r624-3 = Non-public defamation aimed at what somebody is.
law-1881-24 = Inciting to hatred, discrimination or violence.
law-1881-33 = Public insult, in particular for what somebody is or loves.
law-cp-222-37 = Transporting, holding, offering, passing on or buying drugs.
law-csp-l3421-4 = Inciting to use or traffic drugs.
law-cp-313-1 = Fraud: deceiving somebody to obtain money or something else.
law-cp-226-4-1 = Taking on somebody else’s identity.

# Une décision et ses raisons (règlement (UE) 2022/2065, article 17), la réclamation (article 20), l’entrée fermée.

decision-title = Lire une décision et la contester
decision-lede = Chaque mesure de l’équipe est expliquée à la personne qu’elle touche. Avec le code reçu, vous lisez ici ce qui a été décidé, pourquoi, et vous pouvez répondre.
decision-code = Code de la décision
decision-code-hint = Six groupes de lettres et de chiffres. Les espaces et les tirets ne comptent pas. Le lien entier convient aussi.
decision-read = Lire
decision-unknown = Aucune décision ne s’ouvre avec ce code. Soit il contient une faute, soit les six mois pendant lesquels une décision se lit sont passés. Comparez-le signe par signe avec celui que vous avez gardé.
decision-yours = Ce qui vous est adressé
decision-yours-hint = Cet appareil ou son laissez-passer est reconnu : le code n’est pas à taper.
decision-open = Lire cette décision
decision-line = { $title }, { $at }
decision-new = pas encore lue
decision-no-code = Vous n’avez pas de code, et rien ne s’affiche ici ? Alors aucune décision ne vise cet appareil, ou vos cookies ont été effacés. Écrivez au contact indiqué dans les mentions légales, avec le pseudo et l’heure.

# La lettre
statement-moment = { $day } à { $time }
statement-for = À l’attention de « { $nickname } »
statement-title-measure = Une mesure vous concerne
statement-title-warning = Un avertissement
statement-title-refusal = Pourquoi votre message n’est pas parti
statement-title-left-out = Une partie de votre message a été retirée
statement-title-reversal = Quelque chose vous est rendu
statement-title-answer = La réponse à votre réclamation
statement-title-room = Le salon que vous aviez proposé
statement-title-room-open = Votre salon est ouvert
statement-lede-measure = Voici ce qui a été décidé, pour quelles raisons, et ce que vous pouvez faire.
statement-lede-warning = Rien ne vous est retiré. Voici ce que l’équipe vous demande, et pourquoi.
statement-lede-refusal = Vous avez demandé les raisons. Les voici, et ce que vous pouvez faire.
statement-lede-left-out = Un programme a laissé une partie de côté. Voici pour quelles raisons, et ce que vous pouvez faire.
statement-lede-room = Voici ce qu’il en est advenu, pour quelles raisons, et ce que vous pouvez faire.
statement-lede-room-open = Merci de l’avoir proposé. Voici ce qu’il faut en savoir.
letter-room-opened = Le salon « { $name } » est ouvert. Il suit les mêmes règles que les autres, l’équipe y veille comme ailleurs, et il se ferme de lui-même si personne n’y parle plus.
letter-room-declined = Le salon « { $name } » n’ouvrira pas.
letter-room-closed = Le salon « { $name } » est fermé pour de bon.
letter-room-empty = Le salon « { $name } » s’est fermé : personne n’y parlait plus. Ce n’est un reproche à personne ; vous pouvez le proposer de nouveau.
letter-room-lapsed = Personne de l’équipe n’a pu répondre à temps au sujet du salon « { $name } ». Vous pouvez le proposer de nouveau.
statement-lede-answer = Une autre personne a tout relu. Voici sa réponse.
statement-lede-reversal = Une mesure prise à votre égard ne tient plus. Voici laquelle.

statement-what = Ce qui a été décidé
statement-facts = Ce qui s’est passé
statement-answer = La réponse
statement-program = La part d’un programme
statement-ground = La règle ou la loi
statement-who = Qui a décidé
statement-redress = Si vous n’êtes pas d’accord

statement-measure-warn = Ceci est un avertissement. Votre visite continue comme avant. Si cela se répète, une mesure peut suivre.
statement-measure-remove = Votre message du { $at } a été retiré. À sa place, une ligne dit qu’il l’a été par l’équipe.
statement-measure-restore = Votre message du { $at } est de nouveau visible.
statement-measure-release = Votre message du { $at }, qui attendait une relecture, a été remis.
statement-measure-refuse = Votre message du { $at }, qui attendait une relecture, n’a pas été remis. Personne d’autre que l’équipe ne l’a lu.
statement-measure-refused-alone = Votre message du { $at } n’a pas été remis. Votre visite continue comme avant.
statement-measure-left-out = Une partie de votre message du { $at } a été remplacée par […] avant que d’autres puissent le lire. Votre visite continue comme avant.
statement-measure-lift = Une restriction prend fin maintenant, avant la date prévue.
statement-measure-mute = Vous pouvez lire, mais pas écrire, jusqu’au { $until }.
statement-measure-mute-open = Vous pouvez lire, mais pas écrire.
statement-measure-suspend = Vous ne pouvez pas entrer sur la place avant le { $until }.
statement-measure-suspend-open = Vous ne pouvez pas entrer sur la place.
statement-measure-ban = Vous ne pouvez plus entrer sur la place. Aucune date de retour n’est prévue ; deux personnes l’ont décidé ensemble.
statement-measure-limit-write-in-room = Vous ne pouvez pas écrire dans les salons avant le { $until }.
statement-measure-limit-write-in-room-open = Vous ne pouvez pas écrire dans les salons.
statement-measure-limit-write-in-room-one = Vous ne pouvez pas écrire dans le salon { $room } avant le { $until }. Les autres salons vous restent ouverts.
statement-measure-limit-write-in-room-one-open = Vous ne pouvez pas écrire dans le salon { $room }. Les autres salons vous restent ouverts.
statement-measure-limit-edit = Vous ne pouvez pas modifier vos messages avant le { $until }. Vous pouvez toujours les supprimer.
statement-measure-limit-edit-open = Vous ne pouvez pas modifier vos messages. Vous pouvez toujours les supprimer.
statement-measure-limit-report = Vos signalements ne sont pas pris avant le { $until }. Les numéros d’aide et la police restent là pour tout ce qui presse.
statement-measure-limit-report-open = Vos signalements ne sont pas pris. Les numéros d’aide et la police restent là pour tout ce qui presse.
statement-state-expired = Le délai est passé : cette mesure a pris fin.
statement-state-lifted = Cette mesure a été levée depuis.
statement-state-reversed = Cette mesure a été annulée depuis, après réexamen.
statement-tied = La mesure tient au laissez-passer d’âge et à cet appareil, jamais au réseau. Un autre pseudo n’y change rien.
statement-scope = La place est la même partout : la mesure vaut dans tous les pays.

statement-quoted = Vos mots, du { $at } :
statement-facts-refusal = Le programme qui lit chaque message avant sa remise l’a arrêté.
statement-facts-left-out = Le programme qui lit chaque message avant sa remise y a reconnu un passage que nos règles ne laissent pas paraître. Le reste n’a pas été touché.
statement-facts-waited = Les premiers messages étaient lus par une personne avant d’être publiés. Le vôtre a attendu, et personne ne l’a lu à temps.
statement-facts-lang = Ce passage n’existe que dans la langue où il a été écrit.
statement-source-source-article-16 = Quelqu’un l’a signalé. Qui signale n’est jamais nommé.
statement-source-source-trusted-flagger = Un signaleur de confiance, c’est-à-dire un organisme reconnu par la loi, l’a signalé.
statement-source-source-voluntary = Personne ne l’a signalé : la place l’a vu d’elle-même.
statement-source-source-type-other-notification = Cela nous a été signalé par une autre voie. Qui signale n’est jamais nommé.

statement-detection-yes = Un programme a repéré ce contenu.
statement-detection-no = Aucun programme n’a repéré ce contenu.
statement-automated-fully = La décision a été prise par un programme, sans personne. Vous pouvez demander qu’une personne la relise : c’est la réclamation, plus bas.
statement-automated-partially = Un programme a préparé la décision, une personne l’a prise.
statement-automated-not = La décision a été prise par une personne.

statement-illegal = L’équipe estime que c’est contraire à la loi : { $law }.
statement-rule = C’est contraire à la règle { $n } de la place : { $title }
statement-rule-also = Les règles de la place l’interdisent aussi, règle { $n } : { $title }
statement-terms = Conditions et règles en vigueur : version { $version }.

statement-who-person = Modération n° { $number }, pour l’équipe de la place.
statement-who-team = L’équipe de la place.
statement-who-program = Un programme, seul.

# Ce que vous pouvez faire
redress-appeal = Vous pouvez contester ici même, gratuitement, jusqu’au { $until }. Une autre personne que celle qui a décidé relira tout ; jamais un programme.
redress-late = Le délai de six mois pour contester ici est passé.
redress-bodies = Vous pouvez aussi, à tout moment, saisir un organe certifié de règlement extrajudiciaire (article 21 du règlement) :
redress-court = Et, toujours, un juge.
redress-keep = Gardez ce code : il rouvre cette page pendant six mois, même sans pouvoir entrer.
redress-code = Votre code
redress-file = Enregistrer cette lettre (texte)
redress-back = Revenir à la liste

# La réclamation
appeal-title = Contester
appeal-text = Ce que vous voulez faire savoir
appeal-text-hint = Avec vos mots, en français ou en anglais. Ce qui s’est passé selon vous, ce qui a été mal compris, ce que vous demandez. { $max } caractères au plus.
appeal-send = Envoyer ma réclamation
appeal-once = Une réclamation par décision. La réponse arrivera ici, au plus tard le { $due }.
appeal-lodged-title = Votre réclamation
appeal-lodged = Reçue le { $at }. Réponse au plus tard le { $due }, ici même. Une autre personne que celle qui a décidé la lit.
appeal-received = Reçue le { $at }.
appeal-answer-title = La réponse à votre réclamation
appeal-outcome-upheld = La décision est maintenue.
appeal-outcome-partly = La décision est revue en partie.
appeal-outcome-reversed = La décision est annulée, avec tout ce qui en dépendait.
appeal-left-out-back = La décision est annulée : votre message montre de nouveau tous ses mots, à toutes les personnes qui lisent le salon.
appeal-left-out-waits = La décision est annulée : votre message, qui attend encore d’être lu par l’équipe, a de nouveau tous ses mots.
appeal-left-out-gone = La décision est annulée. Les mots n’ont pas pu être remis : le message n’est plus conservé, a été retiré ou a été modifié depuis.
appeal-answered = Répondu le { $at }, par une autre personne que celle qui avait décidé.
appeal-after = Cette réponse termine l’examen sur la place.
refuse-appeal-empty = Il manque votre explication. Quelques mots suffisent.
refuse-appeal-long = Ce texte dépasse { $max } caractères. Raccourcissez-le : rien n’a encore été envoyé.
refuse-appeal-twice = Cette décision a déjà été contestée. La réponse arrivera sur cette page.
refuse-appeal-late = Les six mois pour contester sont passés. Un organe de règlement extrajudiciaire ou un juge reste possible.
refuse-appeal-unknown = Aucune décision ne s’ouvre avec ce code, ou ses six mois sont passés. Rien n’a été envoyé.
refuse-appeal-nothing = Cette lettre ne vous retire rien : il n’y a rien à contester.
refuse-appeal-undecided = Ce signalement attend encore sa réponse. Vous pourrez la contester quand elle sera là.
refuse-appeal-acted = Une mesure a suivi ce signalement : il n’y a rien à contester de ce côté.
refuse-appeal-same-person = Cette réclamation vise une décision que vous avez prise ou confirmée. Une autre personne doit y répondre.
refuse-appeal-decided = Cette réclamation a déjà reçu sa réponse.
refuse-appeal-gone = Cette réclamation n’existe pas, ou plus.
refuse-appeal-part = Pour changer une décision en partie, il faut dire quelles mesures prennent fin, et en laisser au moins une.
refuse-appeal-answer = Il manque la réponse, dans la langue de la personne qui conteste.
refuse-appeal-nobody = Seule une personne de l’équipe peut répondre à une réclamation.

# Demander les raisons d’un refus automatique
why-title = Messages qui ne sont pas partis
why-ask = Demander les raisons
why-lede = Un programme a arrêté ces messages. Pendant sept jours, vous pouvez demander pourquoi, puis contester.
why-at = Message du { $at }
refuse-why-gone = Ce message refusé n’est plus gardé : les raisons se demandent pendant sept jours, et par la même visite.


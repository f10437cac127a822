# La feuille de la cérémonie des clés : ce que l’on imprime, signe et range.

sheet-title = Clé de scellement
sheet-made = faite le { $day }
sheet-what = Cette clé ouvre ce que { $square } garde scellé : ce qui entoure un signalement, conservé au cas où un recours ou un juge le demande.
sheet-only = Le serveur ne la connaît pas. Sans elle, personne ne lit ces pièces, pas même l’équipe.
sheet-keeper-title = Qui la garde
sheet-keeper = { $name } la garde sur papier, sous clé, loin du serveur et du bureau de l’équipe.
sheet-second = Un second exemplaire est confié à une autre personne, dans un autre lieu.
sheet-secret-title = La clé, que personne d’autre ne doit voir
sheet-public-title = Sa moitié publique, que le serveur connaît
sheet-try-title = L’essai, à faire maintenant
sheet-try-how = Sur une machine hors ligne où le programme age est installé, recopiez la clé dans cle.txt et le bloc ci-dessous dans essai.age, puis lancez :
sheet-try-command = age -d -i cle.txt essai.age
sheet-try-text = L’essai, à faire maintenant : ce fichier est lui-même une clé pour le programme age. La dernière commande ci-dessous ouvre un texte scellé.
sheet-try-read = On doit lire : { $phrase }
sheet-lost-title = Perdue, ou vue
sheet-lost = Perdue : prenez le second exemplaire, et changez de clé. Sans exemplaire, ce qui est scellé ne s’ouvre plus jamais.
sheet-seen = Vue par quelqu’un d’autre : changez de clé le jour même (parvis keys rotate). L’ancienne ouvre encore ce qui a été scellé avant : rangez-la aussi bien.
sheet-after = Ensuite : imprimez deux exemplaires, signez-les, rangez-les, effacez le fichier.
sheet-line-keeper = Gardée par :
sheet-line-place = Lieu :
sheet-line-witness = Témoin :
sheet-line-date = Date et signature :
sheet-copy = Exemplaire { $n }
sheet-qr = QR de la clé secrète

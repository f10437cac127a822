# What programs are answered below /api, and the page that explains the interface.

api-closed = The square is not open. /api/how says what is missing, and how to get in.
api-no-pass = This door asks for an age pass. Redeem a card first: /age, or POST /api/age/voucher.
api-no-visit = This door asks for a visit. Fill in the entry card first: /, or POST /api/enter.
api-foreign = This call comes from another site, so nothing was done. Only the square’s own pages may act for a visitor.
api-not-json = This door takes nothing but JSON: the content type must be application/json.
api-body = This could not be read as the JSON object that the door takes. It is described at /docs.
api-field = The field { $field } is missing, or is not what the door takes. It is described at /docs.
api-no-staff = This door is for the team.
api-no-right = This door is for other roles of the team than yours.
api-no-touch = This is a grave act: touch your key once more first, on the page /staff/confirm.

docs-title = The interface, documented
docs-lede = Everything these pages do, a program may do too, by the same doors and under the same rules. The reference is in English.
docs-foot = For programs
docs-contents = On this page
docs-http = Doors for programs
docs-socket = The live connection
docs-doors = The doors
docs-statuses = What the statuses mean
docs-shapes = What is sent and answered
docs-frames = What frames are made of
docs-heard = What a client may say
docs-said = What the square says
docs-answered = Answered by
api-no-flagger = The token of a registered trusted flagger is missing, or no longer valid.

"""Notes that go with the kind of a session rather than with its topic, and rules of reaching somebody safely."""

FIRST = (
    "Erstes Gespräch. Erklärt, was wir tun und was nicht, Schweigepflicht, freiwillig und kostenfrei.",
    "Erstgespräch. {name} möchte zuerst nur wissen, was möglich ist. Nächster Termin vereinbart.",
    "Erster Termin. Erwartungen und Grenzen besprochen, Kontaktweg vereinbart.",
    "Kennenlernen. {name} erzählt, was gerade dringend ist. Wir beginnen klein.",
)
FIRST_ANONYMOUS = (
    "Erstes Gespräch, ohne Namen. Das bleibt so, solange {name} es möchte.",
    "Erstes Gespräch, anonym. Erklärt, was auch ohne Angaben geht.",
)
FIRST_AFTER_OUTREACH = (
    "Erstkontakt über die Tour, heute in Ruhe gesprochen. Visitenkarte mit den Zeiten mitgegeben.",
    "Kennt uns von der Tour. Erwartungen und Grenzen besprochen.",
)

REVIEW = (
    "Evaluationsgespräch. Erreicht: Konto und Postadresse. Ein Ziel angepasst, nächstes Gespräch in drei Monaten.",
    "Rückblick auf die letzten Monate: mehr gelungen als gedacht. Zwei Ziele bleiben, eines pausiert.",
    "Ziele durchgesehen. {name} möchte sich jetzt auf Deutsch konzentrieren, das andere darf warten.",
    "Evaluationsgespräch. {name} ist zufrieden mit dem Tempo. Neues Ziel: eigene Wohnung.",
    "Bilanz gezogen, Liste mit allem, was geschafft ist, mitgegeben. Nächster Rückblick am {date}.",
)

# Places of accompaniments and their codes; anything else is "sonstige".
ACCOMPANIED_TO = {
    "Bank": "bank",
    "Jobcenter": "jobcenter",
    "Krankenkasse": "krankenkasse",
    "Frauenarztpraxis": "arzt_klinik",
    "Hausarztpraxis": "arzt_klinik",
    "Ausländerbehörde": "auslaenderbehoerde",
    "Wohnungsbesichtigung": "wohnung",
    "Übergangswohnung": "wohnung",
    "VHS": "bildung",
    "Bildungsträger": "bildung",
    "Gärtnerei": "arbeitgeber",
    "Kita": "schule_kita",
}

# (place, topic, note)
ACCOMPANIMENTS = (
    ("Bank", "konto", "Begleitung zur Bank. {name} hat selbst gesprochen, Basiskonto ist beantragt."),
    ("Bank", "konto", "Konto eröffnet, die Karte kommt an die Postadresse."),
    ("Jobcenter", "leistungen", "Unterlagen abgegeben und Eingangsstempel bekommen. Wartezeit etwa vier Wochen."),
    ("Jobcenter", "leistungen", "Gespräch zur Eingliederung. Ton freundlich, Maßnahme wird geprüft."),
    ("Krankenkasse", "kv", "Aufnahme beantragt, Frage der Nachzahlung ist notiert und wird schriftlich geklärt."),
    ("Bürgeramt", "meldung_postadresse", "Anmeldung erledigt, {name} hat die Bescheinigung mitgenommen."),
    ("Frauenarztpraxis", "gyn_schwangerschaft", "Begleitung bis ins Wartezimmer, {name} wollte allein hinein."),
    ("Hausarztpraxis", "medizin", "Erster Termin in der neuen Praxis, Überweisung bekommen."),
    ("Ausländerbehörde", "aufenthalt", "Antrag abgegeben, Bescheinigung gilt bis zur Entscheidung."),
    (
        "Wohnungsbesichtigung",
        "wohnungssuche",
        "Wohnung angesehen, zwei Zimmer. Unterlagen abgegeben, Antwort bis {date}.",
    ),
    ("Übergangswohnung", "wohnen_akut", "Einzug begleitet, Schlüssel übergeben, Hausordnung gemeinsam gelesen."),
    ("VHS", "deutsch", "Einstufung an der VHS, {name} kann im nächsten Kurs anfangen."),
    ("Bildungsträger", "weiterbildung", "Infotermin, Räume angesehen. {name} hat zwei eigene Fragen gestellt."),
    ("Gärtnerei", "stellensuche", "Zum Probearbeiten mitgefahren, nach einer Stunde ging es ohne mich."),
    ("Schuldner*innenberatung", "schulden", "Erster Termin, Unterlagen vollständig. Nächster Schritt liegt dort."),
    ("Kita", "kinder_familie", "Kennenlernen in der Kita, Eingewöhnung ab {date}."),
)

# Where nothing fits the topics of the phase.
ACCOMPANIMENTS_ANY = (
    ("Konsulat", "dokumente", "Zum Konsulat begleitet, Antrag ist angenommen. Abholung in einigen Wochen."),
    ("Stadtbücherei", "freizeit_kontakte", "Ausweis für die Bücherei geholt, Bücher in einfacher Sprache gefunden."),
    ("Bürgeramt", "dokumente", "Beglaubigte Kopien geholt. {name} kannte den Weg schon."),
)

MESSAGES = (
    "Termin am {weekday} bestätigt.",
    "Kurz nachgefragt, ob der Brief angekommen ist. Ja, {name} bringt ihn mit.",
    "{name} fragt nach den Öffnungszeiten. Geantwortet.",
    "Adresse und Uhrzeit für {weekday} geschickt.",
    "{name} schreibt, dass alles gut ist. Meldet sich nächste Woche.",
    "Foto vom Bescheid bekommen, besprechen wir am {weekday}.",
    "An den Termin am {date} erinnert.",
    "{name} kommt etwas später, kein Problem.",
    "Frage zum Formular kurz beantwortet.",
    "",
)
LETTERS = (
    "Brief mit dem neuen Termin an die Postadresse geschickt.",
    "Formular per Post geschickt, Rückumschlag liegt bei.",
    "Kurzer Brief: Wir sind weiter da.",
)
DROP_IN = (
    "Kurz beim offenen Treff gesprochen, Post abgeholt.",
    "Im Treff: Formular zusammen ausgefüllt.",
    "{name} war zum Duschen und Waschen da, kurzes Gespräch über die nächste Woche.",
    "Kaffee, Kleiderkammer, eine Frage zum Brief vom Amt.",
)
OUTREACH = (
    "Am Arbeitsort getroffen, kurz gesprochen. Nichts Dringendes.",
    "Auf der Tour gesehen, Termin für {weekday} ausgemacht.",
    "Unterwegs getroffen. {name} hat gerade wenig Zeit und meldet sich.",
    "Vor Ort eine Frage zum Brief beantwortet, Flyer in der Erstsprache dagelassen.",
)
OUTREACH_PLACES = ("Am Kanal", "Speicherstadt", "Café am Hafen", "Hafenviertel", "Am Arbeitsort")

NOT_HELD = {
    "NOT_HELD": ("", "", "Neuer Termin vorgeschlagen.", "Textnachricht geschrieben, Termin bleibt offen."),
    "POSTPONED": ("Auf {weekday} verschoben.", "Auf nächste Woche verschoben, gleiche Uhrzeit.", ""),
    "CANCELLED_BY_CLIENT": (
        "{name} hat abgesagt, meldet sich wieder.",
        "Kann heute nicht. Neuer Termin am {date}.",
        "",
    ),
    "CANCELLED_BY_CENTRE": ("Krankheit im Team, neuen Termin angeboten.",),
}

NEXT = (
    "Nächster Termin am {weekday}.",
    "Bis dahin sammelt {name} die Briefe.",
    "Ich frage am {date} nach.",
    "{name} meldet sich, sobald Post da ist.",
    "Sprachmittlung für das nächste Mal ist angefragt.",
    "Kein Eilbedarf.",
)

CLOSING = {
    "ziele_erreicht": (
        "Abschlussgespräch. Arbeit läuft, Wohnung ist sicher. {name} weiß, dass die Tür offen bleibt.",
        "Letzter Termin. Blatt mit allem Erreichten und Adressen für später mitgegeben.",
    ),
    "einvernehmlich": (
        "Gemeinsam beschlossen, die Beratung zu beenden. {name} kann jederzeit wiederkommen.",
        "Abschluss. Das Wichtigste ist geregelt, der Rest geht ohne uns.",
    ),
    "weitervermittelt": ("Übergabe an die Fachberatungsstelle am neuen Wohnort, mit Entbindung. Gut angekommen.",),
    "wunsch_klient": ("{name} möchte im Moment keine Beratung mehr. Das ist in Ordnung, Kontakt bleibt möglich.",),
    "umzug": ("{name} zieht um. Adresse einer Beratungsstelle dort mitgegeben.",),
    "rueckkehr_herkunftsland": ("{name} fährt nach Hause. Adresse einer Beratungsstelle dort herausgesucht.",),
    "nicht_zustaendig": ("Anliegen passt besser zur Migrationsberatung, dort angemeldet und hinbegleitet.",),
}

# (reason of the correction, sentence that was missing)
CORRECTIONS = (
    ("Dauer korrigiert", ""),
    ("Nachtrag", "Nachtrag: {name} hat noch angerufen, die Unterlagen sind vollständig."),
    ("Thema ergänzt", ""),
    ("Nachtrag", "Nachtrag: Termin wurde bestätigt."),
    ("", "Die Bescheinigung liegt inzwischen vor."),
)

CONTACT_RULES = {
    "TEXT_MESSAGE": (
        "nur Textnachricht, keine Mailbox, kein Anruf",
        "Textnachricht werktags 10–14 Uhr, nichts über Beratung schreiben",
        "Textnachricht jederzeit, {name} ruft dann zurück",
    ),
    "MESSENGER": ("nur Messenger, nie anrufen", "Messenger, Nachrichten verschwinden nach einem Tag"),
    "CALL": ("Anruf vormittags, bei fremder Stimme auflegen", "Anruf nur mit unterdrückter Nummer, keine Mailbox"),
    "EMAIL": ("nur E-Mail, neutraler Betreff",),
    "POST": ("Brief ohne Absender an die Postadresse", "keine Briefe nach Hause"),
    "PERSON": ("über die Vertrauensperson, nur den Vornamen nennen",),
    "ONLINE": ("über das Profil, nur werktags",),
    "": ("meldet sich selbst", "kommt ohne Termin, keine Kontaktdaten", "nur persönlich, mittwochs im offenen Treff"),
}
TIMES = ("werktags 10–14 Uhr", "nachmittags ab 15 Uhr", "nicht vor 12 Uhr", "Mo bis Do", "", "", "")
WHO_MAY_HEAR = ("niemand sonst", "Schwester weiß Bescheid", "Mitbewohnerin darf es wissen", "", "", "")
PERSONS_OF_TRUST = ("Freundin, Vorname bekannt", "Mitbewohnerin", "Schwester")

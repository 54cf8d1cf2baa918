"""What counsellors of the demo centre write down, by topic: short, neutral, practical. All invented.

Slots: {name} the pseudonym, {amount} a sum in euros, {date} a day to come, {weekday} a day of the week.
"""

NOTES = {
    "existenz": (
        "Überblick über die Einnahmen der nächsten Wochen gemacht. Bis {date} reicht es, danach wird es knapp.",
        "Notfallhilfe besprochen: Lebensmittelausgabe und Kleiderkammer, Adressen aufgeschrieben.",
        "{name} möchte nachts weniger arbeiten. Gemeinsam gerechnet, was im Monat mindestens nötig ist.",
        "Essensgutscheine und eine Fahrkarte für diese Woche aus der Nothilfe.",
        "Was diesen Monat bezahlt werden muss, auf einem Blatt geordnet: Zimmer, Telefon, eine Rate.",
    ),
    "leistungen": (
        "Antrag beim Jobcenter durchgesehen, zwei Anlagen fehlen noch. {name} besorgt die Kontoauszüge.",
        "Bescheid gelesen und erklärt. Frist für einen Widerspruch läuft am {date} ab, {name} überlegt noch.",
        "Welche Leistungen überhaupt in Frage kommen, gemeinsam sortiert. Liste der Unterlagen mitgegeben.",
        "Das Jobcenter möchte eine Erklärung zum Lebensunterhalt. Entwurf geschrieben, {name} liest ihn in Ruhe.",
        "Weiterbewilligung: Formular ausgefüllt, Termin zur Abgabe am {date}.",
    ),
    "dokumente": (
        "Unterlagen sortiert und einen Ordner angelegt. Es fehlt die Geburtsurkunde, Antrag beim Konsulat besprochen.",
        "Neuer Pass: Termin beim Konsulat am {date}, Passfotos und {amount}\u00a0€ für die Gebühr sind da.",
        "Kopien von Ausweis und Meldebescheinigung gemacht, Originale bleiben bei {name}.",
    ),
    "konto": (
        "Basiskonto besprochen, das geht auch mit der Postadresse. {name} sucht sich die Bank selbst aus.",
        "Antrag auf ein Basiskonto ausgefüllt. Die Bank muss innerhalb von zehn Geschäftstagen antworten.",
        "Die Karte ist angekommen, Online-Banking gemeinsam eingerichtet.",
        "{name} möchte zuerst das Konto, alles andere danach.",
    ),
    "steuer_id": (
        "Steuer-ID: kommt nach der Anmeldung mit der Post. Brief bitte mitbringen, sobald er da ist.",
        "Steuer-ID noch einmal angefordert, dauert etwa vier Wochen.",
    ),
    "steuern": (
        "Brief vom Finanzamt gelesen. Es geht um die Erklärung vom letzten Jahr, Frist ist der {date}.",
        "Einnahmen und Ausgaben in eine einfache Liste übertragen. {name} führt sie ab jetzt selbst weiter.",
    ),
    "budget": (
        "Haushaltsplan angefangen: Miete, Essen, Telefon, Geld für die Familie. Übrig bleiben etwa {amount}\u00a0€.",
        "Haushaltsplan durchgesehen, der Handyvertrag ist zu teuer. Kündigung zum {date} geschrieben.",
        "{name} hat zum ersten Mal {amount}\u00a0€ zurückgelegt.",
    ),
    "schulden": (
        "Briefe geöffnet und sortiert, zusammen etwa {amount}\u00a0€. Schuldner*innenberatung vorgeschlagen.",
        "Ratenzahlung über {amount}\u00a0€ im Monat vereinbart, erste Rate am {date}.",
        "Mahnung betrifft einen alten Handyvertrag. Musterbrief verschickt.",
        "Termin bei der Schuldner*innenberatung Hafenhaus am {date}. {name} geht allein hin.",
    ),
    "wohnen_akut": (
        "Das Zimmer ist nur noch bis {date} sicher. Notunterkunft und Übergangswohnung erklärt.",
        "{name} schläft gerade bei Bekannten. Platz in der Übergangswohnung angefragt.",
        "Einzug in die Übergangswohnung besprochen: Regeln, Schlüssel, Besuch. Erste drei Monate fest.",
    ),
    "wohnungssuche": (
        "Drei Anzeigen herausgesucht, eine Besichtigung am {date}. Mappe mit Unterlagen ist fertig.",
        "Absage bekommen. {name} möchte weitersuchen, auch im Umland.",
        "Wohnberechtigungsschein beantragt, Einkommensnachweis liegt bei.",
        "Genossenschaft angeschrieben, Warteliste etwa ein Jahr. Parallel WG-Zimmer.",
    ),
    "mietvertrag": (
        "Mietvertrag gemeinsam gelesen, Kaution in drei Raten ist möglich.",
        "Nebenkostenabrechnung erklärt, Nachzahlung {amount}\u00a0€. Ratenzahlung angefragt.",
    ),
    "meldung_postadresse": (
        "Postadresse bei uns eingerichtet. Post wird gesammelt, {name} fragt mittwochs nach.",
        "Anmeldung: Die Bescheinigung der Vermietung fehlt noch. Wer sie ausstellen kann, klären wir bis {date}.",
        "Anmeldung hat geklappt, Bescheinigung kopiert.",
    ),
    "kv": (
        "Brief der Krankenkasse gelesen, es geht um eine Nachzahlung von {amount}\u00a0€. Antwort entworfen.",
        "Versicherungszeiten aus dem Herkunftsland: Nachweis angefordert, Bearbeitung dauert.",
        "Krankenversicherung beantragt, Mitgliedsbescheinigung soll bis {date} kommen.",
        "Noch nicht versichert. Anonyme Sprechstunde und Clearingstelle erklärt, Zettel mitgegeben.",
        "Gesundheitskarte ist da. {name} sucht eine Hausarztpraxis in der Nähe.",
    ),
    "medizin": (
        "Termin in der Hausarztpraxis am {date} gemacht, Sprachmittlung ist angefragt.",
        "Zahnarzt: Notdienst erklärt, offene Sprechstunde am {weekday}.",
        "Rezept abgeholt, Zuzahlung besprochen.",
    ),
    "gyn_schwangerschaft": (
        "Termin in der gynäkologischen Praxis am {date}, {name} möchte begleitet werden.",
        "Anonyme gynäkologische Sprechstunde im Gesundheitsamt erklärt, mittwochs ohne Termin.",
    ),
    "sti_safer_sex": (
        "Kostenlose und anonyme Untersuchung erklärt, Zeiten aufgeschrieben.",
        "Beratung im Gesundheitsamt besprochen, {name} kennt die Stelle schon.",
    ),
    "psyche": (
        "{name} schläft schlecht und hätte gern jemanden zum Reden. Adressen mitgegeben, kein Druck.",
        "Warteliste einer Praxis, Rückmeldung bis {date}. Bis dahin alle zwei Wochen Gespräch hier.",
        "Was im Moment gut tut, gesammelt: spazieren am Kanal, Musik, Anruf bei der Schwester.",
    ),
    "trauma": (
        "Wunsch nach einer spezialisierten Beratungsstelle. Erstgespräch dort am {date}. Einzelheiten bleiben dort.",
        "Heute nur kurz. {name} entscheidet, wann und mit wem gesprochen wird.",
    ),
    "sucht": (
        "Angebot der Suchthilfe erklärt: anonym, ohne Termin. {name} nimmt den Flyer mit.",
        "{name} möchte selbst bei der Suchthilfe anrufen und meldet sich danach.",
    ),
    "aufenthalt": (
        "Freizügigkeit und was sie für Leistungen bedeutet, in einfachen Worten erklärt.",
        "Termin in der Migrationsberatung am {date}. Fragen dafür gemeinsam aufgeschrieben.",
        "Verlängerung rechtzeitig beantragen: Erinnerung für {date} gesetzt.",
    ),
    "familiennachzug": (
        "{name} möchte das Kind nachholen. Voraussetzungen gesammelt, Migrationsberatung fragt nach.",
        "Liste der Unterlagen für den Nachzug angefangen, Übersetzungen kosten etwa {amount}\u00a0€.",
    ),
    "prostschg": (
        "Fragen zur Anmeldung beantwortet. Was freiwillig ist und was nicht, getrennt aufgeschrieben.",
        "Die Anmeldebescheinigung läuft am {date} ab. {name} möchte sie nicht verlängern.",
    ),
    "strafrecht_gewalt": (
        "Möglichkeiten der Rechtsberatung erklärt. Ob und wann, entscheidet {name}.",
        "Termin bei der Anwältin am {date} bestätigt. Inhalte bleiben dort.",
    ),
    "lebensfuehrung": (
        "Wochenplan gemacht: feste Zeiten zum Schlafen, Deutsch lernen, Einkaufen.",
        "Der neue Rhythmus ist anstrengend. Kleine Schritte vereinbart, erster freier Sonntag geplant.",
        "Busverbindungen und Monatskarte herausgesucht.",
    ),
    "kinder_familie": (
        "Kita-Platz: Anmeldung online gemacht, Rückmeldung bis {date}.",
        "Schulanmeldung besprochen, Termin im Sekretariat am {date}.",
        "Kindergeld: Antrag ausgefüllt, Geburtsurkunde wird übersetzt.",
        "{name} schickt jeden Monat Geld nach Hause. Wie viel geht, haben wir in den Haushaltsplan eingetragen.",
    ),
    "beziehung": (
        "{name} möchte eine eigene Wohnung. Was das für den gemeinsamen Mietvertrag bedeutet, geklärt.",
        "Gespräch über den Wunsch nach mehr Abstand. Nächste Schritte offen gelassen.",
    ),
    "diskriminierung": (
        "Unfreundliche Behandlung am Schalter. Beim nächsten Mal gehen wir zu zweit hin.",
        "Absage nach der Besichtigung ohne Grund. Antidiskriminierungsstelle als Möglichkeit genannt.",
    ),
    "freizeit_kontakte": (
        "{name} kommt am {weekday} zum offenen Treff, Kochgruppe wäre interessant.",
        "Nähwerkstatt ausprobiert, hat gefallen. Weitere Termine aufgeschrieben.",
        "Schwimmkurs gefunden, {amount}\u00a0€ für zehn Termine. Zuschuss angefragt.",
    ),
    "orientierung": (
        "Welche Arbeit könnte passen? {name} mag Pflanzen, Küche, alles mit den Händen. Nachtarbeit lieber nicht.",
        "Zwei Berufe näher angesehen, Video in der Erstsprache gezeigt. Praktikum wäre ein erster Schritt.",
        "Schnuppertag in einer Großküche am {date} vereinbart.",
        "{name} ist unsicher, ob jetzt der richtige Zeitpunkt ist. Das darf so bleiben, wir sprechen weiter.",
    ),
    "ressourcen": (
        "Stärken gesammelt: drei Sprachen, gut im Rechnen, ruhig am Telefon, zuverlässig.",
        "Früher im Herkunftsland gearbeitet: Bäckerei, Pflege der Großmutter, Verkauf. Alles aufgeschrieben.",
        "Was in den letzten Monaten gelungen ist, auf ein Blatt geschrieben. {name} hängt es zu Hause auf.",
    ),
    "anerkennung": (
        "Zeugnisse angesehen, Anerkennungsberatung am {date}. Übersetzung wird vorher gebraucht.",
        "Antwort der Anerkennungsstelle: teilweise gleichwertig. Was fehlt, erklärt die Beratung dort.",
    ),
    "deutsch": (
        "Kursplatz an der VHS: Warteliste, Einstufung am {date}.",
        "Bis zum Kurs: Sprachcafé am {weekday}, App auf dem Handy eingerichtet.",
        "Der Kurs läuft gut, {name} hat fast immer Zeit gefunden. Prüfung im nächsten Monat.",
        "Eigenes Deutschangebot am {weekday} vormittags, {name} ist angemeldet.",
    ),
    "weiterbildung": (
        "Infoveranstaltung beim Bildungsträger am {date}. Fragen vorbereitet: Dauer, Zeiten, Kinderbetreuung.",
        "Zusage für den Grundkurs Pflege, Beginn am {date}. Fahrtkosten noch klären.",
        "Halbzeit im Kurs. Rechnen fällt leicht, das Lesen der Unterlagen noch schwer. Lernhilfe vereinbart.",
    ),
    "bewerbung": (
        "Anschreiben fertig gemacht, zwei Bewerbungen verschickt.",
        "Vorstellungsgespräch am {date} geübt: Begrüßung, drei Sätze über sich, eine eigene Frage.",
        "Bewerbungsfoto gemacht. Fünf Bewerbungen verschickt, eine Einladung.",
    ),
    "lebenslauf_sexarbeit": (
        "Lebenslauf: Für die Jahre, über die {name} nicht sprechen möchte, eine ehrliche, kurze Formulierung gefunden.",
        "Lücken im Lebenslauf besprochen. {name} entscheidet, was darin steht.",
    ),
    "stellensuche": (
        "Stellenanzeigen durchgesehen: Hotelküche, Gärtnerei, Reinigung am Vormittag. Drei passen.",
        "Mit Einverständnis bei der Gärtnerei angerufen, Probearbeit ab {date} möglich.",
        "Probetag war gut, Antwort kommt bis {date}.",
    ),
    "arbeitsverhaeltnis": (
        "Arbeitsvertrag gemeinsam gelesen: Probezeit, Stunden, Kündigungsfrist. Fragen notiert.",
        "Erste Woche ist gut gelaufen. Früh aufstehen ist schwer, die Kolleg*innen sind nett.",
        "Lohnabrechnung erklärt, Steuerklasse stimmt. {name} ist zufrieden.",
        "Stunden wurden gekürzt. Gespräch mit der Leitung vorbereitet.",
    ),
    "selbststaendigkeit": (
        "Idee: Kosmetik in Teilzeit. Gründungsberatung am {date}, vorher Zahlen sammeln.",
        "Gewerbeanmeldung besprochen, was an Kosten und Steuern dazukommt.",
    ),
    "umstieg_allgemein": (
        "Was ein Umstieg heißen kann und was nicht, in Ruhe besprochen. {name} bestimmt das Tempo.",
        "{name} arbeitet zurzeit weiter und möchte nebenher etwas Neues aufbauen. Beides ist in Ordnung.",
        "Nach einer Pause wieder Kontakt. {name} möchte weitermachen, wo wir aufgehört haben.",
        "{name} arbeitet wieder einige Tage in der Sexarbeit. Wir bleiben in Kontakt, die Ziele gelten weiter.",
    ),
    "arbeit_in_sexarbeit": (
        "Fragen zu Mietkosten am Arbeitsort besprochen.",
        "{name} wechselt den Arbeitsort und bleibt unter der gleichen Nummer erreichbar.",
    ),
    "sicherheit": (
        "Abgesprochen, wie wir uns melden und was wir nicht schreiben.",
        "Absprache für Notfälle: wen anrufen, wo das Ersatzhandy liegt.",
    ),
    "rueckkehr_herkunftsland": (
        "{name} überlegt, für einige Monate nach Hause zu fahren. Was dann mit Konto und Versicherung ist, geklärt.",
        "Rückkehrberatung genannt, Fahrkarte würde etwa {amount}\u00a0€ kosten.",
    ),
}

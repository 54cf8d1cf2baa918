"""Names, numbers and words for the clients of the demo centre. Nobody behind them is real.

Telephone numbers come from the ranges that the Bundesnetzagentur keeps for films and books; e-mail ends at example.org.
"""


def _words(text):
    return tuple(text.split())


# Pseudonyms that clients chose themselves, by first language; "" fits any. Others get a neutral word of the product.
CHOSEN = {
    "ro": _words("Anca Bianca Carmina Dorina Iulia Lavinia Mirela Oana Raluca Sorina Viorica Zina"),
    "bg": _words("Bilka Desi Galja Iva Kalina Neli Rada Velina"),
    "de": _words("Alex Conny Jule Lotte Mika Nele Sascha Toni"),
    "es": _words("Alba Luz Marisol Paloma"),
    "hu": _words("Ildi Kati Zsuzsi Réka"),
    "pl": _words("Gosia Kasia Ola"),
    "th": _words("Mali Nok Ploy"),
    "uk": _words("Lesja Oksana"),
    "ru": _words("Inna Vera"),
    "tr": _words("Deniz Ela Su"),
    "": _words("Bo Charlie Fee Juno Lou Luna Mo Nova Pia Robin Sky Tessa"),
}

# First and last names of those who are kept with their name.
FIRST_NAMES = {
    "ro": _words("Ana-Maria Claudia Florentina Gabriela Loredana Monica Nicoleta Roxana"),
    "bg": _words("Boryana Daniela Emiliya Ivelina Petya Stanislava"),
    "de": _words("Anja Carola Franziska Melanie Sabrina Yvonne"),
    "es": _words("Beatriz Leticia Yolanda"),
    "hu": _words("Erzsébet Mónika Tímea"),
    "pl": _words("Agnieszka Beata Grażyna"),
    "th": _words("Kanya Suda"),
    "uk": _words("Halyna Switlana"),
    "ru": _words("Larissa Tamara"),
    "tr": _words("Gülay Nesrin"),
    "": _words("Diana Helena Maria Sonia"),
}
# Where a last name has a form for women, men get names of the last line.
FIRST_NAMES_MALE = {
    "ro": ["Cătălin", "Sorin"],
    "de": ["Jens", "Marco"],
    "": ["Daniel", "Luis", "Martin"],
}
LAST_NAMES = {
    "ro": _words("Bălan Cernat Drăgan Lupu Moldovan Pădurean Stoica Vasile"),
    "bg": _words("Angelova Koleva Marinova Stankova Todorova Vasileva"),
    "de": _words("Althoff Brandes Ehlers Kersting Möller Sievers"),
    "es": _words("Cordero Molina Serrano"),
    "hu": _words("Balogh Fekete Szalai"),
    "pl": _words("Borowska Sikora Zawada"),
    "th": _words("Chaisri Wongdee"),
    "uk": _words("Bondar Melnyk"),
    "ru": _words("Orlowa Sokolowa"),
    "tr": _words("Aksoy Yalçın"),
    "": _words("Costa Kovač Okafor Silva"),
}

# First languages spoken with a nationality, weighted.
FIRST_LANGUAGES = {
    "ro": {"ro": 17, "hu": 2, "rom": 2},
    "bg": {"bg": 5, "tr": 2, "rom": 1},
    "de": {"de": 9, "tr": 1},
    "es": {"es": 1},
    "hu": {"hu": 1},
    "pl": {"pl": 1},
    "th": {"th": 1},
    "ua": {"uk": 2, "ru": 1},
    "ru": {"ru": 1},
    "tr": {"tr": 1},
    "ng": {"en": 1},
    "br": {"pt": 1},
    "rs": {"sr": 1},
    "": {"ro": 2, "de": 2, "en": 1},
    "keine_angabe": {"de": 1, "en": 1},
}

MEDIATORS = {
    "ro": ["M. Dinu", "M. Dinu", "C. Albu"],
    "bg": ["P. Ilieva", "P. Ilieva", "R. Simeonov"],
    "hu": ["E. Varga"],
    "es": ["L. Ortega"],
    "pl": ["D. Wilk"],
    "th": ["S. Boonmee"],
    "uk": ["N. Hrytsenko"],
    "ru": ["O. Lang"],
    "tr": ["F. Kaya"],
    "rom": ["J. Stan"],
    "sr": ["V. Perić"],
    "pt": ["T. Ramos"],
    "en": ["A. Cole"],
}

PLACES = ("Ankerstadt Mitte", "Ankerstadt Nord", "Hafenviertel", "Speicherstadt", "Neuhaven", "Umland")
CODE_WORDS = _words(
    "Leuchtturm Regenschirm Kompass Fahrrad Teekanne Orange Brücke Laterne Koffer Segel Muschel Wolke Fenster Garten "
    "Mütze Postkarte Klavier Anker Eule Pinsel"
)
PRONOUNS = {"divers": ("Name statt Pronomen", "dey", "they"), "weiblich": ("sie",), "maennlich": ("er",)}

PHONE_NUMBERS = tuple(
    [f"0176 040690{number:02d}" for number in range(100)]
    + [f"0171 39200{number:02d}" for number in range(30, 100)]
    + ["0152 28817386"]
)
LANDLINES = tuple(f"030 23125{number}" for number in range(100, 1000))

"""Which topics of the code list `topic` a theme is about: so partners who can help with it are found."""

from .enums import Theme

#: The first one leads the list of partners; of the others a partner may help with too.
TOPICS_OF: dict[Theme, tuple[str, ...]] = {
    Theme.BENEFITS: ("leistungen", "existenz"),
    Theme.ACCOUNT: ("konto",),
    Theme.BUDGET: ("budget",),
    Theme.INCOME: ("existenz", "stellensuche"),
    Theme.DEBTS: ("schulden",),
    Theme.TAX_ID: ("steuer_id", "steuern"),
    Theme.PAPERS: ("dokumente",),
    Theme.SHELTER: ("wohnen_akut",),
    Theme.FLAT: ("wohnungssuche",),
    Theme.LEASE: ("mietvertrag",),
    Theme.REGISTERED_ADDRESS: ("meldung_postadresse",),
    Theme.POSTAL_ADDRESS: ("meldung_postadresse",),
    Theme.INSURANCE: ("kv",),
    Theme.PSYCHE: ("psyche",),
    Theme.TREATMENT: ("medizin", "gyn_schwangerschaft", "sti_safer_sex", "prep_pep"),
    Theme.ADDICTION: ("sucht",),
    Theme.RESIDENCE: ("aufenthalt",),
    Theme.FAMILY_REUNION: ("familiennachzug", "aufenthalt"),
    Theme.DAILY_LIFE: ("lebensfuehrung", "kinder_familie"),
    Theme.CONTACTS: ("freizeit_kontakte",),
    Theme.TRAUMA: ("trauma", "psyche"),
    Theme.GERMAN: ("deutsch",),
    Theme.COURSE: ("deutsch",),
    Theme.ORIENTATION: ("orientierung", "ressourcen"),
    Theme.TRAINING: ("weiterbildung", "anerkennung"),
    Theme.WORK: ("stellensuche", "bewerbung", "arbeitsverhaeltnis"),
    Theme.CHANGE: ("umstieg_allgemein",),
}

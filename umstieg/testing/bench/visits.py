"""What is measured: each page as somebody who works with it asks for it."""

from dataclasses import dataclass
from urllib.parse import quote

from umstieg.testing.pages import read_page

from .seeding import ALL_LEAD, COUNSELLOR, LEAD_OF_ONE, NEWCOMER
from .server import Answer, Browser


@dataclass(frozen=True)
class Visit:
    """One page: who asks for it, who asks for it with a single row, and where it is. `{case}` is filled in."""

    key: str
    label: str
    path: str
    who: str = COUNSELLOR
    who_with_one: str = NEWCOMER
    is_saving: bool = False
    with_one: str = ""  # another address that shows a single row
    names: str = "files"  # which ids `{case}` stands for
    every: int = 1  # asked for in every so many rounds: what is slow would take the time of all the others


def _admin(key, label, path):
    return Visit(key, label, f"/bench/{path}", ALL_LEAD, LEAD_OF_ONE, every=3)


FORM = "/faelle/{case}/beratung/neu/"
NEED = quote("Rumänisch, kostenlos, anonym")
ONE = "00001"  # the number in the name of one partner
VISITS = (
    Visit("bare", "bare view, signed in", "/bench/nichts/"),
    Visit("today", "Heute", "/"),
    Visit("mine", "list of one's own cases", "/faelle/"),
    Visit("all", "list of all one may see, last contact first", "/team/?sort=contact", ALL_LEAD, LEAD_OF_ONE),
    Visit("all_number", "the same, by number", "/team/?sort=number", ALL_LEAD, LEAD_OF_ONE),
    Visit("file", "file with 20 sessions", "/faelle/{case}/"),
    Visit("form", "form of a session", FORM),
    Visit("save", "session saved, with next step", FORM, is_saving=True),
    Visit("partners", "list of partners", "/netzwerk/", with_one=f"/netzwerk/?q={ONE}"),
    Visit("need", "partners found by need", f"/netzwerk/?q={NEED}", with_one=f"/netzwerk/?q={quote('Deutsch, ')}{ONE}"),
    Visit("partner", "page of a partner", "/netzwerk/{case}/", names="partners"),
    _admin("admin_list", "Django admin, list with the same columns", "admin/cases/case/"),
    _admin("admin_file", "Django admin, case with 20 sessions", "admin/cases/case/{case}/change/"),
    _admin("tuned_list", "the admin's list, tuned", "admin-tuned/cases/case/"),
    _admin("tuned_file", "the admin's case, tuned", "admin-tuned/cases/case/{case}/change/"),
)
BY_KEY = {visit.key: visit for visit in VISITS}


class Visitor:
    """Asks one server for the pages. `ids` names the cases: "files", "for_saving" and "one"."""

    def __init__(self, port: int, ids: dict):
        self.ids, self.turn = ids, 0
        self.browsers = {}
        for email in {visit.who for visit in VISITS} | {visit.who_with_one for visit in VISITS}:
            self.browsers[email] = Browser(port)
            self.browsers[email].sign_in(email)

    def visit(self, visit: Visit, *, with_one=False) -> Answer:
        """The answer; raises RuntimeError if it is not the page."""
        browser = self.browsers[visit.who_with_one if with_one else visit.who]
        self.turn += 1
        named = self.ids["for_saving" if visit.is_saving else visit.names]
        if with_one and visit.names == "files":
            named = [self.ids["one"]]
        path = (visit.with_one if with_one and visit.with_one else visit.path).format(
            case=named[self.turn % len(named)]
        )
        answer = self._save(browser, path, path.split("/")[2]) if visit.is_saving else browser.get(path)
        if answer.status != (302 if visit.is_saving else 200):
            raise RuntimeError(f"{visit.label}: {path} answered {answer.status} {answer.location}")
        return answer

    def _save(self, browser, path, case):
        form = next(one for one in read_page(browser.get(path).body, path).forms if "typed_key" in one.controls)
        typed = {"case": case, "mode": "telefon", "minutes": "30", "topics": ["konto", "budget"]}
        typed |= {"note": "Antrag durchgesehen, zwei Anlagen fehlen noch. " * 8}
        typed |= {"next_step": "Kontoauszüge ansehen", "next_when": "week"}
        if site := form.controls.get("site"):  # whoever has logged before finds it filled in
            typed["site"] = site.options[-1]
        return browser.post(form.action, form.data(**typed))

from umstieg.testing.make import make_case, make_session
def test_x(people, at):
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym":"Mara"})
    page = at(people.counsellor)
    page.goto(f"/faelle/{case.pk}/beratung/neu/")
    page.screenshot(path="/tmp/chrome_x.png")

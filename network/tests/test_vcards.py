"""People as vCards: the examples of the standards, files as phones and mail programs write them, and broken ones."""

import base64

import pytest
import vobject
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from network.exchange.vcards import CardError, read_cards, write_cards
from network.models import ContactPerson, Intake
from network.queries.cards import card_rows
from network.services.intake import give_up, keep_cards
from network.services.organisation import end_organisation
from umstieg.access.enums import Role
from umstieg.audit.models import AuditEvent
from umstieg.testing.make import make_contact_person, make_partner, make_user
from umstieg.testing.naughty import ATTACKS, SIGNS, TEXTS
from umstieg.testing.pages import read_page
from umstieg.testing.walker import Browser

RFC_2426 = """BEGIN:vCard
VERSION:3.0
FN:Frank Dawson
ORG:Lotus Development Corporation
ADR;TYPE=WORK,POSTAL,PARCEL:;;6544 Battleford Drive
 ;Raleigh;NC;27613-3502;U.S.A.
TEL;TYPE=VOICE,MSG,WORK:+1-919-676-9515
TEL;TYPE=FAX,WORK:+1-919-676-9564
EMAIL;TYPE=INTERNET,PREF:Frank_Dawson@Lotus.com
EMAIL;TYPE=INTERNET:fdawson@earthlink.net
URL:http://home.earthlink.net/~fdawson
END:vCard


BEGIN:vCard
VERSION:3.0
FN:Tim Howes
ORG:Netscape Communications Corp.
ADR;TYPE=WORK:;;501 E. Middlefield Rd.;Mountain View;
 CA; 94043;U.S.A.
TEL;TYPE=VOICE,MSG,WORK:+1-415-937-3419
TEL;TYPE=FAX,WORK:+1-415-528-4164
EMAIL;TYPE=INTERNET:howes@netscape.com
END:vCard
"""
RFC_6350 = """BEGIN:VCARD
VERSION:4.0
FN:Simon Perreault
N:Perreault;Simon;;;ing. jr,M.Sc.
BDAY:--0203
ANNIVERSARY:20090808T1430-0500
GENDER:M
LANG;PREF=1:fr
LANG;PREF=2:en
ORG;TYPE=work:Viagenie
ADR;TYPE=work:;Suite D2-630;2875 Laurier;
 Quebec;QC;G1V 2M2;Canada
TEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+1-418-656-9254;ext=102
TEL;VALUE=uri;TYPE="work,cell,voice,video,text":tel:+1-418-262-6501
EMAIL;TYPE=work:simon.perreault@viagenie.ca
GEO;TYPE=work:geo:46.772673,-71.282945
KEY;TYPE=work;VALUE=uri:
 http://www.viagenie.ca/simon.perreault/simon.asc
TZ:-0500
URL;TYPE=home:http://nomis80.org
END:VCARD
"""
URI = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\nTEL;VALUE=uri:tel:+1-555\r\nEMAIL:mailto:a@b.example\r\nEND:VCARD\r\n"
V21 = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=84rger;Elif;;Dr.\r\n"
    b"ORG;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:Schuldnerhilfe;B=FCro\r\n"
    b"TEL;WORK;PREF:040 123\r\nTEL;CELL:0170 5\r\nEMAIL;INTERNET:elif@example.org\r\n"
    b"NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Ruft=0D=0Azur=\r\n=C3=BCck, immer dienst=\r\nags\r\n"
    b"PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/4AAQSkZJRgABAQEA\r\n AQABAAD/2wBD\r\n\r\nEND:VCARD\r\n"
)
IOS = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 17.1//EN
N:Lorenz;Jana;;;
FN:Jana Lorenz
ORG:Hafenhilfe;Beratung
TITLE:Sozialarbeiterin
item1.EMAIL;type=INTERNET;type=pref:jana@example.org
item1.X-ABLabel:_$!<Work>!$_
TEL;type=CELL;type=VOICE;type=pref:+49 170 1234567
TEL;type=WORK;type=VOICE:040 99
NOTE:Montags da\\; danach\\, nie\\nNicht anrufen
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ
  SkZJRg
END:VCARD
"""
GOOGLE = """BEGIN:VCARD
VERSION:3.0
FN:Mehmet Öz
N:Öz;Mehmet;;;
EMAIL;TYPE=INTERNET;TYPE=WORK:m.oez@example.org
TEL;TYPE=WORK:+49 40 77
item1.ORG:Jobcenter
item1.TITLE:Teamleitung
CATEGORIES:myContacts
END:VCARD
"""
OUTLOOK = (
    b'BEGIN:VCARD\r\nVERSION:2.1\r\nX-MS-OL-DESIGN;CHARSET=utf-8:<card xmlns="http://x"/>\r\n'
    b"N;LANGUAGE=de:M\xfcller;Anna\r\nFN:Anna M\xfcller\r\nORG:Gesundheitsamt;Abteilung 3\r\nTITLE:\xc4rztin\r\n"
    b"TEL;WORK;VOICE:040 555\r\nADR;WORK;PREF:;;Am Kai 1;Hamburg;;20457;Deutschland\r\n"
    b"EMAIL;PREF;INTERNET:a.mueller@example.org\r\nREV:20261126T120000Z\r\nEND:VCARD\r\n"
)
AGENT = """BEGIN:VCARD
VERSION:3.0
FN:Chefin
AGENT:
BEGIN:VCARD
VERSION:3.0
FN:Vertretung
TEL:999
END:VCARD
TEL:1
END:VCARD
"""
NAMELESS = "BEGIN:VCARD\nVERSION:3.0\nTEL:1\nEND:VCARD\n"


def read(text):
    return read_cards(text if isinstance(text, bytes) else text.encode())


def reach(card):
    return card["name"], card["organisation"], card["phone"], card["email"]


def test_the_example_of_rfc_2426_is_read(db):
    first, second = read(RFC_2426)
    assert reach(first) == (
        "Frank Dawson",
        "Lotus Development Corporation",
        "+1-919-676-9515",
        "Frank_Dawson@Lotus.com",
    )
    assert first["note"] == "E-Mail: fdawson@earthlink.net"
    assert reach(second)[2:] == ("+1-415-937-3419", "howes@netscape.com")


def test_the_example_of_rfc_6350_is_read(db):
    (card,) = read(RFC_6350)
    assert reach(card) == ("Simon Perreault", "Viagenie", "+1-418-656-9254 102", "simon.perreault@viagenie.ca")
    assert card["languages"] == ["fr", "en"]
    assert card["note"] == "Telefon: +1-418-262-6501"
    assert reach(read(URI)[0]) == ("A", "", "+1-555", "a@b.example")


def test_quoted_printable_and_charsets_of_2_1_are_read(db):
    (card,) = read(V21)
    assert reach(card) == ("Dr. Elif Ärger", "Schuldnerhilfe", "040 123", "elif@example.org")
    assert card["function"] == "Büro"
    assert card["note"] == "Ruft\nzurück, immer dienstags\nTelefon: 0170 5"
    assert card["has_picture"]


def test_cards_of_phones_and_mail_programs_are_read(db):
    (ios,), (google,), (outlook,) = read(IOS), read(GOOGLE), read(OUTLOOK)
    assert reach(ios) == ("Jana Lorenz", "Hafenhilfe", "+49 170 1234567", "jana@example.org")
    assert ios["note"] == "Montags da; danach, nie\nNicht anrufen\nTelefon: 040 99"
    assert ios["has_picture"]
    assert reach(google) == ("Mehmet Öz", "Jobcenter", "+49 40 77", "m.oez@example.org")
    assert google["function"] == "Teamleitung"
    assert reach(outlook) == ("Anna Müller", "Gesundheitsamt", "040 555", "a.mueller@example.org")
    assert outlook["function"] == "Ärztin"


def test_folded_letters_other_line_ends_marks_and_encodings_are_read(db):
    folded = b"BEGIN:VCARD\r\nFN:Zo" + "ë".encode()[:1] + b"\r\n " + "ë".encode()[1:] + b"\r\nEND:VCARD"
    assert read(folded)[0]["name"] == "Zoë"
    for content in (
        b"\xef\xbb\xbf" + GOOGLE.encode(),
        GOOGLE.encode("utf-16"),
        GOOGLE.replace("\n", "\r").encode(),
        GOOGLE.encode("cp1252"),
        GOOGLE.lower().replace("begin:vcard", "Begin:vCard").encode(),
    ):
        assert read(content)[0]["name"].lower() == "mehmet öz"


def test_a_charset_that_no_program_writes_is_not_tried(db):
    """ "punycode" takes the square of a text's length."""
    card = b"BEGIN:VCARD\r\nFN;CHARSET=punycode:Mnchen-3ya\r\nEND:VCARD\r\n"
    assert read_cards(card)[0]["name"] == "Mnchen-3ya"


def test_a_card_inside_of_a_card_is_somebody_else(db):
    assert [reach(card) for card in read(AGENT)] == [("Chefin", "", "1", "")]


def test_a_colon_in_quotation_marks_belongs_to_the_parameter(db):
    assert read('BEGIN:VCARD\nFN;X="a:b;c":Ada\nEND:VCARD')[0]["name"] == "Ada"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nichts",
        b"\x00" * 1000,
        b"BEGIN:VCARD\nFN:A",
        b"END:VCARD",
        b"BEGIN:VCARD\nBEGIN:VCARD\nEND:VCARD",
        b"PK\x03\x04" + b"\xff" * 200,
        b"\xff\xfe\x00",
        b"BEGIN:VCARD\n" * 300,
        b"x" * (1024 * 1024 + 1),
        b"BEGIN:VCARD\nFN:A\nEND:VCARD\n" * 201,
    ],
)
def test_a_broken_file_has_a_message(db, content):
    with pytest.raises(CardError) as refused:
        read_cards(content)
    assert refused.value.message


def test_any_two_hundred_lines_of_noise_are_no_error_of_ours(db):
    for text in (*TEXTS, *SIGNS, *ATTACKS):
        noisy = f"BEGIN:VCARD\nFN;{text}:{text}\nN:{text};{text}\nTEL;PREF={text}:{text}\nLANG:{text}\nEND:VCARD\n"
        noisy = noisy.encode("utf-8", "replace")
        try:
            read_cards(noisy)
        except CardError:
            continue


# --- out -----------------------------------------------------------------------------------------------------


@pytest.fixture
def by(db):
    return make_user(Role.COUNSELLOR)


@pytest.fixture
def partner(by):
    return make_partner(name="Hafen, Hilfe; Büro", by=by)


def test_what_is_written_other_programs_read_and_we_do(by, partner):
    name = "Elif Ärger-Öz\\; x, y"
    person = make_contact_person(
        name=name,
        function="Leitung, Büro",
        phone="040 1",
        email="e@example.org",
        note="geheim",
        organisation=partner,
        by=by,
    )
    content = write_cards([person])
    assert b"geheim" not in content
    (card,) = vobject.readComponents(content.decode())
    assert (card.fn.value, card.tel.value, card.email.value) == (name, "040 1", "e@example.org")
    assert (card.version.value, card.org.value, card.title.value) == ("3.0", [partner.name], "Leitung, Büro")
    (read_back,) = read_cards(content)
    assert reach(read_back) == (name, partner.name, "040 1", "e@example.org")
    assert read_back["function"] == "Leitung, Büro"


def test_naughty_names_come_back_as_they_were(by):
    for text in (*TEXTS, *SIGNS, *ATTACKS):
        name = " ".join(text.encode("utf-8", "ignore").decode().replace("\x00", "").split())[:100]
        name = "".join(letter for letter in name if letter.isprintable())
        if not name.strip():
            continue
        person = ContactPerson(name=name, created_by=by)
        (card,) = read_cards(write_cards([person]))
        assert card["name"] == " ".join(name.split()), repr(name)


def test_a_person_and_all_of_a_partner_go_out_under_a_neutral_name_and_the_log_tells(by, partner):
    person = make_contact_person(name="Elif", organisation=partner, by=by)
    make_contact_person(name="Zoë", organisation=partner, by=by)
    outreach = Browser(make_user(Role.OUTREACH_WORKER))
    one = outreach.get(reverse("network:person_vcard", args=[person.pk]))
    everybody = outreach.get(reverse("network:partner_vcard", args=[partner.pk]))
    assert one["Content-Disposition"] == 'attachment; filename="kontakt.vcf"'
    assert everybody["Content-Disposition"] == 'attachment; filename="kontakte.vcf"'
    assert [card["name"] for card in read_cards(everybody.content)] == ["Elif", "Zoë"]
    events = AuditEvent.objects.filter(event="contact_people.exported").order_by("seq")
    assert [event.acts[0]["reason"] for event in events] == ["1", "2"]


# --- in ------------------------------------------------------------------------------------------------------


def upload(browser, content, address):
    return browser.post(
        address, {"file": SimpleUploadedFile("a.vcf", content if isinstance(content, bytes) else content.encode())}
    )


def decide(browser, answer, **changes):
    address = answer["Location"]
    form = read_page(browser.get(address).content, address).form(address)
    return browser.post(address, form.data(**changes))


def test_cards_become_contact_persons_of_the_partner_whose_page_it_was(by, partner):
    browser = Browser(by)
    answer = upload(browser, IOS + GOOGLE, reverse("network:partner_cards", args=[partner.pk]))
    page = browser.get(answer["Location"]).content.decode()
    assert "Jana Lorenz" in page
    assert "Bilder auf den Karten werden nicht übernommen" in page
    assert decide(browser, answer, cards=["1", "2"]).status_code == 302
    people = {person.name: person for person in partner.people.all()}
    assert people.keys() == {"Jana Lorenz", "Mehmet Öz"}
    assert (people["Jana Lorenz"].phone, people["Jana Lorenz"].kind) == ("+49 170 1234567", "OFFICIAL")
    event = AuditEvent.objects.get(event="contact_people.imported")
    assert event.acts[0]["reason"] == "2"
    intake = Intake.objects.get()
    assert (intake.content, intake.done_at is not None) == ({}, True)
    assert browser.get(answer["Location"]).status_code == 302


def test_a_card_that_names_a_partner_belongs_to_it_another_to_nobody(by):
    there = make_partner(name="HAFENHILFE", by=by)
    end_organisation(organisation=make_partner(name="Jobcenter", kind="jobcenter", by=by), by=by)
    browser = Browser(by)
    answer = upload(browser, IOS + GOOGLE, reverse("network:people_cards"))
    decide(browser, answer, cards=["1", "2"], kind="LANDLORD")
    people = {person.name: person for person in ContactPerson.objects.all()}
    assert people["Jana Lorenz"].organisation == there
    assert people["Mehmet Öz"].organisation is None
    assert people["Mehmet Öz"].note == "Organisation: Jobcenter"
    assert {person.kind for person in people.values()} == {"LANDLORD"}


def test_who_is_there_already_is_not_ticked_and_what_does_not_fit_cannot_be(by, partner):
    make_contact_person(name="jana lorenz", organisation=partner, by=by)
    long = IOS.replace("Jana Lorenz", "L" * 121).replace("N:Lorenz", "N:L")
    browser = Browser(by)
    answer = upload(browser, IOS + GOOGLE + NAMELESS + long, reverse("network:partner_cards", args=[partner.pk]))
    page = browser.get(answer["Location"]).content.decode()
    for said in ("Diesen Namen gibt es dort schon", "Auf der Karte steht kein Name.", "höchstens 120 Zeichen"):
        assert said in page
    form = read_page(page, answer["Location"]).form(answer["Location"])
    assert form.data()["cards"] == ["2"]
    assert decide(browser, answer, cards=["4"]).status_code == 200
    assert decide(browser, answer, cards=[]).status_code == 200
    assert partner.people.count() == 1


def test_a_broken_file_is_refused_at_its_field(by):
    browser, address = Browser(by), reverse("network:people_cards")
    for content in (b"nichts", b"BEGIN:VCARD\nFN:A", b"x" * (1024 * 1024 + 1), b""):
        answer = upload(browser, content, address)
        assert answer.status_code == 200
        assert read_page(answer.content, address).error_at("file")


def test_uploaded_cards_are_their_owners_alone(by):
    answer = upload(Browser(by), GOOGLE, reverse("network:people_cards"))
    other = Browser(make_user(Role.COUNSELLOR))
    assert other.get(answer["Location"]).status_code == 404
    intake = Intake.objects.get()
    assert other.post(reverse("network:cards_give_up", args=[intake.pk])).status_code == 404
    assert Browser(by).post(reverse("network:cards_give_up", args=[intake.pk])).status_code == 302
    assert not Intake.objects.exists()


def test_cards_that_wait_are_found_again_by_her_alone_until_she_has_decided(by):
    answer = upload(Browser(by), GOOGLE, reverse("network:people_cards"))
    places = [reverse("desk:network_waiting"), reverse("network:people")]
    leads_to = f'href="{answer["Location"]}"'
    for place in places:
        assert leads_to in Browser(by).get(place).content.decode()
        assert "Ihre Entscheidung" not in Browser(make_user(Role.COUNSELLOR)).get(place).content.decode()
    upload(Browser(by), IOS, reverse("network:people_cards"))
    heute, people = (Browser(by).get(place).content.decode() for place in places)
    assert "2 vCard-Dateien warten auf Ihre Entscheidung" in heute
    assert f'href="{reverse("network:people")}"' in heute
    assert all(str(intake.pk) in people for intake in Intake.objects.all())
    for intake in Intake.objects.all():
        give_up(intake=intake)
    assert not any("Ihre Entscheidung" in Browser(by).get(place).content.decode() for place in places)


def test_two_hundred_cards_are_looked_at_in_a_fixed_number_of_statements(by, django_assert_num_queries):
    content = "".join(GOOGLE.replace("Mehmet Öz", f"Person {number}") for number in range(200))
    for text in (GOOGLE, content):
        intake = keep_cards(cards=read(text), by=by)
        card_rows(intake)
        with django_assert_num_queries(2):
            assert len(card_rows(intake)) == text.count("END:VCARD")


def test_a_picture_of_half_a_megabyte_is_no_hindrance(db):
    picture = base64.b64encode(b"x" * 500_000).decode()
    lines = "\n ".join(picture[place : place + 74] for place in range(0, len(picture), 74))
    (card,) = read(f"BEGIN:VCARD\nFN:A\nPHOTO;ENCODING=b;TYPE=JPEG:{lines}\nEND:VCARD\n")
    assert (card["name"], card["has_picture"]) == ("A", True)

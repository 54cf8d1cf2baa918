"""People as vCards. Read tolerantly, as phones and mail programs write them: 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350).

What is kept of a card: name, organisation, function, phone, e-mail, languages, note. Further numbers and addresses go
into the note, so that nothing is lost; pictures are left out.
"""

import binascii
import quopri
import re

import vobject
from django.utils.translation import gettext as _

from umstieg.codelists.queries import keys_of
from umstieg.core.errors import DomainError
from umstieg.core.sheets import cleaned

BYTES = 1024 * 1024
CARDS = 200
PICTURES = {"PHOTO", "LOGO", "SOUND", "KEY"}
ENCODINGS = {"QUOTED-PRINTABLE": "QUOTED-PRINTABLE", "BASE64": "B", "B": "B", "8BIT": "", "7BIT": ""}
# Those that programs write. Python knows others, of which some take forever ("punycode").
CHARSET = re.compile(
    r"utf-?(8|16)|us-ascii|iso-?8859-\d{1,2}|(windows-|cp)125\d|koi8-[ru]|macintosh|gbk|gb18030|gb2312"
    r"|big5|shift_jis|euc-(jp|kr)|iso-2022-jp",
    re.IGNORECASE,
)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class CardError(DomainError):
    """The file cannot be read; the message repeats nothing of it."""


def read_cards(content: bytes) -> list[dict]:
    """{name, organisation, function, phone, email, languages, note, has_picture} of every card, in their order."""
    if len(content) > BYTES:
        raise CardError(_("The file is larger than %(number)s MB.") % {"number": BYTES // 1024**2})
    cards, inside, depth = [], None, 0
    for name, params, value in _lines(content):
        if name == "BEGIN" and value.strip().upper() == "VCARD":
            depth += 1
            if depth == 1:
                inside = []
                if len(cards) == CARDS:
                    raise too_many()
        elif name == "END" and value.strip().upper() == "VCARD":
            if not depth:
                raise broken()
            depth -= 1
            if not depth:
                cards.append(_card(inside))
        elif depth == 1:  # a card inside of a card (AGENT) is somebody else
            inside.append((name, params, value))
    if depth:
        raise broken()
    if not cards:
        raise CardError(_("The file holds no vCard. Please choose a file that ends in .vcf."))
    return cards


def too_many() -> CardError:
    return CardError(_("The file holds more than %(number)s cards. Please divide it.") % {"number": CARDS})


def broken() -> CardError:
    return CardError(_("The file is damaged: a card in it begins or ends nowhere."))


# --- lines -----------------------------------------------------------------------------------------


def _lines(content):
    """(name, parameters, value) of every line, unfolded and decoded; lines that are none are passed over."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", "replace").encode()
    raw = re.split(rb"\r\n|\r|\n", content.removeprefix(b"\xef\xbb\xbf"))
    place = 0
    while place < len(raw):
        pieces = [raw[place]]
        place += 1
        is_quoted = b"QUOTED-PRINTABLE" in pieces[0].partition(b":")[0].upper()
        while place < len(raw):
            if is_quoted and pieces[-1].endswith(b"="):
                pieces[-1] = pieces[-1][:-1]
                pieces.append(raw[place])
            elif raw[place][:1] in (b" ", b"\t"):
                pieces.append(raw[place][1:])
            else:
                break
            place += 1
        if parsed := _parsed(b"".join(pieces), is_quoted):
            yield parsed


def _parsed(line, is_quoted):
    at = _end_of_head(line)
    if at < 0:
        return None
    head, value = line[:at].decode("utf-8", "replace"), line[at + 1 :]
    name, *told = _split(head, ";", keep_quotes=True)
    params = {}
    for one in told:
        key, sign, said = one.partition("=")
        if not sign:  # 2.1: "TEL;WORK;QUOTED-PRINTABLE"
            key, said = ("ENCODING" if key.upper() in ENCODINGS else "TYPE"), key
        params.setdefault(key.strip().upper(), []).extend(each.strip('" ') for each in said.split(","))
    if is_quoted:
        value = quopri.decodestring(value)
    charset = params.get("CHARSET", ["utf-8"])[0]
    return name.rpartition(".")[2].strip().upper(), params, _decoded(value, charset)


def _end_of_head(line):
    """The colon that ends the head of a line; those in quotation marks are part of a parameter."""
    is_inside = False
    for place, sign in enumerate(line):
        if sign == ord('"'):
            is_inside = not is_inside
        elif sign == ord(":") and not is_inside:
            return place
    return -1


def _decoded(value, charset):
    for encoding in (charset if CHARSET.fullmatch(charset) else "utf-8", "utf-8", "cp1252"):
        try:
            return value.decode(encoding)
        except (UnicodeDecodeError, LookupError, binascii.Error, ValueError):
            continue
    return value.decode("latin-1")


def _split(text, sign, *, keep_quotes=False):
    """Parted at a sign that is neither escaped nor, in a head, in quotation marks."""
    parts, current, is_escaped, is_inside = [], [], False, False
    for letter in text:
        if letter == sign and not is_escaped and not is_inside:
            parts.append("".join(current))
            current = []
            continue
        is_inside ^= keep_quotes and letter == '"'
        is_escaped = letter == "\\" and not is_escaped and not keep_quotes
        current.append(letter)
    return [*parts, "".join(current)]


def _plain(text):
    """Without escapes: "\\n" is a line break, "\\," a comma."""
    return cleaned(ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text))


# --- a card ----------------------------------------------------------------------------------------


def _card(lines) -> dict:
    said = {}
    for name, params, value in lines:
        said.setdefault(name, []).append((params, value))
    organisation, unit = _organisation(said)
    function = [_one_line(value) for name in ("TITLE", "ROLE") for _params, value in said.get(name, ())]
    function += [unit] if not function else []
    phones, mails = _reach(said.get("TEL", ()), "tel:"), _reach(said.get("EMAIL", ()), "mailto:")
    name = next(filter(None, (_one_line(value) for _params, value in said.get("FN", ()))), "") or _name(said)
    notes = [_plain(value) for _params, value in said.get("NOTE", ())]
    notes += [_("Phone: %(value)s") % {"value": value} for value in phones[1:]]
    notes += [_("E-mail: %(value)s") % {"value": value} for value in mails[1:]]
    return {
        "name": name,
        "organisation": organisation,
        "function": ", ".join(dict.fromkeys(filter(None, function))),
        "phone": phones[0] if phones else "",
        "email": mails[0] if mails else "",
        "languages": _languages(said.get("LANG", ())),
        "note": "\n".join(filter(None, notes)),
        "has_picture": bool(PICTURES & said.keys()),
    }


def _one_line(value):
    return " ".join(_plain(value).split())


def _name(said):
    """From N (family; given; additional; prefixes; suffixes), else whatever may stand for a name."""
    for _params, value in said.get("N", ()):
        family, given, more, before, after = [*(_one_line(part) for part in _split(value, ";")), *[""] * 5][:5]
        if name := " ".join(filter(None, (before, given, more, family, after))):
            return name
    for other in ("NICKNAME", "ORG"):
        for _params, value in said.get(other, ()):
            if name := _one_line(_split(value, ";")[0]):
                return name
    return ""


def _organisation(said):
    for _params, value in said.get("ORG", ()):
        first, *units = [_one_line(part) for part in _split(value, ";")]
        return first, ", ".join(filter(None, units))
    return "", ""


def _reach(lines, scheme):
    """Numbers or addresses, those preferred first; what they are for stands behind a further one nowhere."""
    found = []
    for params, value in lines:
        text = _one_line(value)
        if text.lower().startswith(scheme):
            text = text[len(scheme) :]
        if scheme == "tel:":
            text = text.replace(";ext=", " ").partition(";")[0]
        types = {one.lower() for one in params.get("TYPE", ())}
        rank = min(_number(params.get("PREF", ["100"])[0]), 0 if "pref" in types else 100)
        if text and "fax" not in types:
            found.append((rank, text))
    return list(dict.fromkeys(text for _rank, text in sorted(found, key=lambda one: one[0])))


def _number(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 100


def _languages(lines):
    known = set(keys_of("language", known_only=True))
    told = [_one_line(value).lower().partition("-")[0] for _params, value in lines]
    return [key for key in dict.fromkeys(told) if key in known]


# --- writing ---------------------------------------------------------------------------------------


def write_cards(people) -> bytes:
    """Cards of version 3.0, which every phone reads. Our notes stay here: a card goes on to other devices."""
    return "".join(_written(person) for person in people).encode()


def _written(person):
    card = vobject.vCard()
    given, _blank, family = person.name.rpartition(" ")
    card.add("n").value = vobject.vcard.Name(family=family, given=given)
    card.add("fn").value = person.name
    if person.organisation is not None:
        card.add("org").value = [person.organisation.name]
    if person.function:
        card.add("title").value = person.function
    if person.phone:
        phone = card.add("tel")
        phone.value, phone.type_param = person.phone, "WORK"
    if person.email:
        email = card.add("email")
        email.value, email.type_param = person.email, "INTERNET"
    return card.serialize()

"""XML parts of documents, written anew while they are read: what a rule does not keep is not written.

Read event by event, so that a large document costs no memory, and with the prefixes it has: Word names some of them
inside attributes and refuses a document whose prefixes were renamed.
"""

from io import BytesIO
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.saxutils import XMLGenerator

from defusedxml.sax import make_parser

from .refusals import BOMB, Refused

DEEPEST = 500


class Rules(ContentHandler):
    """Copies XML. Subclasses say in `keep` which elements stay, with which attributes."""

    def __init__(self, written):
        super().__init__()
        self._out = XMLGenerator(written, "utf-8", short_empty_elements=True)
        self._scopes = [{"xml": "http://www.w3.org/XML/1998/namespace"}]
        self._left_out = 0
        self.path = []  # (namespace, name) of the open elements

    def keep(self, element: tuple[str, str], attributes: dict[tuple[str, str], str]):
        """The attributes to write, by (namespace, name); None leaves the element out with all it holds."""
        return attributes

    def keep_text(self, text: str) -> str:
        return text

    def closed(self, element: tuple[str, str]) -> None:
        """An element that was kept ends."""

    # --- what the parser says --------------------------------------------------------------------

    def startDocument(self):  # noqa: N802
        self._out.startDocument()

    def startElement(self, name, attrs):  # noqa: N802
        if self._left_out:
            self._left_out += 1
            return
        scope = self._scopes[-1]
        declared = {raw: value for raw, value in attrs.items() if raw == "xmlns" or raw.startswith("xmlns:")}
        if declared:
            scope = scope | {raw.partition(":")[2]: value for raw, value in declared.items()}
        element = self._named(name, scope, scope.get("", ""))
        raw_of = {self._named(raw, scope, ""): raw for raw, _value in attrs.items() if raw not in declared}
        kept = self.keep(element, {one: attrs[raw] for one, raw in raw_of.items()})
        if kept is None:
            self._left_out = 1
            return
        self._scopes.append(scope)
        self.path.append(element)
        if len(self.path) > DEEPEST:
            raise Refused(BOMB)
        self._out.startElement(name, declared | {raw_of[one]: value for one, value in kept.items()})

    def endElement(self, name):  # noqa: N802
        if self._left_out:
            self._left_out -= 1
            return
        self._scopes.pop()
        self.closed(self.path.pop())
        self._out.endElement(name)

    def characters(self, content):
        if not self._left_out and (text := self.keep_text(content)):
            self._out.characters(text)

    ignorableWhitespace = characters  # noqa: N815

    @staticmethod
    def _named(raw, scope, default):
        prefix, colon, local = raw.partition(":")
        return (scope.get(prefix, ""), local) if colon else (default, raw)


def rewritten(part: bytes, rules: type[Rules], *arguments) -> bytes:
    """A part as its rules leave it. A DTD, an entity or anything outside is refused by defusedxml."""
    written = BytesIO()
    parser = make_parser()
    parser.forbid_dtd = parser.forbid_entities = parser.forbid_external = True
    parser.setFeature(feature_namespaces, False)
    parser.setContentHandler(rules(written, *arguments))
    parser.parse(BytesIO(part))
    return written.getvalue()

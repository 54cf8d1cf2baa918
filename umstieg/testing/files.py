"""Files as honest people send them, and archives in which anything may be put. All are made by code."""

import zipfile
from functools import cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from umstieg.core.files.checking import CleanFile, checked

AUTHOR = "Erika Schreibkraft"
TEXT = "Die Vereinbarung gilt ab Mai."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def an_upload(name="Vereinbarung.pdf", content=None) -> SimpleUploadedFile:
    """What a browser sends."""
    return SimpleUploadedFile(name, a_pdf() if content is None else content)


class SentAgain(SimpleUploadedFile):
    """A file that a form is filled with once, and sent with many times."""

    def read(self, *size):
        self.seek(0)
        return self.file.read(*size)


def an_upload_sent_again() -> SimpleUploadedFile:
    return SentAgain("Vereinbarung.pdf", _a_plain_pdf())


@cache
def _a_plain_pdf():
    return a_pdf()


def a_clean_file(name="Vereinbarung.pdf", text=TEXT) -> CleanFile:
    """What a service is given."""
    return checked(name=name, content=a_pdf(text))


# --- pictures --------------------------------------------------------------------------------------


def a_picture(kind="JPEG", *, size=(60, 40), turned=False, mode="RGB", **more) -> bytes:
    """Left half red, right half blue; with place, device and author in its metadata."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    image = image.convert(mode)
    exif = Image.Exif()
    exif[0x013B], exif[0x0110] = AUTHOR, "Telefon 17"
    if turned:
        exif[0x0112] = 6  # to be shown a quarter turned
    exif.get_ifd(0x8825)[1] = "N"
    written = BytesIO()
    if kind == "PNG":
        told = PngImagePlugin.PngInfo()
        told.add_text("Author", AUTHOR)
        told.add_itxt("XML:com.adobe.xmp", f"<x>{AUTHOR}</x>")
        image.save(written, "PNG", pnginfo=told, exif=exif, **more)
    else:
        image.save(written, "JPEG", exif=exif, comment=AUTHOR, quality=95, **more)
    return written.getvalue()


# --- PDF -------------------------------------------------------------------------------------------


def a_pdf_writer(text=TEXT, pages=1) -> PdfWriter:
    """Pages with a line of text, and an author."""
    writer = PdfWriter()
    font = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
                NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
            }
        )
    )
    for number in range(pages):
        page = writer.add_blank_page(595, 842)
        drawn = DecodedStreamObject()
        drawn.set_data(f"BT /F1 12 Tf 72 {700 - number} Td ({text}) Tj ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(drawn)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
    writer.add_metadata({"/Author": AUTHOR, "/Title": "Entwurf"})
    return writer


def a_pdf(text=TEXT, pages=1, change=lambda writer: None) -> bytes:
    writer = a_pdf_writer(text, pages)
    change(writer)
    return written(writer)


def written(writer) -> bytes:
    content = BytesIO()
    writer.write(content)
    return content.getvalue()


# --- archives --------------------------------------------------------------------------------------


def an_archive(parts: dict) -> bytes:
    """A ZIP of the parts; bytes are packed, a pair (bytes, method) is packed by that method."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            part, method = part if isinstance(part, tuple) else (part, zipfile.ZIP_DEFLATED)
            archive.writestr(name, part, compress_type=method)
    return content.getvalue()


def parts_of(content: bytes) -> dict:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def relationships(*rows) -> str:
    """A relations part; each row is (id, last word of the type, target, is it outside)."""
    told = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if outside else ""}/>'
        for key, kind, target, outside in rows
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{told}</Relationships>'


def docx_parts(body="", *, relations=(), types="", main_type=MAIN_TYPE, **more) -> dict:
    """The parts of a Word document as Word lays them out, with an author in all places where it names one."""
    declared = (
        f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" mc:Ignorable="w14"'
    )
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="application/xml"/>'
        for name in ("docProps/core.xml", "docProps/app.xml", "word/settings.xml", "word/comments.xml")
    )
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>{overrides}{types}</Types>',
        "_rels/.rels": relationships(
            ("rId1", "officeDocument", "word/document.xml", False),
            ("rId2", "extended-properties", "docProps/app.xml", False),
            ("rId3", "core-properties", "docProps/core.xml", False),
        ),
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{AUTHOR}</dc:creator></cp:coreProperties>",
        "docProps/app.xml": f"{HEAD}<Properties><Manager>{AUTHOR}</Manager></Properties>",
        "word/document.xml": f'{HEAD}<w:document {declared}><w:body><w:p w:rsidR="00AB12CD" w14:paraId="1F00AA11">'
        f'<w:r><w:t xml:space="preserve">{TEXT} </w:t></w:r>'
        f'<w:ins w:id="1" w:author="{AUTHOR}" w:date="2026-03-04T10:11:12Z"><w:r><w:t>Ergänzt &amp; gut.</w:t></w:r></w:ins>'
        f"</w:p>{body}<w:sectPr/></w:body></w:document>",
        "word/comments.xml": f'{HEAD}<w:comments {declared}><w:comment w:id="0" w:author="{AUTHOR}" w:initials="ES">'
        "<w:p><w:r><w:t>Bitte prüfen</w:t></w:r></w:p></w:comment></w:comments>",
        "word/people.xml": f'{HEAD}<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        f'<w15:person w15:author="{AUTHOR}"/></w15:people>',
        "word/settings.xml": f'{HEAD}<w:settings {declared}><w:attachedTemplate r:id="rId1"/>'
        '<w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids></w:settings>',
        "word/_rels/settings.xml.rels": relationships(
            ("rId1", "attachedTemplate", "file:///C:/Users/erika/Vorlage.dotm", True)
        ),
        "word/_rels/document.xml.rels": relationships(
            ("rId1", "settings", "settings.xml", False),
            ("rId2", "comments", "comments.xml", False),
            ("rId3", "people", "people.xml", False),
            ("rId4", "hyperlink", "https://www.example.org/", True),
            *relations,
        ),
        **more,
    }


def a_docx(*arguments, **more) -> bytes:
    return an_archive(docx_parts(*arguments, **more))


def odt_parts(body="", *, settings="", **more) -> dict:
    """The parts of an OpenDocument text as LibreOffice lays them out."""
    spaces = " ".join(f'xmlns:{name}="{OASIS}:{name}:1.0"' for name in ("office", "text", "style", "meta", "script"))
    spaces += f' xmlns:draw="{OASIS}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:officeooo="http://openoffice.org/2009/office"'
    names = ("content.xml", "styles.xml", "meta.xml", "settings.xml", *more)
    listed = "".join(f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type=""/>' for name in names)
    return {
        "mimetype": (b"application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED),
        "content.xml": f"{HEAD}<office:document-content {spaces}><office:scripts/><office:automatic-styles>"
        '<style:style style:name="P1"><style:text-properties officeooo:rsid="000c1234"/></style:style>'
        f'</office:automatic-styles><office:body><office:text><text:p text:style-name="P1">{TEXT}</text:p>'
        f"<text:p><office:annotation><dc:creator>{AUTHOR}</dc:creator><meta:creator-initials>ES</meta:creator-initials>"
        "<text:p>Bitte prüfen</text:p></office:annotation>"
        '<text:a xlink:href="https://www.example.org/">Netz</text:a></text:p>'
        f"{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"{HEAD}<office:document-styles {spaces}/>",
        "meta.xml": f"{HEAD}<office:document-meta {spaces}><office:meta><dc:creator>{AUTHOR}</dc:creator></office:meta>"
        "</office:document-meta>",
        "settings.xml": f"{HEAD}<office:document-settings {spaces}>{settings}</office:document-settings>",
        "Thumbnails/thumbnail.png": a_picture("PNG"),
        "META-INF/manifest.xml": f'{HEAD}<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0">{listed}'
        "</manifest:manifest>",
        **more,
    }


def an_odt(*arguments, **more) -> bytes:
    return an_archive(odt_parts(*arguments, **more))

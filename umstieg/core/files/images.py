"""Pictures, drawn anew: what was in the file beside the picture (place, device, hidden data) is not drawn."""

import re
from io import BytesIO

from PIL import Image, ImageOps

from .refusals import DAMAGED, TOO_MANY_PIXELS, Refused

MOST_PIXELS = 51_000_000  # a phone of 50 megapixels
QUALITIES = (90, 80, 70)
LARGEST = 10 * 1024 * 1024  # bytes: where a better quality would be larger, the next is tried
PLAIN = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "LA", "RGB", "RGBA")}
FORMATS = ("JPEG", "PNG")
# What decoding a JPEG needs: frames and tables. Of the segments of programs those that say how its colours are meant,
# by the word they begin with and the bytes that they have at most.
END, SCAN = 0xD9, 0xDA
DECODED_BY = {*range(0xC0, 0xD0), SCAN, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF} - {0xC8}
COLOURS = {0xE0: (b"JFIF\0", 14), 0xE2: (b"ICC_PROFILE\0", 0xFFFF), 0xEE: (b"Adobe", 12)}
MARKER = re.compile(rb"\xff+([^\x00\xff])")  # any number of FF may stand before
AFTER_A_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


def cleaned(content: bytes) -> bytes:
    """The picture alone, upright, in the format it had. Of an animation its first picture."""
    with Image.open(BytesIO(content), formats=FORMATS) as opened:
        kind = "PNG" if opened.format == "PNG" else "JPEG"  # an MPO of a phone is a JPEG with more behind it
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused(TOO_MANY_PIXELS)
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    if "transparency" in upright.info:
        upright = upright.convert("RGBA")
    if upright.mode.startswith("I"):
        upright = upright.point(lambda value: value / 256).convert("L")
    elif upright.mode not in PLAIN[kind]:
        upright = upright.convert("RGBA" if kind == "PNG" and "A" in upright.getbands() else "RGB")
    alone = Image.frombytes(upright.mode, upright.size, upright.tobytes())  # with nothing in its info
    return _as_png(alone) if kind == "PNG" else _as_jpeg(alone)


def must_open(content: bytes) -> None:
    with Image.open(BytesIO(content), formats=FORMATS) as opened:
        opened.load()


def without_segments(jpeg: bytes) -> bytes:
    """A JPEG inside a PDF without its EXIF, XMP and comments, its picture untouched; raises Refused.

    Nothing else is kept between its segments, its scans, or behind it.
    """
    if not jpeg.startswith(b"\xff\xd8"):
        raise Refused(DAMAGED)
    kept, at = [jpeg[:2]], 2
    while at < len(jpeg):
        found = MARKER.match(jpeg, at)
        if not found:
            raise Refused(DAMAGED)
        marker, begin = found[1][0], found.end()
        if marker == END:
            kept.append(b"\xff\xd9")
            break
        at = begin + int.from_bytes(jpeg[begin : begin + 2], "big")
        if not begin + 2 <= at <= len(jpeg):
            raise Refused(DAMAGED)
        if marker == SCAN:
            behind = AFTER_A_SCAN.search(jpeg, at)
            at = behind.start() if behind else len(jpeg)
        if marker in DECODED_BY or _tells_colours(marker, jpeg[begin + 2 : at]):
            kept += [b"\xff", found[1], jpeg[begin:at]]
    return b"".join(kept)


def _tells_colours(marker, told):
    word, most = COLOURS.get(marker, (b"", -1))
    return told.startswith(word) and len(told) <= most


def _as_png(image):
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def _as_jpeg(image):
    for quality in QUALITIES:
        written = BytesIO()
        image.save(written, "JPEG", quality=quality)
        if written.tell() <= LARGEST:
            break
    return written.getvalue()

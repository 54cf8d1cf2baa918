"""Pictures, drawn anew: what was in the file beside the picture (place, device, hidden data) is not drawn."""

from io import BytesIO

from PIL import Image, ImageOps

from .refusals import TOO_MANY_PIXELS, Refused

MOST_PIXELS = 51_000_000  # a phone of 50 megapixels
QUALITIES = (90, 80, 70)
LARGEST = 10 * 1024 * 1024  # bytes: where a better quality would be larger, the next is tried
PLAIN = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "LA", "RGB", "RGBA")}
FORMATS = ("JPEG", "PNG")


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
    """A JPEG inside a PDF without its EXIF, XMP and comments, its picture untouched.

    Kept are what decoding needs: JFIF (APP0), colour profile (APP2), Adobe's colour transform (APP14).
    """
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        marker, end = jpeg[at + 1], at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in (0xE0, 0xE2, 0xEE):
            kept.append(jpeg[at:end])
        at = end
    return b"".join([*kept, jpeg[at:]])


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

"""Of a picture nothing is kept but the picture."""

from io import BytesIO

import pytest
from PIL import Image

from umstieg.core.files import images, refusals
from umstieg.core.files.checking import checked
from umstieg.core.tests.test_checked_files import why_refused
from umstieg.testing.files import AUTHOR, a_picture, an_archive


def kept(name, content):
    return checked(name=name, content=content).content


def opened(content):
    return Image.open(BytesIO(content))


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG")])
def test_place_device_author_and_comments_are_gone(name, kind):
    content = a_picture(kind)
    assert opened(content).getexif()
    assert AUTHOR.encode() in content
    after = opened(kept(name, content))
    assert not after.getexif()
    assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert AUTHOR.encode() not in kept(name, content)


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG")])
def test_the_picture_is_the_same(name, kind):
    after = opened(kept(name, a_picture(kind))).convert("RGB")
    assert after.size == (60, 40)
    left, right = after.getpixel((5, 20)), after.getpixel((55, 20))
    assert left[0] > 200 > 60 > left[2]
    assert right[2] > 200 > 60 > right[0]


def test_a_picture_that_was_turned_in_its_metadata_stands_upright():
    after = opened(kept("a.jpg", a_picture(turned=True)))
    assert after.size == (40, 60)
    assert after.getpixel((20, 5))[0] > 200, "what was on the left is on top"


# --- inside a PDF ----------------------------------------------------------------------------------


TOLD = AUTHOR.encode()


def segment(marker, told=TOLD):
    return b"\xff" + bytes([marker]) + (len(told) + 2).to_bytes(2, "big") + told


@pytest.mark.parametrize(
    "put",
    [
        lambda jpeg, told: jpeg[:2] + b"\xff\xff" + told + jpeg[2:],
        lambda jpeg, told: jpeg[:-2] + told + jpeg[-2:],
        lambda jpeg, told: jpeg + told,
    ],
    ids=["after fill bytes", "behind a scan", "behind the picture"],
)
@pytest.mark.parametrize("marker", [0xE0, 0xE1, 0xE2, 0xE3, 0xED, 0xEE, 0xEF, 0xFE, 0xF0])
def test_nothing_of_a_program_stays_wherever_it_stands_in_a_jpeg(put, marker):
    told = put(a_picture(), segment(marker))
    alone = images.without_segments(told)
    assert AUTHOR.encode() not in alone
    assert opened(alone).tobytes() == opened(a_picture()).tobytes()


def test_how_the_colours_are_meant_stays():
    profile = segment(0xE2, b"ICC_PROFILE\0\1\1colours")
    jpeg = a_picture()
    assert profile in images.without_segments(jpeg[:2] + profile + jpeg[2:])
    cmyk = a_picture(mode="CMYK")
    assert b"Adobe" in images.without_segments(cmyk)
    assert opened(images.without_segments(cmyk)).tobytes() == opened(cmyk).tobytes()


@pytest.mark.parametrize("more", [{"progressive": True}, {"restart_marker_rows": 1}, {"optimize": True}])
def test_every_kind_of_scan_stays_byte_by_byte(more):
    content = BytesIO()
    Image.effect_noise((200, 100), 90).save(content, "JPEG", quality=95, **more)
    assert images.without_segments(content.getvalue()) == content.getvalue()


@pytest.mark.parametrize(
    "jpeg",
    [
        b"",
        b"no jpeg",
        b" " + a_picture(),
        b"\xff\xd8 " + a_picture()[2:],
        b"\xff\xd8\xff\xe1\xff\xff",
        b"\xff\xd8\xff\xe1\0\1",
    ],
)
def test_a_jpeg_in_a_pdf_that_cannot_be_read_is_refused(jpeg):
    with pytest.raises(refusals.Refused):
        images.without_segments(jpeg)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16", "CMYK"])
def test_every_kind_of_colours_passes(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new(mode, (20, 10))
    content = BytesIO()
    image.save(content, kind)
    assert opened(kept("a.jpg" if kind == "JPEG" else "a.png", content.getvalue())).size == (20, 10)


def test_what_is_transparent_stays_so():
    image = Image.new("P", (20, 10))
    content = BytesIO()
    image.save(content, "PNG", transparency=0)
    assert opened(kept("a.png", content.getvalue())).getpixel((0, 0))[3] == 0


def test_of_several_pictures_in_one_the_first_is_kept():
    content = BytesIO()
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "blue")]
    frames[0].save(content, "PNG", save_all=True, append_images=frames[1:])
    assert b"acTL" in content.getvalue()
    assert b"acTL" not in kept("a.png", content.getvalue())


@pytest.mark.parametrize("extra", [b"<script>alert(1)</script>", b"MZ" * 40, a_picture()])
@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG")])
def test_what_was_put_behind_a_picture_is_left_behind(name, kind, extra):
    assert extra not in kept(name, a_picture(kind) + extra)


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG")])
def test_a_picture_that_is_an_archive_too_is_refused(name, kind):
    assert why_refused(name, a_picture(kind) + an_archive({"a.exe": "MZ"})) == refusals.ADDED


def test_a_picture_that_is_a_pdf_too_is_refused():
    content = a_picture()
    assert why_refused("a.jpg", content[:2] + b"\xff\xfe\x00\x0a%PDF-1.4" + content[2:]) == refusals.ADDED


@pytest.mark.parametrize("size", [(30_000, 30_000), (60_000, 1_000)])
def test_more_pixels_than_a_phone_makes_are_refused_before_they_are_unpacked(size, monkeypatch):
    content = BytesIO()
    Image.new("1", size).save(content, "PNG")
    monkeypatch.setattr(Image.Image, "load", lambda *_: pytest.fail("unpacked"))
    assert why_refused("a.png", content.getvalue()) in (refusals.TOO_MANY_PIXELS, refusals.DAMAGED)


def test_a_picture_that_would_grow_is_kept_a_little_coarser(monkeypatch):
    content = a_picture(size=(400, 400))
    monkeypatch.setattr(images, "LARGEST", 1)
    assert len(kept("a.jpg", content)) < len(content)

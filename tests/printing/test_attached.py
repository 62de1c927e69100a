"""Attached files: taken by what they are, refused in a sentence, and never able to stall the desk."""

import base64
import io
import random
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from domain.tables import limit
from printing.attached import (
    MOST_SIDE,
    AttachedType,
    Judged,
    clean_name,
    count_fault,
    judge,
    pictures,
    size_fault,
    thumbnail,
)
from printing.swelling import largest_image, swells
from system.errors import Invalid
from tests.printing import hostile

ROOT = Path(__file__).parents[2]
PDF, PNG, JPEG = AttachedType.PDF, AttachedType.PNG, AttachedType.JPEG
SCRIPT = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
LAUNCH = "/OpenAction << /S /Launch /F (calc.exe) >>"


def seen(png: bytes) -> Image.Image:
    """A PNG decoded."""
    image = Image.open(io.BytesIO(png))
    image.load()
    assert image.mode == "RGB"
    return image


def refusal(name: str, data: bytes) -> str:
    """The sentence a file is refused with."""
    with pytest.raises(Invalid) as caught:
        judge(name, data)
    assert caught.value.fields.keys() == {"file"}
    return caught.value.fields["file"]


def taken_or_told(data: bytes) -> Judged | str:
    """What a file is, or the sentence it is refused with."""
    try:
        return judge("a", data)
    except Invalid as error:
        return error.message


GOOD = {
    "JPEG": (hostile.picture(kind="JPEG"), Judged(JPEG, "image/jpeg", 1, 60, 40)),
    "grey JPEG": (hostile.noise("JPEG"), Judged(JPEG, "image/jpeg", 1, 300, 200)),
    "CMYK JPEG": (hostile.picture("CMYK", colour=(0, 255, 255, 0), kind="JPEG"), Judged(JPEG, "image/jpeg", 1, 60, 40)),
    "JPEG held upright": (hostile.turned(6), Judged(JPEG, "image/jpeg", 1, 40, 60)),
    "JPEG held on its head": (hostile.turned(3), Judged(JPEG, "image/jpeg", 1, 60, 40)),
    "PNG": (hostile.picture(), Judged(PNG, "image/png", 1, 60, 40)),
    "PNG of one pixel": (hostile.picture(size=(1, 1)), Judged(PNG, "image/png", 1, 1, 1)),
    "PNG of sixteen bits": (hostile.picture("I;16", colour=0x8000), Judged(PNG, "image/png", 1, 60, 40)),
    "PNG of one bit": (hostile.picture("1", colour=1), Judged(PNG, "image/png", 1, 60, 40)),
    "PNG with a palette": (hostile.picture("P", colour=3), Judged(PNG, "image/png", 1, 60, 40)),
    "PNG partly transparent": (hostile.picture("RGBA", colour=(255, 0, 0, 0)), Judged(PNG, "image/png", 1, 60, 40)),
    "a long strip": (hostile.picture(size=(2, 60_000)), Judged(PNG, "image/png", 1, 2, 60_000)),
    "PDF": (hostile.sheets(3), Judged(PDF, "application/pdf", 3, 595, 842)),
    "PDF after a line of junk": (b"scanner 3.1\n" + hostile.sheets(1), Judged(PDF, "application/pdf", 1, 595, 842)),
    "PDF that may not be changed": (hostile.locked(""), Judged(PDF, "application/pdf", 1, 595, 842)),
    "PDF that would run a script": (hostile.page(extra=SCRIPT), Judged(PDF, "application/pdf", 1, 595, 842)),
    "PDF that would start a program": (hostile.page(extra=LAUNCH), Judged(PDF, "application/pdf", 1, 595, 842)),
    "PDF of a tiny page": (hostile.page(box="0 0 1 1"), Judged(PDF, "application/pdf", 1, 1, 1)),
}


@pytest.mark.parametrize(("data", "expected"), GOOD.values(), ids=GOOD)
def test_what_is_good_is_taken_whatever_its_name_says(data: bytes, expected: Judged) -> None:
    assert judge("欠条.exe", data) == expected
    for image in (*pictures(data, expected.type, pages=None, width=90), thumbnail(data, expected.type, side=32)):
        assert max(seen(image).size) <= MOST_SIDE
    assert len(pictures(data, expected.type, pages=None, width=90)) == expected.pages
    assert max(seen(thumbnail(data, expected.type, side=32)).size) <= 33


BAD = {
    "nothing": (b"", "空的"),
    "a program": (b"MZ\x90\0" + bytes(60), "程序"),
    "a program of Linux": (b"\x7fELF" + bytes(60), "程序"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "脚本程序"),
    "a zip or docx": (b"PK\x03\x04" + bytes(60), "Office"),
    "an old doc": (b"\xd0\xcf\x11\xe0\xa1\xb1" + bytes(60), "旧版 Office"),
    "a web page": (b"<!DOCTYPE html><script>alert(1)</script>", "网页"),
    "an SVG": (b'\xef\xbb\xbf \n<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
    "an SVG with its head": (b'<?xml version="1.0"?><svg/>', "SVG"),
    "a GIF": (hostile.picture("P", colour=1, kind="GIF"), "GIF"),
    "a TIFF": (hostile.picture(kind="TIFF"), "TIFF"),
    "a BMP": (hostile.picture(kind="BMP"), "BMP"),
    "a WEBP": (hostile.picture(kind="WEBP"), "WEBP"),
    "a photo of an iPhone": (b"\0\0\0\x24ftypheic" + bytes(60), "兼容性最佳"),
    "plain words": ("欠条：今欠".encode(), "认不出"),
    "a JPEG cut in half": (hostile.noise("JPEG")[:6000], "不完整"),
    "the head of a JPEG": (hostile.JPEG_HEAD, "不完整"),
    "a JPEG of too many passes": (hostile.jpeg_of_many_passes(), "内部结构"),
    "a PNG cut in half": (hostile.noise("PNG")[:6000], "不完整"),
    "a PNG with a wrong byte": (hostile.noise("PNG")[:900] + b"\0\0\0\0" + hostile.noise("PNG")[904:], "损坏"),
    "a PNG of no size": (hostile.png_that_says(0, 0), "不完整"),
    "a PNG that says 20 000 × 20 000": (hostile.png_that_says(20_000, 20_000), "6400 万像素"),
    "a PNG that says 2 147 483 647²": (hostile.png_that_says(2**31 - 1, 2**31 - 1), "6400 万像素"),
    "a PDF behind a password": (hostile.locked("secret"), "加了密码"),
    "a PDF cut in half": (hostile.sheets(3)[:900], "没有结尾"),
    "a PDF of nothing but its ends": (b"%PDF-1.7\n%%EOF\n", "不完整"),
    "a PDF that begins too late": (b" " * 1100 + hostile.sheets(1), "认不出"),
    "a PDF in a program": (b"MZ" + hostile.sheets(1), "程序"),
    "a PDF in a web page": (b"<html>" + hostile.sheets(1), "网页"),
    "a PDF that says a million pages": (hostile.page(count=1_000_000), "1000000 页"),
    "a PDF that says 200 pages and has one": (hostile.page(count=200), "不完整"),
    "a PDF of 301 pages": (hostile.sheets(301), "301 页"),
    "a PDF of no page": (
        hostile.pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]),
        "不完整",
    ),
    "a PDF page of 3.5 km": (hostile.page(box="0 0 10000000 10000000"), "尺寸不正常"),
    "a PDF of 200 MB of zeros": (hostile.page(content=hostile.zeros(), packing="/FlateDecode"), "展开后"),
    "the same packed twice": (
        hostile.page(content=hostile.zeros(2), packing="[/FlateDecode /FlateDecode]"),
        "展开后",
    ),
    "the same in letters": (
        hostile.page(
            content=base64.a85encode(hostile.zeros(2)) + b"~>",
            packing="[/ASCII85Decode /FlateDecode /FlateDecode]",
        ),
        "展开后",
    ),
    "the same in hexadecimal": (
        hostile.page(content=hostile.zeros(2).hex().encode() + b">", packing="[/AHx /Fl /Fl]"),
        "展开后",
    ),
    "a PDF with an image that says 60 000 × 60 000": (hostile.page_with_image(60_000, 60_000), "6400 万像素"),
}


@pytest.mark.parametrize(("data", "words"), BAD.values(), ids=BAD)
def test_what_is_not_good_is_refused_in_a_sentence_that_helps(data: bytes, words: str) -> None:
    sentence = refusal("C:\\来信\\欠条.jpg", data)
    assert sentence.startswith("“欠条.jpg”没有添加：")
    assert words in sentence
    assert "请" in sentence
    assert sentence.endswith("。")


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    most = limit("attachment_bytes")
    assert size_fault(1) == size_fault(most) == ""
    assert "500 MB，超过 20 MB" in size_fault(500 * 1024**2)
    assert size_fault(most + 1, "a.pdf").startswith("“a.pdf”没有添加：文件有 20")
    assert "空的" in size_fault(0)
    assert "20 MB" in refusal("a.pdf", bytes(most + 1))


def test_a_case_has_room_for_so_many() -> None:
    most = limit("attachments_per_case")
    assert count_fault(most - 1) == count_fault(0, most) == ""
    assert f"最多放 {most} 个附件" in count_fault(most)
    assert count_fault(most - 2, 3)


@pytest.mark.parametrize(("orientation", "corner"), [(1, (0, 0)), (3, (1, 1)), (6, (1, 0)), (8, (0, 1)), (2, (1, 0))])
def test_a_picture_is_shown_the_way_it_was_taken(orientation: int, corner: tuple[int, int]) -> None:
    image = seen(pictures(hostile.turned(orientation), JPEG, pages=None, width=1000)[0])
    assert image.size == ((40, 60) if orientation in (6, 8) else (60, 40))
    dark = {
        (x, y)
        for x in (0, 1)
        for y in (0, 1)
        if sum(image.getpixel((5 + x * (image.width - 10), 5 + y * (image.height - 10)))) < 200  # type: ignore[arg-type]
    }
    assert dark == {corner}


@pytest.mark.parametrize(
    ("data", "type", "colour"),
    [
        (hostile.picture("CMYK", colour=(0, 255, 255, 0), kind="JPEG"), JPEG, (255, 0, 0)),
        (hostile.picture("I;16", colour=0x8000), PNG, (128, 128, 128)),
        (hostile.picture("RGBA", colour=(255, 0, 0, 0)), PNG, (255, 255, 255)),
        (hostile.picture("LA", colour=(0, 0)), PNG, (255, 255, 255)),
        (hostile.picture("1", colour=1), PNG, (255, 255, 255)),
        (hostile.picture("RGB", size=(3000, 2000)), PNG, (255, 0, 0)),
    ],
)
def test_colours_are_kept_and_what_is_transparent_is_white(
    data: bytes, type: AttachedType, colour: tuple[int, int, int]
) -> None:
    for png in (thumbnail(data, type, side=30), *pictures(data, type, pages=None, width=500)):
        shown = seen(png).getpixel((3, 3))
        assert isinstance(shown, tuple)
        assert all(abs(is_ - should) <= 2 for is_, should in zip(shown, colour, strict=True))


def test_a_transparent_colour_of_a_palette_is_white() -> None:
    image = seen(thumbnail(hostile.transparent(), PNG, side=40))
    assert image.getpixel((5, 5)) == (0, 0, 255)
    assert image.getpixel((35, 5)) == (255, 255, 255)


def test_pages_are_drawn_as_wide_as_asked_and_only_those_asked_for() -> None:
    data = hostile.sheets(5)
    two = pictures(data, PDF, pages=range(3, 9), width=300)
    assert [seen(page).size for page in two] == [(300, 425), (300, 425)]
    assert two == pictures(data, PDF, pages=None, width=300)[3:]
    assert pictures(data, PDF, pages=range(5, 6), width=300) == ()
    assert pictures(hostile.picture(), PNG, pages=range(1, 5), width=300) == ()


@pytest.mark.parametrize("box", ["0 0 14400 1", "0 0 1 14400", "0 0 14400 14400"])
def test_no_page_is_drawn_larger_than_a_screen_can_show(box: str) -> None:
    data = hostile.page(box=box)
    judge("a.pdf", data)
    (page,) = pictures(data, PDF, pages=None, width=1_000_000)
    width, height = seen(page).size
    assert max(width, height) <= MOST_SIDE + 1
    assert width * height <= 17_000_000


def test_a_picture_is_never_enlarged_and_a_strip_is_cut_down() -> None:
    assert seen(pictures(hostile.picture(), PNG, pages=None, width=2000)[0]).size == (60, 40)
    assert seen(pictures(hostile.picture(size=(2, 60_000)), PNG, pages=None, width=2000)[0]).size == (1, MOST_SIDE)


def test_damage_that_comes_later_is_a_sentence_as_well() -> None:
    with pytest.raises(Invalid, match="不完整"):
        pictures(hostile.noise("JPEG")[:6000], JPEG, pages=None, width=300)
    with pytest.raises(Invalid, match="不完整"):
        thumbnail(b"%PDF-1.7", PDF, side=30)


def test_a_damaged_exif_block_does_not_spoil_the_picture() -> None:
    data = hostile.turned(6)
    at = data.index(b"Exif\0\0") + 6
    assert judge("a.jpg", data[:at] + bytes(8) + data[at + 8 :]).width == 60


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", *(data for data, _ in GOOD.values())]),
    st.binary(max_size=400),
    st.integers(0, 3000),
    st.binary(max_size=40),
)
@example(b"", b"stream\n" + zlib.compress(bytes(10)), 0, b"")
def test_no_bytes_do_more_than_be_refused(begin: bytes, middle: bytes, at: int, end: bytes) -> None:
    """Arbitrary bytes, and good files with bytes written over them."""
    data = begin[:at] + middle + begin[at + len(middle) :] + end
    found = taken_or_told(data)
    if isinstance(found, Judged):
        assert 1 <= found.pages <= limit("attachment_pages")
    else:
        assert re.fullmatch(r"“a”没有添加：.+。", found)


@pytest.mark.skipif(sys.platform == "win32", reason="the peak of a process's memory is asked of the system here")
@pytest.mark.parametrize(
    ("make", "most"),
    [("page(content=zeros(), packing='/FlateDecode')", 40), ("picture('RGB', (7900, 7900))", 420)],
    ids=["200 MB of zeros", "a picture just allowed"],
)
def test_memory_stays_bounded(tmp_path: Path, make: str, most: int) -> None:
    """The peak of a process of its own, in MB above where it began; tracemalloc sees no memory of C."""
    file = tmp_path / "file"
    file.write_bytes(eval(make, vars(hostile)))
    program = """
import resource, sys
from pathlib import Path
from printing.attached import judge, pictures, thumbnail
from system.errors import Invalid
data = Path(sys.argv[1]).read_bytes()
judge("warm", Path(sys.argv[2]).read_bytes())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    found = judge("a", data)
    pictures(data, found.type, pages=None, width=2000), thumbnail(data, found.type, side=128)
except Invalid:
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    small = tmp_path / "small"
    small.write_bytes(hostile.sheets(1))
    done = subprocess.run(
        [sys.executable, "-c", program, str(file), str(small)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    unit = 1024**2 if sys.platform == "darwin" else 1024
    assert int(done.stdout) / unit < most


@pytest.mark.parametrize(
    ("streams", "each", "total", "expected"),
    [
        ([1000], 1000, 1000, False),
        ([1001], 1000, 5000, True),
        ([900, 900], 1000, 1800, False),
        ([900, 901], 1000, 1800, True),
        ([], 0, 0, False),
    ],
)
def test_streams_are_measured_one_by_one_and_together(
    streams: list[int], each: int, total: int, expected: bool
) -> None:
    # Bytes that don't look packed themselves.
    pdf = b"".join(b"1 0 obj <<>>\nstream\n" + zlib.compress(b"\1" * size) + b"\nendstream\n" for size in streams)
    assert swells(pdf, each=each, total=total) is expected


def test_a_stream_packed_over_and_over_is_too_much_however_small() -> None:
    for layers, expected in ((4, False), (5, True)):
        data = b"\1"
        for _ in range(layers):
            data = zlib.compress(data)
        assert swells(b"stream\n" + data, each=10_000, total=10_000) is expected


def lzw(data: bytes, *, early: int) -> bytes:
    """Packed as ISO 32000-1, 7.4.4 says."""
    out, table, held = [(256, 9)], {bytes([at]): at for at in range(256)}, b""
    following = 258

    def emit(code: int) -> None:
        out.append(
            (code, next(width for width in (9, 10, 11, 12) if following - 1 + early < 1 << width or width == 12))
        )

    for at in range(len(data)):
        longer = held + data[at : at + 1]
        if longer in table:
            held = longer
            continue
        emit(table[held])
        table[longer] = following
        following += 1
        if following == 4095:
            emit(256)
            table, following = {bytes([at]): at for at in range(256)}, 258
        held = data[at : at + 1]
    if held:
        emit(table[held])
        following += 1
    emit(257)
    bits = "".join(f"{code:0{width}b}" for code, width in out)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8)


@pytest.mark.parametrize("early", [0, 1])
@pytest.mark.parametrize(
    "data", [b"", b"\1", b"\1" * 60_000, bytes(range(256)) * 90, random.Random(5).randbytes(9_000)]
)
def test_what_lzw_holds_is_counted_to_the_byte(data: bytes, early: int) -> None:
    words = b"/Filter /LZWDecode /DecodeParms <</EarlyChange %d>>" % early
    pdf = b"1 0 obj <<" + words + b">>\nstream\n" + lzw(data, early=early) + b"\nendstream\n"
    assert not swells(pdf, each=len(data), total=len(data))
    assert not data or swells(pdf, each=len(data) - 1, total=len(data))


def test_a_bomb_of_lzw_is_found_without_being_unpacked() -> None:
    packed = lzw(b"\0" * 4_000_000, early=1)
    assert len(packed) < 10_000
    assert swells(b"1 0 obj <</Filter/LZWDecode>>\nstream\n" + packed, each=3_000_000, total=9_000_000)


@pytest.mark.parametrize("filters", [b"[/LZWDecode /LZWDecode]", b"[/LZW /Fl]", b"[/FlateDecode /LZWDecode]"])
def test_lzw_with_another_packing_inside_is_too_much(filters: bytes) -> None:
    assert swells(b"1 0 obj <</Filter " + filters + b">>\nstream\n\x80", each=100, total=100)


def test_an_image_is_as_large_as_it_says() -> None:
    assert largest_image(hostile.page_with_image(30, 40)) == 1200
    assert largest_image(hostile.sheets(1)) == 0


NAMES = {
    "伤残证.jpg": "伤残证.jpg",
    "C:\\Users\\王静\\桌面\\银行流水.pdf": "银行流水.pdf",
    "/home/a/../../etc/passwd": "passwd",
    "..": "附件",
    "": "附件",
    "  \n ": "附件",
    "a\0b\x1bc\r\n.pdf": "abc.pdf",
    "exe.\u202egpj": "exe.gpj",
    '证:明?"<1>*|.png': "证_明___1___.png",
    "con.jpg": "_con.jpg",
    "LPT1": "_LPT1",
    "照片.": "照片",
    "𬷕某某.jpg": "𬷕某某.jpg",
    "字" * 100 + ".jpg": "字" * 76 + ".jpg",
    "字" * 100: "字" * 80,
    "a." + "长" * 100: "a." + "长" * 78,
}


@pytest.mark.parametrize(("raw", "expected"), NAMES.items())
def test_a_name_keeps_what_is_its_own(raw: str, expected: str) -> None:
    assert clean_name(raw) == expected


@given(st.text(max_size=200))
def test_any_name_can_be_a_file_s_name(raw: str) -> None:
    name = clean_name(raw)
    assert 1 <= len(name) <= limit("attachment_name")
    assert not re.search(r'[\x00-\x1f\x7f/\\<>:"|?*\ud800-\udfff]', name)
    assert name == name.strip()
    assert name not in (".", "..")

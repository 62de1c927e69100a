"""A whole case file as one PDF: the order of its pages, their numbers at the corner as the page is shown, pictures."""

import io

import pypdfium2
import pytest
from PIL import Image

from printing import catalogue
from printing.case_file import case_file_pdf, image_page
from printing.raster import page_count, page_image
from printing.sheet import A4, A4_LANDSCAPE, A5_LANDSCAPE
from system.errors import Invalid
from tests.printing import hostile
from tests.printing.reading import Box, ReadPage, font_dictionaries, object_of, read
from tests.printing.samples import all_samples

FORMS = all_samples()
INDEX = catalogue.render_form(FORMS["case_index"])
INDEX_PAGES = page_count(INDEX)
# What lies in the file of a case; a ledger of the station, a slip from a roll or a card for the wall never does.
FILED = [
    kind.code
    for kind in catalogue.KINDS.values()
    if kind.size in (A4, A4_LANDSCAPE, A5_LANDSCAPE) and not kind.stored and not kind.loose and kind.kept
]


def stamp_of(page: ReadPage) -> str:
    """What stands lowest at the right, if it is a page number."""
    low = [character for character in page.characters if character.box.bottom > page.height - 5.5]
    return "".join(character.text for character in sorted(low, key=lambda one: one.box.left))


def marked(words: str, *, box: str = "0 0 595 842", extra: str = "", before: str = "") -> bytes:
    """A PDF with these words in its middle, by hand: turned, moved, or with a scale that it leaves behind."""
    content = f"{before} BT /F 20 Tf 100 200 Td ({words}) Tj ET".encode()
    return hostile.pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R {extra}"
            "/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >> >> >>".encode(),
            f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream",
        ]
    )


def test_the_index_comes_first_then_the_parts_in_their_order() -> None:
    parts = [marked("one"), hostile.sheets(3), marked("two")]
    pages = read(case_file_pdf(INDEX, parts))
    assert len(pages) == INDEX_PAGES + 5
    assert [page.text for page in pages[:INDEX_PAGES]] == [page.text for page in read(INDEX)]
    assert ["one" in page.words for page in pages[INDEX_PAGES:]] == [True, False, False, False, False]
    assert ["two" in page.words for page in pages[INDEX_PAGES:]] == [False, False, False, False, True]


def test_the_pages_of_the_parts_are_numbered_from_one_and_those_of_the_index_are_not() -> None:
    pages = read(case_file_pdf(INDEX, [hostile.sheets(7), image_page(hostile.picture()), hostile.sheets(4)]))
    assert [stamp_of(page) for page in pages] == [""] * INDEX_PAGES + [f"卷内第{place}页" for place in range(1, 13)]
    assert all(f"卷内第 {place} 页" in page.text for place, page in enumerate(pages[INDEX_PAGES:], 1))


def test_a_file_without_papers_is_its_index() -> None:
    assert [page.text for page in read(case_file_pdf(INDEX, []))] == [page.text for page in read(INDEX)]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("box", ["0 0 595 842", "-100 50 495 892", "0 0 842 595"])
def test_the_number_stands_at_the_bottom_right_of_the_page_as_it_is_shown(turn: int, box: str) -> None:
    pdf = case_file_pdf(INDEX, [marked("words", box=box, extra=f"/Rotate {turn} ")])
    drawn = page_image(pdf, INDEX_PAGES, 72)
    shown = Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.data, "raw", "BGRX", drawn.stride, 1)
    ink = shown.convert("L").point(lambda value: 255 - value)
    corner = (drawn.width - 110, drawn.height - 30, drawn.width, drawn.height)
    found = ink.crop(corner).getbbox()
    assert found is not None
    left, top, right, bottom = found
    # Eight points high, 10 mm from the right, 5 mm up.
    assert 110 - right == pytest.approx(28, abs=2)
    assert 30 - bottom == pytest.approx(13, abs=2)
    assert 6 <= bottom - top <= 10
    assert right - left > 40


def test_a_scale_that_a_page_leaves_behind_changes_no_number() -> None:
    plain, scaled = (
        read(case_file_pdf(INDEX, [marked("words", before=before)]))[-1] for before in ("", "0.1 0 0 0.1 30 40 cm")
    )
    numbers = [[one.box for one in page.characters if one.text in "卷内第1页"] for page in (plain, scaled)]
    assert len(numbers[0]) == 5
    for one, other in zip(*numbers, strict=True):
        assert (one.left, one.top) == (pytest.approx(other.left, abs=0.1), pytest.approx(other.top, abs=0.1))


def test_a_page_of_metres_has_a_number_that_is_seen() -> None:
    page = read(case_file_pdf(INDEX, [marked("words", box="0 0 5950 8420")]))[-1]
    (number,) = (one.box for one in page.characters if one.text == "1")
    assert number.bottom - number.top > 15


@pytest.mark.parametrize("code", FILED)
def test_no_number_lies_on_the_words_of_our_own_papers(code: str) -> None:
    for page in read(case_file_pdf(INDEX, [catalogue.render_form(catalogue.kind(code).sample())]))[INDEX_PAGES:]:
        stamps = [one for one in page.characters if one.box.bottom > page.height - 5.5]
        assert "".join(one.text for one in stamps).startswith("卷内第")
        others = [one for one in page.characters if one not in stamps]
        assert not [one for stamp in stamps for one in others if stamp.box.overlaps(one.box)]
        safe = Box(3, 3, page.width - 3, page.height - 3)
        assert all(stamp.box.inside(safe) for stamp in stamps)


def test_the_fonts_of_the_numbers_are_embedded_once_for_all_pages() -> None:
    few, many = (case_file_pdf(INDEX, [hostile.sheets(pages)]) for pages in (2, 200))
    for pdf in (few, many):
        descriptors = [one for one in font_dictionaries(pdf) if b"Noto" in one]
        assert descriptors
    assert many.count(b"/FontFile2") == few.count(b"/FontFile2")
    assert "卷内第 200 页" in read(many)[-1].text


def test_every_font_of_our_papers_stays_embedded() -> None:
    pdf = case_file_pdf(INDEX, [catalogue.render_form(FORMS["material_list"]), image_page(hostile.picture())])
    dictionaries = font_dictionaries(pdf)
    assert dictionaries
    for dictionary in dictionaries:
        reference = dictionary.split(b"/FontDescriptor ")[1].split()[0]
        assert b"/FontFile2" in object_of(pdf, reference)
    assert b"Helvetica" not in pdf


def test_what_is_no_pdf_is_told() -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        case_file_pdf(INDEX, [b"no PDF"])


# ---------------------------------------------------------------------------------------------------- pictures


def drawn(pdf: bytes) -> Image.Image:
    """The page at 72 dots per inch, black where there is ink."""
    page = page_image(pdf, 0, 72)
    image = Image.frombuffer("RGB", (page.width, page.height), page.data, "raw", "BGRX", page.stride, 1)
    return image.convert("L").point(lambda value: 255 if value < 200 else 0)


def ink_of(pdf: bytes) -> tuple[tuple[int, int], tuple[int, int, int, int]]:
    """How large the page is, and where its ink lies."""
    image = drawn(pdf)
    box = image.getbbox()
    assert box is not None
    return image.size, box


@pytest.mark.parametrize(("size", "page"), [((3000, 2000), (842, 595)), ((2000, 3000), (595, 842))])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_picture_fills_a_page_that_lies_as_it_does(
    kind: str, size: tuple[int, int], page: tuple[int, int]
) -> None:
    paper, (left, top, right, bottom) = ink_of(image_page(hostile.picture(size=size, colour="black", kind=kind)))
    assert max(abs(paper[0] - page[0]), abs(paper[1] - page[1])) <= 1
    assert min(left, top) == pytest.approx(15 * 72 / 25.4, abs=2)
    assert max(abs(left + right - page[0]), abs(top + bottom - page[1])) <= 2
    assert (right - left) / (bottom - top) == pytest.approx(size[0] / size[1], abs=0.02)


def test_one_pixel_stays_a_dot() -> None:
    paper, (left, top, right, bottom) = ink_of(image_page(hostile.picture(size=(1, 1), colour="black")))
    assert paper[0] < paper[1]
    assert max(right - left, bottom - top) <= 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_upright_as_it_was_taken(orientation: int) -> None:
    """The black corner of a photograph lies where the camera says; sideways ones stand on an upright page."""
    image = drawn(image_page(hostile.turned(orientation)))
    left, top, right, bottom = image.getbbox() or (0, 0, 0, 0)
    assert (image.width > image.height) == (orientation < 5)
    middle = (left + right) / 2 < image.width / 2, (top + bottom) / 2 < image.height / 2
    wanted = [(True, True), (False, True), (False, False), (True, False)]
    assert middle == [*wanted, (True, True), (False, True), (False, False), (True, False)][orientation - 1]


def test_what_is_transparent_is_white_paper() -> None:
    image = drawn(image_page(hostile.transparent()))
    left, _top, right, _bottom = image.getbbox() or (0, 0, 0, 0)
    assert right - left == pytest.approx(20 * 72 / 96, abs=2)


def test_a_photograph_makes_no_huge_file_and_the_same_bytes_each_time() -> None:
    kept = io.BytesIO()
    Image.effect_noise((4000, 3000), 80).convert("RGB").save(kept, "JPEG", quality=95)
    first, second = image_page(kept.getvalue()), image_page(kept.getvalue())
    assert first == second
    assert len(first) < len(kept.getvalue())


def test_a_broken_picture_is_told() -> None:
    with pytest.raises(Invalid):
        image_page(hostile.noise("JPEG")[:500])

"""Specimens: marked on every page where no text stands, and text without room is found."""

import pypdfium2
import pytest

from printing import catalogue, specimen, wording
from printing.raster import page_count, page_image
from printing.wording import Wording
from tests.printing.reading import page_of


def drawn(form: str, **sentences: str) -> bytes:
    kind, words = catalogue.kind(form), wording.wording(form)
    return kind.draw(kind.sample(), Wording(words.version, {**words.sentences, **sentences}))


@pytest.mark.parametrize("form", catalogue.KINDS)
def test_every_specimen_is_marked_and_no_text_of_it_is_hidden(form: str) -> None:
    plain = drawn(form)
    marked = specimen.marked(plain)
    assert marked != plain
    assert page_count(marked) == page_count(plain)
    assert specimen.fitting(plain) == specimen.Fitting(page_count(plain), 0, 0)
    for page in range(page_count(plain)):
        before, after = page_image(plain, page, 50), page_image(marked, page, 50)
        # A page without a free corner grew at the top.
        grown = after.height - before.height
        assert grown >= 0
        assert before.data != after.data
        with page_of(marked, page) as sheet:
            assert specimen.MARK in sheet.get_textpage().get_text_bounded()


def test_text_over_the_edge_and_text_on_text_are_counted() -> None:
    assert specimen.fitting(drawn("visit_receipt", stub="存根" * 10)).outside == 1
    assert specimen.fitting(drawn("visit_receipt", query="查询" * 10)).over == 1


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        specimen.fitting(b"no pdf")

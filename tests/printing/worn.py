"""A sheet as a worn printer leaves it and a scanner sees it: every fiftieth dot wrong, a line of dots dead, a blur."""

import random

import zxingcpp
from PIL import Image, ImageFilter

from printing.raster import page_image
from printing.readback import SCANNER_DPI


def worn_codes(pdf: bytes, seed: int, index: int = 0) -> set[str]:
    """What is read of the codes on one page, printed in one bit at 203 dpi by a worn head and scanned."""
    page = page_image(pdf, index, SCANNER_DPI)
    image = Image.frombuffer("RGB", (page.width, page.height), page.data, "raw", "BGRX", page.stride, 1)
    dots = image.convert("L").point(lambda value: 255 if value > 127 else 0)
    dirty, noise = bytearray(dots.tobytes()), random.Random(seed)
    for place in noise.sample(range(len(dirty)), len(dirty) // 50):
        dirty[place] = 255 - dirty[place]
    dirty[noise.randrange(page.width) :: page.width] = b"\xff" * page.height
    worn = Image.frombytes("L", (page.width, page.height), bytes(dirty))
    twice = worn.resize((worn.width * 2, worn.height * 2), Image.Resampling.NEAREST)
    return {found.text for found in zxingcpp.read_barcodes(twice.filter(ImageFilter.GaussianBlur(1.5)))}

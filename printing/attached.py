"""Files that are attached to a case: what they really are, and what they look like.

They come from strangers' phones, mail and USB sticks, so a file is judged by its content, never by its extension, and
what it says of itself is measured before anything is unpacked. Nothing in a file is ever run: the JavaScript and launch
actions of a PDF want PDFium's form environment, which is never set up here; PDFium only draws.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from math import ceil

import pypdfium2
from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import jpeg_factory
from PIL.PngImagePlugin import PngImageFile
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

from domain.tables import limit
from domain.text import single_line
from printing.raster import pdfium
from printing.swelling import largest_image, swells
from system.errors import Invalid

FIELD = "file"
# No drawn picture is larger, whatever is asked for: Qt shows no image with a side of more than 32 767 pixels.
MOST_SIDE = 16_000
MOST_PIXELS = 16_000_000


class AttachedType(StrEnum):
    """What may be attached."""

    JPEG = "jpeg"
    PNG = "png"
    PDF = "pdf"


MIME: Mapping[AttachedType, str] = {
    AttachedType.JPEG: "image/jpeg",
    AttachedType.PNG: "image/png",
    AttachedType.PDF: "application/pdf",
}


@dataclass(frozen=True)
class Judged:
    """What a file is. Width and height are a picture's pixels as it is shown, or points of a PDF's first page."""

    type: AttachedType
    mime: str
    pages: int
    width: int
    height: int


# ---------------------------------------------------------------- what is said of what can't be taken

_SAVE_AS = "请另存为 JPEG 或 PDF 再添加。"
_OFFICE = "Office、WPS 文件请另存为 PDF；压缩包请先解压，再添加里面的图片或 PDF。"
_APPLE = "请在手机的相机设置里选“兼容性最佳”，或者另存为 JPEG 再添加。"
_STRANGE = "来历不明的程序不要打开，请删掉它，并请对方重新发送图片或 PDF。"
_AGAIN = "请在原来的设备上打开看看，再重新发送、拍照或扫描一次。"
_BROKEN_PICTURE = f"图片打不开，文件不完整或者已损坏。{_AGAIN}"
_BROKEN_PDF = f"PDF 打不开，文件不完整或者已损坏。{_AGAIN}"
_LOCKED = "这份 PDF 加了密码，打不开。请让对方去掉密码，或者打印出来再扫描。"
_SWOLLEN = "这份 PDF 展开后大得不正常，打开会拖垮电脑。请把纸质件重新扫描成 PDF。"
_LAYERED = "这张图片的内部结构不正常，打开会拖垮电脑。请重新拍照或扫描。"
_UNKNOWN = f"认不出是什么文件，只收 JPEG、PNG 图片和 PDF。{_SAVE_AS}"

# How other files begin: offset, bytes, what to call them, what to do. A PDF hidden in one of them is that file.
_OTHERS: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"MZ", "程序", _STRANGE),
    (0, b"\x7fELF", "程序", _STRANGE),
    (0, b"#!", "脚本程序", _STRANGE),
    (0, b"PK", "压缩包或 Office、WPS 文件", _OFFICE),
    (0, b"Rar!", "压缩包", _OFFICE),
    (0, b"7z\xbc\xaf", "压缩包", _OFFICE),
    (0, b"\x1f\x8b", "压缩包", _OFFICE),
    (0, b"\xd0\xcf\x11\xe0", "旧版 Office、WPS 文件", _OFFICE),
    (0, b"{\\rtf", "文档（RTF）", _OFFICE),
    (0, b"GIF8", "GIF 图片", _SAVE_AS),
    (0, b"II*\0", "TIFF 图片", _SAVE_AS),
    (0, b"MM\0*", "TIFF 图片", _SAVE_AS),
    (0, b"BM", "BMP 图片", _SAVE_AS),
    (8, b"WEBP", "WEBP 图片", _SAVE_AS),
    (4, b"ftyp", "苹果手机照片（HEIC）或者视频", _APPLE),
)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|svg|!doctype|!--|html|head|body|script)", re.IGNORECASE)


def size_fault(size: int, name: str = "") -> str:
    """Why a file of so many bytes can't be attached, "" if it can. Ask before reading it."""
    most = limit("attachment_bytes")
    if size <= 0:
        return _refusal(name, f"文件是空的（0 字节），多半没有传完。{_AGAIN}")
    if size > most:
        has, may = _megabytes(size), _megabytes(most)
        return _refusal(name, f"文件有 {has} MB，超过 {may} MB。请用灰度或 300 dpi 重新扫描，或者拆成几个文件。")
    return ""


def count_fault(have: int, adding: int = 1) -> str:
    """Why a case that has so many files can't get `adding` more, "" if it can."""
    most = limit("attachments_per_case")
    if have + adding <= most:
        return ""
    return f"一件最多放 {most} 个附件，已有 {have} 个，再加 {adding} 个放不下。请把同一份材料合成一个 PDF 再添加。"


def clean_name(raw: str) -> str:
    """A file's own name: no folder, no invisible or forbidden character, at most so long; the ending is kept.

    Characters that turn the direction of writing are dropped as well: they make "gpj.exe" look like "exe.jpg".
    """
    base = re.split(r"[/\\]", single_line(raw))[-1]
    shown = "".join(letter for letter in base if unicodedata.category(letter) != "Cf")
    plain = re.sub(r'[<>:"|?*]', "_", shown).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = plain, ""
    most = limit("attachment_name") - len(ending) - len(dot if ending else "")
    stem = stem[:most].strip(" .") or "附件"
    # Windows opens a device where a file has one of these names, whatever its ending.
    if re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", stem.partition(".")[0]):
        stem = f"_{stem}"[:most]
    return f"{stem}.{ending}" if ending else stem


# ---------------------------------------------------------------- judging


def judge(name: str, data: bytes) -> Judged:
    """What a file is, by its content; `name` only stands in the sentence. Raises Invalid({"file": sentence})."""
    fault = size_fault(len(data), name)
    if fault:
        raise Invalid({FIELD: fault})
    try:
        found = _type_of(data)
        return _judged_pdf(data) if found is AttachedType.PDF else _judged_picture(data, found)
    except Invalid as error:
        raise Invalid({FIELD: _refusal(name, error.fields[FIELD])}) from error


def _type_of(data: bytes) -> AttachedType:
    if data.startswith(b"\xff\xd8\xff"):
        return AttachedType.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return AttachedType.PNG
    for offset, begin, words, advice in _OTHERS:
        if data.startswith(begin, offset):
            raise _invalid(f"文件的内容是{words}，不是图片或 PDF。{advice}")
    if _MARKUP.match(data):
        raise _invalid(f"文件的内容是网页或者 SVG 图，不是图片或 PDF。{_SAVE_AS}")
    # Some scanners write a line before it; readers look for it in so many bytes (ISO 32000-1:2008, annex H.3).
    if data.find(b"%PDF-", 0, 1024) < 0:
        raise _invalid(_UNKNOWN)
    return AttachedType.PDF


def _judged_picture(data: bytes, found: AttachedType) -> Judged:
    # A JPEG may be packed in any number of passes over the whole picture, each of a few bytes.
    if found is AttachedType.JPEG and data.count(b"\xff\xda") > 100:
        raise _invalid(_LAYERED)
    with _picture(data, found) as image:
        width, height = image.size
        # Every byte of a JPEG is read, but only an eighth of its pixels a side is kept.
        image.draft(None, (ceil(width / 8), ceil(height / 8)))
        image.load()
        if found is AttachedType.JPEG and _turn(image) in _LYING:
            width, height = height, width
        return Judged(found, MIME[found], 1, width, height)


def _judged_pdf(data: bytes) -> Judged:
    most, longest, megapixels = limit("attachment_pages"), limit("attachment_page_points"), limit("attachment_pixels")
    if b"%%EOF" not in data[-4096:]:
        raise _invalid(f"这份 PDF 没有结尾，多半没有传完。{_AGAIN}")
    if swells(data, each=limit("attachment_stream_bytes"), total=limit("attachment_unpacked_bytes")):
        raise _invalid(_SWOLLEN)
    if largest_image(data) > megapixels:
        raise _invalid(_too_many_pixels())
    with _document(data) as document:
        pages = len(document)
        if pages > most:
            raise _invalid(f"这份 PDF 有 {pages} 页，超过 {most} 页。请拆成几个文件再添加。")
        document[0].close()
        sizes = [document.get_page_size(index) for index in range(pages)]
        if any(not 0 < side <= longest for size in sizes for side in size):
            raise _invalid(
                "这份 PDF 里有一页的纸张尺寸不正常（不到一个点，或者超过 5 米）。请重新扫描或者重新导出一次。"
            )
    width, height = sizes[0]
    return Judged(AttachedType.PDF, MIME[AttachedType.PDF], pages, max(1, round(width)), max(1, round(height)))


# ---------------------------------------------------------------- drawing


def pictures(data: bytes, type: AttachedType, *, pages: range | None, width: int) -> tuple[bytes, ...]:
    """Pages (from 0; None is all, those that there aren't are left out) as PNGs on white, about `width` pixels wide.

    A picture is one page, upright as it was taken, and never enlarged. Raises Invalid as `judge` does.
    """
    box = (max(1, min(width, MOST_SIDE)), MOST_SIDE)
    if type is not AttachedType.PDF:
        return (_png(_upright(data, type, box)),) if pages is None or 0 in pages else ()
    with _document(data) as document:
        wanted = [index for index in pages or range(len(document)) if 0 <= index < len(document)]
        return tuple(_png(_page(document, index, box)) for index in wanted)


def thumbnail(data: bytes, type: AttachedType, *, side: int) -> bytes:
    """The picture or the first page as a PNG that fits into a square of `side` pixels. Raises Invalid as `judge`."""
    if type is not AttachedType.PDF:
        return _png(_upright(data, type, (side, side)))
    with _document(data) as document:
        return _png(_page(document, 0, (side, side)))


def _png(image: Image.Image) -> bytes:
    kept = BytesIO()
    image.save(kept, "PNG", compress_level=1)
    return kept.getvalue()


# ---------------------------------------------------------------- PDF


@contextmanager
def _document(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """An open PDF, PDFium held. What PDFium can't read is Invalid."""
    try:
        with pdfium, pypdfium2.PdfDocument(data) as document:
            yield document
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY)
        raise _invalid(_LOCKED if locked else _BROKEN_PDF) from error


def _page(document: pypdfium2.PdfDocument, index: int, box: tuple[int, int]) -> Image.Image:
    page = document[index]
    width, height = page.get_size()
    scale = min(
        box[0] / width, box[1] / height, MOST_SIDE / max(width, height), (MOST_PIXELS / (width * height)) ** 0.5
    )
    bitmap = page.render(scale=scale)
    # PDFium takes its memory back, so the picture must be one of its own.
    image: Image.Image = bitmap.to_pil().convert("RGB").copy()
    bitmap.close()
    page.close()
    return image


# ---------------------------------------------------------------- pictures

_OPENERS: Mapping[AttachedType, Callable[[BytesIO], ImageFile]] = {
    AttachedType.JPEG: jpeg_factory,
    AttachedType.PNG: PngImageFile,
}
# EXIF 2.32, 4.6.4, tag 274: how a camera was held, and what sets its picture upright.
_ORIENTATION = 274
_TURNS: Mapping[int, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = (5, 6, 7, 8)


@contextmanager
def _picture(data: bytes, type: AttachedType) -> Iterator[ImageFile]:
    """An open picture, not decoded yet, no larger than allowed. What can't be read, now or in the block, is Invalid."""
    try:
        with _OPENERS[type](BytesIO(data)) as image:
            if image.width * image.height > limit("attachment_pixels"):
                raise _invalid(_too_many_pixels())
            yield image
    except Invalid:
        raise
    # Pillow tells of a broken file by almost every class of error there is.
    except Exception as error:
        raise _invalid(_BROKEN_PICTURE) from error


def _turn(image: Image.Image) -> int:
    """The EXIF orientation, 1 (upright) where none is said or the block is damaged: the picture is still good."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:
        return 1


def _upright(data: bytes, type: AttachedType, box: tuple[int, int]) -> Image.Image:
    """The picture on white, upright, within `box`, never enlarged."""
    with _picture(data, type) as image:
        turn = _turn(image) if type is AttachedType.JPEG else 1
        wide, high = (box[1], box[0]) if turn in _LYING else box
        scale = min(1.0, wide / image.width, high / image.height)
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        # A JPEG can be decoded at a half, a quarter or an eighth; other formats take no notice.
        image.draft(None, (2 * size[0], 2 * size[1]))
        image.load()
        factor = max(1, min(image.width // size[0], image.height // size[1]) // 2)
        small = _reduced(image, factor).resize(size, Image.Resampling.LANCZOS)
        return small.transpose(_TURNS[turn]) if turn in _TURNS else small


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """The picture on white, a `factor`-th as large; in strips, as one whole more may be a quarter of a gigabyte."""
    width, height = image.size
    small = Image.new("RGB", (ceil(width / factor), ceil(height / factor)), "white")
    strip = factor * max(1, 512 // factor)
    for top in range(0, height, strip):
        piece = image.crop((0, top, width, min(height, top + strip)))
        small.paste(_on_white(piece).reduce(factor), (0, top // factor))
    return small


def _on_white(image: Image.Image) -> Image.Image:
    """Any kind of picture in plain colours, what is transparent on white paper."""
    if image.mode.startswith("I"):
        # Sixteen bits of grey, of which a screen shows eight.
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return image.convert("RGB")


# ---------------------------------------------------------------- words


def _invalid(sentence: str) -> Invalid:
    return Invalid({FIELD: sentence})


def _refusal(name: str, sentence: str) -> str:
    return f"“{clean_name(name)}”没有添加：{sentence}" if name else f"没有添加：{sentence}"


def _too_many_pixels() -> str:
    most = limit("attachment_pixels") // 10_000
    return f"图片太大，超过 {most} 万像素，打开会拖垮电脑。请用 300 dpi 重新扫描，或者缩小后再添加。"


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:.1f}".removesuffix(".0")

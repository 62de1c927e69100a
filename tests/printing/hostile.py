"""Files that somebody might attach to a case, by mistake or by intent, each made small."""

import io
import struct
import zlib
from collections.abc import Sequence
from functools import cache

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

ZEROS = 200_000_000
JPEG_HEAD = bytes.fromhex("ffd8ffe000104a46494600010100000100010000")


def picture(mode: str = "RGB", size: tuple[int, int] = (60, 40), colour: object = "red", kind: str = "PNG") -> bytes:
    """A picture of one colour."""
    kept = io.BytesIO()
    Image.new(mode, size, colour).save(kept, kind)  # type: ignore[arg-type]  # any colour of any mode
    return kept.getvalue()


def noise(kind: str, size: tuple[int, int] = (300, 200)) -> bytes:
    """A picture of which every byte matters."""
    kept = io.BytesIO()
    Image.effect_noise(size, 80).save(kept, kind)
    return kept.getvalue()


def turned(orientation: int) -> bytes:
    """A JPEG of 60 × 40 pixels, white with a black corner at the top left, that says how the camera was held."""
    image = Image.new("RGB", (60, 40), "white")
    image.paste("black", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[274] = orientation
    kept = io.BytesIO()
    image.save(kept, "JPEG", exif=exif, quality=95)
    return kept.getvalue()


def transparent() -> bytes:
    """Palette colours, the first of them transparent."""
    image = Image.new("P", (40, 40), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.paste(1, (0, 0, 20, 40))
    kept = io.BytesIO()
    image.save(kept, "PNG", transparency=0)
    return kept.getvalue()


def png_that_says(width: int, height: int) -> bytes:
    """The head of a PNG, with no picture behind it."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    end = b"IEND"
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", 13)
        + head
        + struct.pack(">I", zlib.crc32(head))
        + struct.pack(">I", 0)
        + end
        + struct.pack(">I", zlib.crc32(end))
    )


def jpeg_of_many_passes(passes: int = 5000) -> bytes:
    """A progressive JPEG that says over and over that one more pass comes."""
    kept = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(kept, "JPEG", progressive=True)
    whole = kept.getvalue()
    at = whole.rindex(b"\xff\xda")
    return whole[:at] + (whole[at:-2] * passes) + whole[-2:]


def pdf(objects: Sequence[bytes], *, root: int = 1) -> bytes:
    """A PDF of these objects, the first of which has number 1."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, start)
    return bytes(out)


def page(
    *, box: str = "0 0 595 842", count: int = 1, extra: str = "", content: bytes = b"", packing: str = ""
) -> bytes:
    """A PDF of one page, which may lie about its size and about how many there are."""
    filters = f" /Filter {packing}" if packing else ""
    return pdf(
        [
            f"<< /Type /Catalog /Pages 2 0 R {extra} >>".encode(),
            f"<< /Type /Pages /Kids [3 0 R] /Count {count} >>".encode(),
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R /Resources << >> >>".encode(),
            f"<< /Length {len(content)}{filters} >>\nstream\n".encode() + content + b"\nendstream",
        ]
    )


def sheets(count: int) -> bytes:
    """A real PDF of so many pages, A4."""
    kept = io.BytesIO()
    canvas = Canvas(kept, pagesize=(595, 842))
    for number in range(count):
        canvas.setFillColorRGB(0, 0, 1)
        canvas.rect(100, 100, 100 + number, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return kept.getvalue()


def locked(user: str) -> bytes:
    """A PDF behind a password; with none for the user, it only forbids its reader to change it."""
    kept = io.BytesIO()
    canvas = Canvas(kept, encrypt=StandardEncryption(user, ownerPassword="owner", canModify=0))
    canvas.drawString(100, 100, "statement")
    canvas.showPage()
    canvas.save()
    return kept.getvalue()


@cache
def zeros(layers: int = 1) -> bytes:
    """Two hundred megabytes of zeros, packed once or again and again."""
    packer = zlib.compressobj(9)
    block = bytes(1 << 20)
    packed = b"".join(packer.compress(block) for _ in range(ZEROS >> 20)) + packer.flush()
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    return packed


def page_with_image(width: int, height: int) -> bytes:
    """A PDF with an image that says it is so large."""
    image = f"<< /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 1 /ColorSpace /DeviceGray"
    return pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
            f"{image} /Length 2 >>\nstream\n".encode() + b"\0\0\nendstream",
        ]
    )

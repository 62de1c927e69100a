"""How large the streams of a PDF become once they are unpacked.

A file of a few kilobytes may hold gigabytes of zeros, packed once or several times over, and whoever draws it unpacks
them. So they are counted first, a piece at a time and never kept.
"""

import base64
import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_WIDTH = re.compile(rb"/Width\s+(\d{1,12})\b")
_HEIGHT = re.compile(rb"/Height\s+(\d{1,12})\b")
_LZW = re.compile(rb"/(?:LZWDecode|LZW)\b")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_LATE_CHANGE = re.compile(rb"/EarlyChange\s+0\b")
# Codes of LZW that stand for no bytes: begin anew, end of data (ISO 32000-1, 7.4.4.2); its table ends at 4,096.
_ANEW, _END, _FULL = 256, 257, 4096
# As far back from its data the dictionary of a stream is looked for.
_DICTIONARY = 2_000
_PIECE = 1 << 16
# Nobody packs a stream twice but by mistake; nobody packs it five times but by intent.
_LAYERS = 4


class _Swollen(Exception):
    """More came out than there is room for."""


class _Room:
    """Counts what comes out, over all layers."""

    def __init__(self, most: int) -> None:
        self.most, self.used = most, 0

    def take(self, count: int) -> None:
        """Raise `_Swollen` once the room is used up."""
        self.used += count
        if self.used > self.most:
            raise _Swollen


class _Layer:
    """Unpacks what it is fed, and what comes out of that if it is packed again."""

    def __init__(self, room: _Room, depth: int) -> None:
        if depth > _LAYERS:
            raise _Swollen
        self.room, self._depth = room, depth
        self._inflater = zlib.decompressobj()
        self._inner: _Layer | None = None
        self._started = self.done = False

    def feed(self, piece: bytes) -> None:
        """Take the next piece of packed bytes; `done` at the end or at the first byte that is none of them."""
        try:
            while piece and not self._inflater.eof:
                self._pass_on(self._inflater.decompress(piece, _PIECE))
                piece = self._inflater.unconsumed_tail
        except zlib.error:
            self.done = True
        self.done = self.done or self._inflater.eof

    def _pass_on(self, piece: bytes) -> None:
        self.room.take(len(piece))
        if piece and not self._started:
            self._started = True
            self._inner = _Layer(self.room, self._depth + 1) if _is_packed(piece) else None
        if self._inner is not None and not self._inner.done:
            self._inner.feed(piece)


def swells(pdf: bytes, *, each: int, total: int) -> bool:
    """Whether one stream unpacks to more than `each` bytes, or all together to more than `total`."""
    used = 0
    for dictionary, start in _streams(pdf):
        room = _Room(min(each, total - used))
        try:
            _unpack(_Layer(room, 1), dictionary, pdf, start)
        except _Swollen:
            return True
        used += room.used
    return False


def largest_image(pdf: bytes) -> int:
    """Pixels of the largest image by what the file says of it, 0 for none; nothing is unpacked."""
    found = [0]
    for dictionary, _start in _streams(pdf):
        width, height = _WIDTH.search(dictionary), _HEIGHT.search(dictionary)
        if width and height:
            found.append(int(width[1]) * int(height[1]))
    return max(found)


def _streams(pdf: bytes) -> Iterator[tuple[bytes, int]]:
    """Of each stream its dictionary, as far as it stands before it, and where its data begin."""
    for found in _STREAM.finditer(pdf):
        before = pdf[max(0, found.start() - _DICTIONARY) : found.start()]
        yield before[before.rfind(b" obj") + 1 :], found.end()


def _unpack(layer: _Layer, dictionary: bytes, pdf: bytes, start: int) -> None:
    written = _written(dictionary, pdf, start)
    source, at = (pdf, start) if written is None else (written, 0)
    if packings := len(_LZW.findall(dictionary)):
        # What is inside of LZW isn't looked at, so nothing else may be packed in it.
        if packings > 1 or _FLATE.search(dictionary):
            raise _Swollen
        end = source.find(b"endstream", at)
        for length in _lengths(
            source[at : end if end >= 0 else len(source)], early=not _LATE_CHANGE.search(dictionary)
        ):
            layer.room.take(length)
        return
    if not _is_packed(source[at : at + 2]):
        return
    while at < len(source) and not layer.done:
        layer.feed(source[at : at + _PIECE])
        at += _PIECE


def _lengths(packed: bytes, *, early: bool) -> Iterator[int]:
    """How many bytes each code of LZW stands for, up to the first that no program wrote; no byte of them is made."""
    known = [1] * _ANEW + [0, 0]
    held = bits = last = 0
    width = 9
    for byte in packed:
        held, bits = (held << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits & (1 << width) - 1
        if code == _ANEW:
            del known[_END + 1 :]
            width, last = 9, 0
            continue
        if code == _END or code > len(known) or (code == len(known) and not last):
            return
        length = known[code] if code < len(known) else last + 1
        yield length
        if last and len(known) < _FULL:
            known.append(last + 1)
        last = length
        if len(known) + early >= 1 << width and width < 12:
            width += 1


def _written(dictionary: bytes, pdf: bytes, start: int) -> bytes | None:
    """The bytes of a stream that is written in letters (ASCII85, hexadecimal), None where it is not."""
    if not any(word in dictionary for word in (b"/ASCII85Decode", b"/A85", b"/ASCIIHexDecode", b"/AHx")):
        return None
    end = pdf.find(b"endstream", start)
    letters = pdf[start : end if end >= 0 else len(pdf)]
    try:
        if b"/ASCIIHexDecode" in dictionary or b"/AHx" in dictionary:
            return bytes.fromhex(letters.partition(b">")[0].decode("ascii"))
        return base64.a85decode(letters.strip().removeprefix(b"<~").partition(b"~>")[0])
    except ValueError:
        return b""


def _is_packed(piece: bytes) -> bool:
    """Whether bytes begin as zlib begins (RFC 1950, section 2.2)."""
    return len(piece) > 1 and piece[0] & 0x0F == 8 and piece[0] >> 4 <= 7 and int.from_bytes(piece[:2]) % 31 == 0

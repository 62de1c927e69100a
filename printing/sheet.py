"""A paper under the pen: pages measured in millimetres from the top left, drawn in pure black, finished as PDF bytes.

The same data gives the same bytes: no date, no random identifier and no program version goes into the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from printing import fonts
from printing.text import POINTS_PER_MM, Align, Style, closed_up, text_width
from system.version import PRODUCT

# Page streams as plain Flate: ASCII85 over it is a quarter larger and is written in slow Python.
rl_config.useA85 = 0


@dataclass(frozen=True)
class PageSize:
    """Width and height in millimetres."""

    name: str
    width: float
    height: float

    def turned(self) -> "PageSize":
        return PageSize(self.name, self.height, self.width)


A4 = PageSize("A4", 210, 297)
A5 = PageSize("A5", 148, 210)
A5_LANDSCAPE = A5.turned()
A4_LANDSCAPE = A4.turned()
# A slip from a roll of 58 mm.
SLIP = PageSize("58 mm", 58, 87)

THIN = 0.6
THICK = 1.2

_STAMP_GREY = 0.72


class Sheet:
    """One document. Lengths are millimetres, type sizes and weights of rules are points."""

    def __init__(self, size: PageSize, *, title: str, author: str) -> None:
        fonts.font(fonts.FIRST_FONT)
        self.size = size
        self._buffer = BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=(size.width * POINTS_PER_MM, size.height * POINTS_PER_MM),
            invariant=1,
            pageCompression=1,
            initialFontName=fonts.FIRST_FONT,
            lang="zh-CN",
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setCreator(PRODUCT)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return x * POINTS_PER_MM, (self.size.height - y) * POINTS_PER_MM

    # ------------------------------------------------------------------------------------------------------ text

    def text(self, x: float, y: float, text: str, style: Style, *, align: Align = "left") -> None:
        """One line of text with its baseline at ``y``; ``x`` is its left end, middle or right end."""
        if align != "left":
            x -= text_width(text, style) * (0.5 if align == "center" else 1.0)
        pen = self._canvas.beginText(*self._at(x, y))
        if style.spacing:
            pen.setCharSpace(style.spacing)
        for stretch, back in closed_up(fonts.visible(text)):
            for name, part in fonts.runs(stretch, style.face):
                pen.setFont(name, style.size)
                pen.textOut(part)
            if back:
                x += text_width(stretch, style) - back * style.em + style.spacing / POINTS_PER_MM
                pen.setTextOrigin(*self._at(x, y))
        if style.spacing:
            # The letter space would outlive this text object.
            pen.setCharSpace(0)
        self._canvas.drawText(pen)

    def stamp(self, x: float, y: float, text: str, style: Style, *, turn: float) -> None:
        """A large framed word, its middle at (x, y), turned by degrees; draw it first, so that all else lies on top.

        It is the one grey thing on our papers: the text of a void paper has to stay legible.
        """
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(*self._at(x, y))
        canvas.rotate(turn)
        canvas.setFillGray(_STAMP_GREY)
        canvas.setStrokeGray(_STAMP_GREY)
        canvas.setLineWidth(style.size / 14)
        half = text_width(text, style) * POINTS_PER_MM / 2
        pen = canvas.beginText(-half, -0.38 * style.size)
        pen.setCharSpace(style.spacing)
        for name, part in fonts.runs(text, style.face):
            pen.setFont(name, style.size)
            pen.textOut(part)
        canvas.drawText(pen)
        width, height = 2 * half + 0.5 * style.size, 1.3 * style.size
        canvas.rect(-width / 2, -height / 2, width, height)
        canvas.restoreState()

    # ----------------------------------------------------------------------------------------------------- rules

    def rule(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        weight: float = THIN,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """A straight line; ``dash`` gives drawn and blank lengths in points."""
        canvas = self._canvas
        canvas.setLineWidth(weight)
        if dash:
            canvas.setDash(*dash)
        canvas.line(*self._at(x1, y1), *self._at(x2, y2))
        if dash:
            canvas.setDash()

    def path(self, points: Sequence[tuple[float, float]], *, weight: float = THIN) -> None:
        """A line through several points."""
        canvas = self._canvas
        canvas.setLineWidth(weight)
        path = canvas.beginPath()
        path.moveTo(*self._at(*points[0]))
        for point in points[1:]:
            path.lineTo(*self._at(*point))
        canvas.drawPath(path, stroke=1, fill=0)

    def box(self, x: float, y: float, width: float, height: float, *, weight: float = THIN) -> None:
        """An empty frame; (x, y) is its top left corner."""
        left, bottom = self._at(x, y + height)
        self._canvas.setLineWidth(weight)
        self._canvas.rect(left, bottom, width * POINTS_PER_MM, height * POINTS_PER_MM)

    def dots(self, x: float, y: float, unit: float, runs: Sequence[tuple[int, int, int]]) -> None:
        """Black bars of one unit's height, as (row, first column, columns) on a raster whose top left is (x, y).

        All of them are one filled path, so that no renderer leaves seams between neighbours.
        """
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(*self._at(x, y))
        canvas.scale(unit * POINTS_PER_MM, -unit * POINTS_PER_MM)
        # Written straight: ReportLab's path object spends more time on a QR code than on all the rest of a receipt.
        canvas.addLiteral(" ".join(f"{column} {row} {columns} 1 re" for row, column, columns in runs) + " f")
        canvas.restoreState()

    # ----------------------------------------------------------------------------------------------------- pages

    def next_page(self) -> None:
        """Closes this page; drawing goes on on a fresh one."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Closes the last page and gives the PDF. The sheet can't be used any more."""
        self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()

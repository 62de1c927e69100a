"""Workbooks for tests, written by hand: right ones, and such as nobody's table program would write."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def cell(place: str, value: str | float | None) -> str:
    """A cell as XML: a text stands in it, a number as a number."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def sheet(rows: Sequence[Sequence[str | float | None]], *, beside: str = "") -> str:
    """A sheet as XML; `beside` is put after the last row."""
    lines = (
        f'<row r="{at}">{"".join(cell(f"{chr(65 + column)}{at}", value) for column, value in enumerate(row))}</row>'
        for at, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}{beside}</sheetData></worksheet>'


def book(path: Path, sheet_xml: str, *, strings: str = "", properties: str = "") -> Path:
    """A workbook with this one sheet, which isn't called sheet1 inside."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{properties}<sheets>'
            '<sheet name="说明" sheetId="2" state="hidden" r:id="rId9"/>'
            '<sheet name="名单" sheetId="1" r:id="rId7"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId9" Target="worksheets/hidden.xml"/>'
            '<Relationship Id="rId7" Target="/xl/worksheets/list.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/list.xml", sheet_xml)
        if strings:
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{strings}</sst>')
    return path

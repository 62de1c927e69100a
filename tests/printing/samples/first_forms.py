"""The papers of first light and of the desk: receipt, recovery sheet, printer test, slip, card."""

from typing import Any

from printing.forms.quick_card import CardKey
from printing.forms.visit_receipt import ReceiptLine
from tests.printing.papers import (
    HOSTILE,
    LINES,
    NAME_60,
    NARRATIVE,
    card_keys,
    many_lines,
    printer_page,
    queue_slip,
    quick_card,
    receipt,
    recovery,
)

SAMPLES: dict[str, Any] = {
    "receipt": receipt(),
    "reprint": receipt(reprint=12),
    "correction": receipt(correction=3, reprint=12),
    "three_matters": receipt(lines=(*LINES, LINES[0])),
    "four_matters": receipt(lines=(*LINES, *LINES)),
    "twenty_matters": receipt(lines=many_lines(20)),
    "long_matter": receipt(lines=(LINES[0], ReceiptLine("咨询：" + NARRATIVE, "当场答复"), LINES[1])),
    "long_name": receipt(visitor=f"{NAME_60}（男）", headcount_text="7人（代表3人）"),
    "hostile": receipt(
        station_name=HOSTILE,
        visitor=HOSTILE,
        materials_text=HOSTILE,
        lines=(ReceiptLine(HOSTILE, HOSTILE, HOSTILE), ReceiptLine("😀" * 40, "🎖" * 9, "\x00\u200d\t\n")),
        address=HOSTILE,
        hours=HOSTILE,
        operator=HOSTILE,
        printed_at=HOSTILE,
        headcount_text=HOSTILE,
    ),
    "long_everything": receipt(
        station_name="长沙市天心区坡子街" * 20,
        visitor="欧阳" * 100,
        headcount_text="7人" * 100,
        materials_text="退役证复印件1份、" * 80,
        station_phone="0731-85550199、" * 14,
        complaint_phone="0731-85550110、" * 14,
        address="坡子街街道碧湘街" * 25,
        hours="工作日9:00—17:00" * 15,
        operator="王静" * 30,
        printed_at="2026年11月24日" * 20,
        number="LF20261124-008" * 10,
        lines=many_lines(20),
    ),
    "empty": receipt(lines=(), materials_text="", visitor="", address="", hours="", operator="", station_name=""),
    "recovery": recovery(),
    "recovery_long": recovery(station_name="长沙市天心区坡子街" * 6, machine="机" * 100, copies=3),
    "printer_test": printer_page(),
    "printer_test_long": printer_page(printer=HOSTILE * 5, station_name="长沙市天心区" * 30),
    "slip": queue_slip(),
    "slip_hostile": queue_slip(
        station_name=HOSTILE * 3, number=HOSTILE, kind=HOSTILE, taken_at=HOSTILE, ahead=99_999, places_back=999
    ),
    "slip_short": queue_slip(station_name="", number="001", taken_at=""),
    "card": quick_card(),
    "card_of_program": quick_card(keys=card_keys()),
    "card_hostile": quick_card(
        station_name=HOSTILE * 9,
        program=HOSTILE,
        printed_on=HOSTILE,
        keys=tuple(CardKey(key=HOSTILE, words=HOSTILE, group=group) for group in ("everywhere", HOSTILE) * 9),
    ),
    "card_bare": quick_card(keys=(), station_name=""),
}

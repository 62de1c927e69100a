"""The visit receipt on rolls of 80 and 58 mm."""

from typing import Any

from printing.forms.visit_receipt import ReceiptLine
from tests.printing.papers import HOSTILE, LINES, NAME_60, NARRATIVE, many_lines, receipt

# A signed code of usual length, from a key that nobody has.
SIGNED = (
    "TYJR2:JEHLD3JQK0LR0ECJPC680-S9NF6TF6%96RF63W5E4638376CD70NX5S 2-6NYCM:P5G6TCJEENBOGS%H8BXBG-QGX4L%LP/RDD4TO5V3"
    "GL59$P4WUG3SH/0OY2VGRSI2T4ZM$3C:DKTZDBEE+VMN.J6*A-MD-Q6:7K3M92QF"
)
ROLLS = {"80": "80 mm", "58": "58 mm"}


def _of(roll: str) -> dict[str, Any]:
    paper = ROLLS[roll]
    name = f"receipt_{roll}"
    return {
        name: receipt(paper=paper, qr_text=SIGNED),
        f"{name}_reprint": receipt(paper=paper, reprint=12, correction=3),
        f"{name}_void": receipt(paper=paper, void=True, reprint=1),
        f"{name}_twenty": receipt(
            paper=paper, lines=many_lines(20), qr_text=SIGNED, correction=2, reprint=1, void=True
        ),
        f"{name}_long": receipt(
            paper=paper,
            visitor=f"{NAME_60}（男）",
            lines=(LINES[0], ReceiptLine("咨询：" + NARRATIVE, "当场答复"), LINES[1]),
        ),
        f"{name}_hostile": receipt(
            paper=paper,
            station_name=HOSTILE * 3,
            number=HOSTILE,
            visitor=HOSTILE,
            headcount_text=HOSTILE,
            visited_at=HOSTILE,
            materials_text=HOSTILE,
            lines=(ReceiptLine(HOSTILE, HOSTILE, HOSTILE), ReceiptLine("😀" * 40, "🎖" * 9, "\x00\u200d\t\n")),
            station_phone=HOSTILE,
            complaint_phone=HOSTILE,
            address=HOSTILE * 30,
            hours=HOSTILE,
            operator=HOSTILE,
            printed_at=HOSTILE,
        ),
        f"{name}_empty": receipt(
            paper=paper, lines=(), materials_text="", visitor="", address="", hours="", operator="", station_name=""
        ),
    }


SAMPLES: dict[str, Any] = {name: form for roll in ROLLS for name, form in _of(roll).items()}

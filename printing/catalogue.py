"""The papers that this program prints, in one table, and the way from a form's data to JSON and back.

The register keeps data and the version of the wording, not PDFs: the same data gives the same bytes again.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass
from types import ModuleType
from typing import Any, get_args, get_origin, get_type_hints

from domain.labels import PAPER_LABELS
from printing import wording
from printing.forms import (
    card_application,
    case_index,
    case_ledger,
    clock_sheet,
    collection_notice,
    collection_sheet,
    day_tally,
    group_sheet,
    material_list,
    notice_board,
    one_time_notice,
    oral_record,
    printer_test,
    privacy_notice,
    queue_slip,
    quick_card,
    rating_sheet,
    record_form,
    recovery_sheet,
    referral_slip,
    rejection_notice,
    ruler_sheet,
    seal_register,
    station_key_sheet,
    submission_list,
    visit_ledger,
    visit_receipt,
    visit_sheet,
)
from printing.forms.visit_receipt_slip import ROLL_58, ROLL_80
from printing.sheet import A4, A4_LANDSCAPE, A5_LANDSCAPE, SLIP, PageSize
from printing.wording import Wording


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """One kind of paper, all that is fixed about it in one place.

    ``number`` names the kind in the code on the paper, and is never given to another. ``sample`` makes one of nobody.
    ``sizes``: the paper sizes it can be set on, the usual one first. ``copies``: how many of it are printed at once
    (parts of one page count as one). ``masked``: personal values are masked before they come here. ``preview_first``:
    it is looked at before it is printed. ``sealed``: it bears the station's seal, so the register of seals lists it.
    ``kept``: its data may go into the register; a paper that carries a secret may not. ``loose``: it has no number and
    stays outside the register. ``stored``: its PDF is kept beside its data, because drawing it again takes too long.
    """

    code: str
    number: int
    form: type[Any]
    draw: Callable[[Any, Wording], bytes]
    sample: Callable[[], Any]
    sizes: tuple[PageSize, ...]
    copies: int = 1
    masked: bool = True
    preview_first: bool = False
    sealed: bool = False
    kept: bool = True
    loose: bool = False
    stored: bool = False

    @property
    def size(self) -> PageSize:
        """The usual paper size."""
        return self.sizes[0]

    @property
    def title(self) -> str:
        """What the paper is called in lists."""
        return PAPER_LABELS[self.code]


def _kind(module: ModuleType, form: type[Any], number: int, *sizes: PageSize, **facts: Any) -> PaperKind:
    return PaperKind(
        code=module.FORM, number=number, form=form, draw=module.render, sample=module.sample, sizes=sizes, **facts
    )


KINDS: Mapping[str, PaperKind] = {
    kind.code: kind
    for kind in (
        _kind(visit_receipt, visit_receipt.VisitReceipt, 1, A5_LANDSCAPE, ROLL_80, ROLL_58),
        _kind(recovery_sheet, recovery_sheet.RecoverySheet, 2, A4, copies=2, masked=False, kept=False),
        _kind(printer_test, printer_test.PrinterTest, 3, A5_LANDSCAPE),
        _kind(queue_slip, queue_slip.QueueSlip, 4, SLIP, loose=True),
        _kind(quick_card, quick_card.QuickCard, 5, A4, loose=True),
        _kind(visit_sheet, visit_sheet.VisitSheet, 6, A4),
        _kind(group_sheet, group_sheet.GroupSheet, 7, A4),
        _kind(oral_record, oral_record.OralRecord, 8, A4, preview_first=True),
        _kind(one_time_notice, one_time_notice.OneTimeNotice, 9, A4, sealed=True),
        _kind(referral_slip, referral_slip.ReferralSlip, 10, A4, sealed=True),
        _kind(material_list, material_list.MaterialList, 11, A4),
        _kind(rating_sheet, rating_sheet.RatingSheet, 12, A4),
        _kind(privacy_notice, privacy_notice.PrivacyNotice, 13, A4),
        _kind(notice_board, notice_board.NoticeBoard, 14, A4),
        _kind(day_tally, day_tally.DayTally, 15, A4, preview_first=True),
        _kind(visit_ledger, visit_ledger.VisitLedger, 16, A4_LANDSCAPE, preview_first=True, stored=True),
        _kind(seal_register, seal_register.SealRegister, 17, A4, preview_first=True),
        _kind(station_key_sheet, station_key_sheet.StationKeySheet, 18, A4, masked=False, loose=True),
        _kind(ruler_sheet, ruler_sheet.RulerSheet, 19, A4, A5_LANDSCAPE, ROLL_80, ROLL_58, loose=True),
        _kind(submission_list, submission_list.SubmissionList, 20, A4, masked=False, preview_first=True, sealed=True),
        _kind(collection_notice, collection_notice.CollectionNotice, 21, A4),
        _kind(collection_sheet, collection_sheet.CollectionSheet, 22, A4),
        _kind(rejection_notice, rejection_notice.RejectionNotice, 23, A4, preview_first=True, sealed=True),
        _kind(card_application, card_application.CardApplication, 26, A4, masked=False, preview_first=True),
        _kind(record_form, record_form.RecordForm, 27, A4, masked=False, preview_first=True),
        _kind(clock_sheet, clock_sheet.ClockSheet, 24, A4),
        _kind(case_index, case_index.CaseIndex, 25, A4, preview_first=True),
        _kind(case_ledger, case_ledger.CaseLedger, 28, A4_LANDSCAPE, preview_first=True, stored=True),
    )
}


def kind(code: str) -> PaperKind:
    """The kind with this code. Raises ValueError if there is none."""
    found = KINDS.get(code)
    if found is None:
        raise ValueError(f"没有“{code}”这种文书")
    return found


def kind_of(form: object) -> PaperKind:
    """The kind that a form's data belongs to. Raises ValueError if there is none."""
    for candidate in KINDS.values():
        if isinstance(form, candidate.form):
            return candidate
    raise ValueError(f"{type(form).__name__} 不是文书数据")


def to_data(form: Any) -> dict[str, Any]:
    """A form's data as a JSON-able dict. Raises ValueError for a paper whose data must not be kept."""
    paper = kind_of(form)
    if not paper.kept:
        raise ValueError(f"《{paper.title}》的内容不得存档")
    data: dict[str, Any] = _plain(asdict(form))
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


def from_data(code: str, data: Mapping[str, Any]) -> Any:
    """The form's data class again. Raises ValueError where the data doesn't fit it (another kind, a newer program)."""
    paper = kind(code)
    if not paper.kept:
        raise ValueError(f"《{paper.title}》的内容不得存档")
    return _built(paper.form, data)


def _built(form: type[Any], data: Mapping[str, Any]) -> Any:
    hints = get_type_hints(form)
    unknown = set(data) - {field.name for field in fields(form)}
    if unknown:
        raise ValueError(f"{form.__name__} 没有这些项：{'、'.join(sorted(unknown))}")
    try:
        return form(**{name: _value(hints[name], value, name) for name, value in data.items()})
    except TypeError as error:
        raise ValueError(f"{form.__name__} 缺少必需的项") from error


def _value(hint: Any, value: Any, name: str) -> Any:
    if get_origin(hint) is tuple and isinstance(value, list | tuple):
        return tuple(_value(get_args(hint)[0], part, name) for part in value)
    if is_dataclass(hint) and isinstance(hint, type) and isinstance(value, Mapping):
        return _built(hint, value)
    if hint in (str, int, bool) and type(value) is hint:
        return value
    raise ValueError(f"“{name}”的值类型不对")


def render(code: str, data: Mapping[str, Any], words: Wording | None = None) -> bytes:
    """The PDF of kept data: the same bytes each time.

    Without `words` the shipped ones of the version that the data names are taken. Raises ValueError as `from_data`
    does, and for a version that wasn't shipped.
    """
    return render_form(from_data(code, data), words)


def render_form(form: Any, words: Wording | None = None) -> bytes:
    """The PDF of a form's data class, kept or not."""
    paper = kind_of(form)
    return paper.draw(form, words or wording.wording(paper.code, form.wording))

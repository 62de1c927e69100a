"""The papers that this program prints, in one table, and the way from a form's data to JSON and back.

The register keeps data and the version of the wording, not PDFs: the same data gives the same bytes again.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from typing import Any, get_args, get_origin, get_type_hints

from printing import wording
from printing.forms import printer_test, queue_slip, quick_card, recovery_sheet, visit_receipt
from printing.sheet import A4, A5_LANDSCAPE, SLIP, PageSize


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper.

    ``copies``: how many of it are printed at once (parts of one page count as one). ``masked``: personal values are
    masked before they come here. ``kept``: its data may go into the register; a paper that carries a secret may not.
    ``loose``: it has no number and stays outside the register.
    """

    code: str
    title: str
    size: PageSize
    copies: int
    masked: bool
    kept: bool
    form: type[Any]
    draw: Callable[[Any], bytes]
    loose: bool = False


def _kind(form: type[Any], draw: Callable[[Any], bytes], code: str, size: PageSize, **facts: Any) -> PaperKind:
    return PaperKind(code=code, title=wording.wording(code)["title"], size=size, form=form, draw=draw, **facts)


KINDS: Mapping[str, PaperKind] = {
    kind.code: kind
    for kind in (
        _kind(
            visit_receipt.VisitReceipt,
            visit_receipt.render,
            visit_receipt.FORM,
            A5_LANDSCAPE,
            copies=1,
            masked=True,
            kept=True,
        ),
        _kind(
            recovery_sheet.RecoverySheet,
            recovery_sheet.render,
            recovery_sheet.FORM,
            A4,
            copies=2,
            masked=False,
            kept=False,
        ),
        _kind(
            printer_test.PrinterTest,
            printer_test.render,
            printer_test.FORM,
            A5_LANDSCAPE,
            copies=1,
            masked=True,
            kept=True,
        ),
        _kind(
            queue_slip.QueueSlip,
            queue_slip.render,
            queue_slip.FORM,
            SLIP,
            copies=1,
            masked=True,
            kept=True,
            loose=True,
        ),
        _kind(
            quick_card.QuickCard,
            quick_card.render,
            quick_card.FORM,
            A4,
            copies=1,
            masked=True,
            kept=True,
            loose=True,
        ),
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


def wording_version(code: str) -> int:
    """The newest version of a kind's wording."""
    return wording.wording(kind(code).code).version


def to_data(form: Any) -> dict[str, Any]:
    """A form's data as a JSON-able dict, with the version of the wording set down.

    Raises ValueError for a paper whose data must not be kept.
    """
    paper = kind_of(form)
    if not paper.kept:
        raise ValueError(f"《{paper.title}》的内容不得存档")
    fixed = replace(form, wording=wording.wording(paper.code, form.wording).version)
    data: dict[str, Any] = _plain(asdict(fixed))
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


def render(code: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of kept data: the same bytes each time. Raises ValueError as `from_data` does."""
    return kind(code).draw(from_data(code, data))


def render_form(form: Any) -> bytes:
    """The PDF of a form's data class, kept or not."""
    return kind_of(form).draw(form)

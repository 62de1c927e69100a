"""The recovery key typed from the paper, group by group, or scanned in one go; checked while it comes in."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import Grid
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.problems import Problem
from system.errors import Invalid
from system.recovery_code import ALPHABET, CHECK_LENGTH, GROUP_LENGTH, GROUPS, LETTERS, RecoveryCode, clean, read_code

_COLUMNS = 4
_SPREAD = 125
# How a scan starts: letters of the prefix that a first group may have too are waited for.
_SCAN = clean("TYJRK1:")
_SCAN_LENGTH = len(_SCAN) + LETTERS + CHECK_LENGTH
# A box takes more than a group, so that a pasted line or a scan arrives whole and is then dealt out.
_BOX_LENGTH = 120
_HINT = "不分大小写；不含数字 0、1 和字母 O、I。也可以用扫码枪扫纸上的二维码，或整行粘贴"


class CodeEntry(QWidget):
    """Eight boxes and one for the check letters. `changed` after each edit."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = [
            LineEdit("", name=f"第 {index + 1} 组", max_length=_BOX_LENGTH, latin=True, size="big", enter="next")
            for index in range(GROUPS)
        ]
        self.check = LineEdit("", name="末尾校验", max_length=_BOX_LENGTH, latin=True, size="big", enter="next")
        self.fields = [Field(f"第 {index + 1} 组", box) for index, box in enumerate(self.boxes)]
        self.check_field = Field("末尾校验（可不填）", self.check)
        self.note = Label(_HINT, "hint", "t3", wrap=True)
        self._refused = ""
        self._build()
        for index, box in enumerate(self.boxes):
            box.textEdited.connect(lambda _text, at=index: self._on_edited(at))
        self.check.textEdited.connect(lambda _text: self._on_edited(GROUPS))
        self.setFocusProxy(self.boxes[0])

    def _build(self) -> None:
        for box in [*self.boxes, self.check]:
            spread_letters(box)
        grid = Grid(self, gap="m", row_gap="none")
        for index, field in enumerate(self.fields):
            grid.addWidget(field, index // _COLUMNS, index % _COLUMNS)
        for at in range(_COLUMNS):
            grid.setColumnStretch(at, 1)
        grid.addWidget(self.check_field, GROUPS // _COLUMNS, 0)
        grid.addWidget(self.note, GROUPS // _COLUMNS, 1, 1, _COLUMNS - 1)

    # ---- values

    def typed(self) -> str:
        """All letters that were typed so far, check letters last."""
        return "".join(clean(box.text()) for box in [*self.boxes, self.check])

    def code(self) -> RecoveryCode | None:
        """The key, once it is whole and free of contradiction."""
        try:
            return self._read()
        except Invalid:
            return None

    def problems(self) -> list[Problem]:
        """What keeps the key from being used, first place first."""
        if self._refused:
            return [Problem("恢复密钥", self._refused, self.boxes[0])]
        for index, box in enumerate(self.boxes):
            sentence = _group_sentence(index, clean(box.text()))
            if sentence:
                return [Problem(f"第 {index + 1} 组", sentence, box)]
        try:
            self._read()
        except Invalid as error:
            return [Problem("末尾校验", str(error), self.check)]
        return []

    def shows_fault(self) -> bool:
        """Whether something stands in red, and not only that more is to come."""
        return bool(self._refused) or any(field.state == "error" for field in [*self.fields, self.check_field])

    def refuse(self, sentence: str) -> None:
        """Show that this key opens nothing; the next edit takes the sentence away."""
        self._refused = sentence
        self._show()
        self.changed.emit()

    def clear(self) -> None:
        """Forget the key."""
        for box in [*self.boxes, self.check]:
            box.clear()
        self._refused = ""
        self._show()

    def put(self, text: str, start: int = 0) -> None:
        """Deal a line of letters out over the boxes, from the box at `start` on; the rest goes to the check letters."""
        letters = clean(text).removeprefix(_SCAN)
        slots = [*self.boxes, self.check]
        for slot in slots[start:GROUPS]:
            slot.setText(letters[:GROUP_LENGTH])
            letters = letters[GROUP_LENGTH:]
            if not letters:
                break
        if letters:
            self.check.setText(letters)
        self._after_edit()

    # ---- typing

    def _read(self) -> RecoveryCode:
        return read_code(self.typed())

    def _on_edited(self, index: int) -> None:
        slot = [*self.boxes, self.check][index]
        letters = clean(slot.text())
        if _SCAN.startswith(letters[: len(_SCAN)]) and len(letters) >= GROUP_LENGTH:
            # Either a scan is running in, or a first group happens to begin like one: the next letters tell.
            if len(letters) >= _SCAN_LENGTH:
                self.put(letters)
                self.check.setFocus()
            return
        if index < GROUPS and len(letters) > GROUP_LENGTH:
            self.put(letters, index)
            self._focus_first_gap(index)
            return
        if letters != slot.text():
            slot.setText(letters)
        self._after_edit()
        if index < GROUPS and len(letters) == GROUP_LENGTH and not _group_sentence(index, letters):
            ([*self.boxes, self.check][index + 1]).setFocus()

    def _focus_first_gap(self, start: int) -> None:
        gap = next((box for box in self.boxes[start:] if len(clean(box.text())) < GROUP_LENGTH), self.check)
        gap.setFocus()
        gap.end(False)

    def _after_edit(self) -> None:
        self._refused = ""
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for box, field in zip(self.boxes, self.fields, strict=True):
            letters = clean(box.text())
            wrong = next((letter for letter in letters if letter not in ALPHABET), "")
            if wrong:
                field.set_error(f"不会有“{wrong}”")
            elif len(letters) == GROUP_LENGTH:
                field.clear()
                field.set_ok("")
            else:
                field.clear()
                field.set_hint(f"还差 {GROUP_LENGTH - len(letters)} 位" if letters else "")
        self._show_check()

    def _show_check(self) -> None:
        self.check_field.clear()
        whole = len(self.typed()) >= LETTERS
        if self._refused:
            self.note.set_tone("red")
            self.note.setText(self._refused)
            return
        self.note.set_tone("t3")
        self.note.setText(_HINT)
        if not whole or any(len(clean(box.text())) != GROUP_LENGTH for box in self.boxes):
            return
        try:
            self._read()
        except Invalid as error:
            rest = clean(self.check.text())
            if len(rest) < CHECK_LENGTH:
                self.check_field.set_hint(f"还差 {CHECK_LENGTH - len(rest)} 位，或留空")
            else:
                self.check_field.set_error("对不上")
                self.note.set_tone("red")
                self.note.setText(str(error))
            return
        if self.check.text():
            self.check_field.set_ok("校验通过")
        else:
            self.note.set_tone("accent")
            self.note.setText("8 组都齐了。填上末尾校验可以马上知道有没有看错")


def spread_letters(edit: LineEdit) -> None:
    """Set the letters of a code apart, so that none is passed over when reading it back."""
    font = edit.font()
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, _SPREAD)
    edit.setFont(font)


def _group_sentence(index: int, letters: str) -> str:
    """What is wrong with one group, "" if nothing."""
    for place, letter in enumerate(letters):
        if letter not in ALPHABET:
            trap = "没有数字 0、1 和字母 O、I" if letter in "01OI" else "只有数字和英文字母"
            return f"第 {index + 1} 组第 {place + 1} 位是“{letter}”，恢复密钥里{trap}。请照着纸再看一遍。"
    if len(letters) < GROUP_LENGTH:
        return f"第 {index + 1} 组还差 {GROUP_LENGTH - len(letters)} 位。"
    return "" if len(letters) == GROUP_LENGTH else f"第 {index + 1} 组多了 {len(letters) - GROUP_LENGTH} 位。"

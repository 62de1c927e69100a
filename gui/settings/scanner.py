"""设置 › 扫码枪: how fast the station's scanner types, what it puts before a code, and a field to try it in."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from domain.labels import PERMISSION_LABELS
from domain.permissions import Permission
from domain.scan_rules import (
    GAP_LEAST,
    GAP_MOST,
    PREFIX_LENGTH,
    ScannerSettings,
    Shape,
    Trial,
    clean_scan,
    judge_trial,
    shape_of,
)
from domain.text import shortened
from gui import jobs
from gui.kit.boxes import HBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.facts import Facts
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.stepper_count import StepperCount
from gui.scanner import SCAN_BOX, ends_scan, moment_of
from gui.settings.section import Section, reason_for
from services import Changes, Services
from system.errors import Invalid, Refusal

_NOTES = (
    "扫码枪打字比手快得多，程序就凭这个认出它。普通扫码枪不用改；老枪认不出来，就把间隔调大一点。",
    "扫文书上的二维码会到“查验纸张”，扫别的会弹出“扫码办理”；光标在输入框里时，只认文书上的二维码，框里的字不会变。",
    "扫身份证号请先按 F6。码的结尾是回车、Tab，或者没有，都认得出来。",
)
_SHAPES = {
    Shape.EMPTY: "没有字符",
    Shape.PAPER: "文书上的码",
    Shape.BEGINNING: "文书码的前半截，没有扫全",
    Shape.END: "文书码的后半截，没有扫全",
    Shape.BROKEN: "文书码，两头都在，中间读不通",
    Shape.KEY: "外站的公钥",
    Shape.OTHER: "别的编号或文字",
}
_REASON = reason_for(PERMISSION_LABELS[Permission.STATION_SETTINGS])
# A paper's code has under 300 characters and no place where a line could be broken.
_LONGEST, _SHOWN = 600, 40
_ALT = Qt.KeyboardModifier.AltModifier
# No scanner waits so long inside of a code.
_OVER_MS = 500


class ScannerSection(Section):
    """What is typed counts once it is saved; the try-out is judged by what stands in the fields."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.gap = StepperCount(name="字符间隔", minimum=GAP_LEAST, maximum=GAP_MOST)
        self.prefix = LineEdit("没有就空着", name="前缀", max_length=PREFIX_LENGTH, latin=True, ime=False)
        self.fields = {
            "gap_ms": Field(
                "字符间隔（毫秒）", self.gap, hint=f"{GAP_LEAST} 到 {GAP_MOST}，越大越容易把快打的字当成扫码"
            ),
            "prefix": Field("前缀", self.prefix, hint="扫码枪加在每个码前面的字符，见说明书"),
        }
        self.save = Button("保存", "primary", shortcut="Ctrl+S", size="bar")
        self.box = LineEdit(
            "光标放在这里，随便扫一个码",
            name="试扫",
            icon="barcode_scanner",
            size="big",
            ime=False,
            max_length=_LONGEST,
        )
        self.box.setProperty(SCAN_BOX, "raw")
        self.facts = Facts(label_width=72)
        self.sentence = Label("", "label", "t2", wrap=True)
        self.adopt = Button("采用")
        self.trial: Trial | None = None
        self._advised = 0
        self._raw, self._last, self._slowest = "", 0.0, 0.0
        self._over = QTimer(self, singleShot=True, interval=_OVER_MS)
        self._lay_out()
        self._connect()

    def first_focus(self) -> QWidget:
        return self.box

    def refresh(self) -> None:
        settings = self.services.scans.settings()
        self.gap.set_value(settings.gap_ms)
        self.prefix.setText(settings.prefix)
        self.save.set_blocked("" if self.may(Permission.STATION_SETTINGS) else _REASON)
        for field in self.fields.values():
            field.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.box:
            return self._on_key(event)
        return False

    # ---- building

    def _lay_out(self) -> None:
        whole = HBox(self, gap="m")
        setting = Card("扫码枪")
        for field in self.fields.values():
            setting.body.addWidget(field)
        for note in _NOTES:
            setting.body.addWidget(Label(note, "hint", "t3", wrap=True))
        setting.body.addStretch(1)
        row = HBox()
        row.addWidget(self.save)
        row.addStretch(1)
        setting.body.addLayout(row)
        trying = Card("试一试", note="扫出来的字符原样显示，不会保存")
        trying.body.addWidget(self.box)
        trying.body.addWidget(self.facts)
        trying.body.addWidget(self.sentence)
        foot = HBox()
        foot.addWidget(self.adopt)
        foot.addStretch(1)
        trying.body.addLayout(foot)
        trying.body.addStretch(1)
        self.adopt.hide()
        whole.addWidget(setting, 1)
        whole.addWidget(trying, 1)

    def _connect(self) -> None:
        self.box.installEventFilter(self)
        self._over.timeout.connect(lambda: self._judge(""))
        self.adopt.clicked.connect(self._on_adopt)
        self.save.clicked.connect(self._on_save)

    # ---- trying

    def _on_key(self, event: QKeyEvent) -> bool:
        """Measure, and let the character through; the key at the end belongs to the scan, not to the form."""
        if ends_scan(event) and self._raw:
            self._judge("Tab" if event.text() == "\t" else "Enter")
            return True
        if len(event.text()) != 1 or event.modifiers() & _ALT:
            return False
        at = moment_of(event)
        if self._raw:
            self._slowest = max(self._slowest, at - self._last)
        else:
            self.box.clear()
        self._raw += event.text()
        self._last = at
        self._over.start()
        return False

    def _judge(self, ending: str) -> None:
        self._over.stop()
        self.trial = Trial(self._raw, round(self._slowest), ending)
        self._raw, self._slowest = "", 0.0
        settings = self._typed()
        text = clean_scan(self.trial.text, settings.prefix)
        self.facts.clear()
        self.facts.add("收到", shortened(text, _SHOWN) or "没有看得见的字符")
        self.facts.add("是什么", _SHAPES[shape_of(text)])
        hidden = len(self.trial.text) - len(clean_scan(self.trial.text))
        self.facts.add("字符", f"{len(text)} 个" + (f"，另有 {hidden} 个看不见的，已去掉" if hidden else ""))
        self.facts.add("结尾键", ending or "没有")
        words, self._advised = judge_trial(self.trial, settings)
        self.sentence.setText(words)
        self.adopt.set_words(f"采用 {self._advised} 毫秒")
        self.adopt.setVisible(bool(self._advised) and self.may(Permission.STATION_SETTINGS))

    def _on_adopt(self) -> None:
        self.gap.set_value(self._advised)
        self.adopt.hide()
        self._on_save()

    # ---- saving

    def _typed(self) -> ScannerSettings:
        return ScannerSettings(self.gap.value(), self.prefix.text())

    def _on_save(self) -> None:
        settings = self._typed()
        jobs.run(self, lambda: self.services.scans.set_settings(settings), self._on_saved, self._refuse)

    def _on_saved(self, changes: Changes) -> None:
        self.tell(changes)
        self.notice.emit("扫码枪的设置已保存，现在就生效")

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Invalid):
            for key, sentence in error.fields.items():
                self.fields[key].set_error(sentence)
        elif isinstance(error, Refusal):
            self.notice.emit(str(error))

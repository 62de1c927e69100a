"""Step 4, 备份位置: a second place outside this machine, and the first backup at once."""

from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import VBox
from gui.kit.card import Card
from gui.kit.check_box import CheckBox
from gui.kit.problems import Problem
from gui.kit.setup.backup_place import BackupPlaceForm, BackupRun
from gui.login.first_start.road import BACKUP, Road
from gui.login.guide import GuideStep
from system.errors import Invalid, Refusal

_SKIP = "现在没有 U 盘，以后再选"
_ALONE = "备份暂时只存在这台电脑里。电脑坏了、丢了，数据就找不回来。请尽快在“设置 › 备份与恢复”里选一个 U 盘。"


class BackupStep(GuideStep):
    """May be passed without a second place, with a warning: the first backup is made all the same."""

    title = "备份位置"
    note = "选一个 U 盘或硬盘"
    heading = "备份放在哪里"
    lead = "每次退出程序自动备份一份，写完就校验。备份和数据一样加密，捡到 U 盘的人打不开。"

    def __init__(self, road: Road) -> None:
        super().__init__()
        self._road = road
        self._done_words = ""
        self.form = BackupPlaceForm(road.folder)
        self.skip = CheckBox(_SKIP)
        self.alone = Banner(_ALONE, "amber")
        self.run = BackupRun()
        column = VBox(self, gap="l")
        card = Card("")
        card.body.addWidget(self.form)
        card.body.addWidget(self.skip)
        card.body.addWidget(self.alone)
        column.addWidget(card)
        second = Card("第一份备份", note="点“下一步”时马上做一份，确认这个位置真的能用")
        second.body.addWidget(self.run)
        column.addWidget(second)
        self.alone.hide()
        self.run.words.setText("还没有备份")
        self.form.changed.connect(self.changed)
        self.skip.toggled.connect(self._on_skip)
        self.run.done.connect(self._on_backed_up)
        self.run.failed.connect(lambda _sentence: self.changed.emit())

    def entered(self) -> None:
        self.form.start(self._road.opened)
        self.form.setFocus()

    def summary(self) -> str:
        return self._done_words

    def shown_problems(self) -> list[Problem]:
        field = self.form.field
        wrong = field.state == "error" and not self.skip.isChecked()
        return [Problem("备份位置", field.message, self.form.edit)] if wrong else []

    def blocked(self) -> str:
        if self.skip.isChecked():
            return ""
        if self.form.place() is None:
            return "先选一个位置，或者勾选“以后再选”"
        report = self.form.report
        return report.fault if report is not None else ""

    def busy(self) -> str:
        return "正在备份…" if self.run.running else ""

    def draft_text(self) -> str:
        return "已自动保存"

    def proceed(self) -> None:
        services = self._road.opened
        place = None if self.skip.isChecked() else self.form.place()
        jobs.run(self, lambda: services.backups.set_place(place), self._on_place_set, self._on_refused)

    def _on_place_set(self, _nothing: object) -> None:
        self.run.run(self._road.opened)
        self.changed.emit()

    def _on_backed_up(self, _backup: object) -> None:
        self._done_words = "以后再选" if self.skip.isChecked() else "已备份一份"
        self._road.passed(BACKUP)
        self.done.emit()

    def _on_refused(self, error: Exception) -> None:
        if isinstance(error, Invalid):
            self.form.field.set_error(str(error).rstrip("。"))
        elif isinstance(error, Refusal):
            self.run.trouble.set(str(error), tone="red")
            self.run.trouble.show()
        self.changed.emit()

    def _on_skip(self, on: bool) -> None:
        self.alone.setVisible(on)
        self.form.setEnabled(not on)
        self.changed.emit()

"""Step 3, 恢复密钥: on paper, in an envelope, and read back, before anything else goes on."""

from gui.kit.boxes import VBox
from gui.kit.problems import Problem
from gui.kit.setup.recovery_sheet import RecoverySheetPane
from gui.login.first_start.road import SHEET, Road
from gui.login.guide import GuideStep


class SheetStep(GuideStep):
    """A kill in this step costs the draft: the next start prints another one, and the paper in hand opens nothing."""

    title = "恢复密钥"
    note = "打印并封存"
    heading = "打印并封存恢复密钥"
    lead = "忘记密码或换电脑时，只有这张纸能打开数据。任何人都没有副本，包括软件公司。"

    def __init__(self, road: Road) -> None:
        super().__init__()
        self._road = road
        self.pane = RecoverySheetPane()
        column = VBox(self)
        column.addWidget(self.pane)
        self.pane.changed.connect(self.changed)
        self.pane.confirmed.connect(self._on_confirmed)
        self._valid = False

    def entered(self) -> None:
        self._valid = self._road.opened.station.setup_step() >= SHEET and not self._road.opened.accounts.recovery_due()
        if not self._valid and self.pane.draft is None:
            self.pane.start(self._road.opened, self._road.printers_of(self._road.opened))
        elif self._valid:
            self.pane.show_done()

    def summary(self) -> str:
        return "已封存"

    def shown_problems(self) -> list[Problem]:
        return self.pane.shown_problems()

    def blocked(self) -> str:
        return "" if self._valid else self.pane.missing()

    def busy(self) -> str:
        return self.pane.busy

    def draft_text(self) -> str:
        return "已自动保存"

    def proceed(self) -> None:
        if self._valid:
            self.done.emit()
        else:
            self.pane.confirm()

    def _on_confirmed(self, _changes: object) -> None:
        self._valid = True
        self._road.passed(SHEET)
        self.done.emit()

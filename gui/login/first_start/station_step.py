"""Step 1, 本站信息: what will stand on every paper, with a look at it."""

from gui import jobs
from gui.kit.boxes import VBox
from gui.kit.problems import Problem, jump_to_first
from gui.kit.setup.station_form import StationFields, StationPreview
from gui.login.first_start.road import CHIEF, Road
from gui.login.guide import GuideStep
from system.errors import Invalid, Refusal


class StationStep(GuideStep):
    """Kept beside the database while there is none; afterwards saved into it."""

    title = "本站信息"
    note = "大约 2 分钟"
    heading = "本站信息"
    lead = "这些内容会印在每张回执和文书上，以后可在“设置”里修改。"

    def __init__(self, road: Road) -> None:
        super().__init__()
        self._road = road
        self._busy = ""
        self._trouble = ""
        column = VBox(self, gap="l")
        self.fields = StationFields()
        self.preview = StationPreview(road.clock.today())
        column.addWidget(self.fields)
        column.addWidget(self.preview)
        self.fields.set_form(road.memory.station)
        self.preview.show_form(self.fields.form())
        self.fields.changed.connect(self._on_changed)
        road.memory.changed.connect(self.changed)

    def entered(self) -> None:
        if self._road.services is not None:
            self.fields.set_form(self._road.opened.station.view())
        self.fields.setFocus()

    def summary(self) -> str:
        form = self.fields.tidy()
        return f"{form.short_name}·{form.region_code}"

    def shown_problems(self) -> list[Problem]:
        return self.fields.shown_problems()

    def busy(self) -> str:
        return self._busy

    def draft_text(self) -> str:
        return self._trouble or self._road.memory.words

    def proceed(self) -> None:
        problems = self.fields.check()
        if problems:
            jump_to_first(problems)
            return
        form = self.fields.tidy()
        if self._road.services is None:
            self._road.memory.remember(station=form, step=CHIEF - 1)
            self._road.memory.save_now()
            self.done.emit()
            return
        self._busy = "正在保存本站信息…"
        station = self._road.opened.station
        jobs.run(self, lambda: station.save(form), self._on_saved, self._on_refused)

    def _on_changed(self) -> None:
        self._trouble = ""
        self.preview.show_form(self.fields.form())
        if self._road.services is None and self.fields.form() != self._road.memory.station:
            self._road.memory.remember(station=self.fields.form())
        self.changed.emit()

    def _on_saved(self, _changes: object) -> None:
        self._busy = ""
        self.done.emit()

    def _on_refused(self, error: BaseException) -> None:
        self._busy = ""
        if isinstance(error, Invalid):
            self.fields.show_messages(dict(error.fields))
            jump_to_first(self.fields.shown_problems())
        elif isinstance(error, Refusal):
            self._trouble = f"没有存上：{error}"
        self.changed.emit()

"""设置 › 外观: light or dark, how large the letters are, how large everything is. Each choice shows at once.

There is nothing to save: the window remembers for whoever is logged in what she sees (gui/window_look.py).
"""

from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.segmented import Segmented
from gui.settings.section import Section
from gui.theme import follow_theme, theme
from gui.tokens import TEXT_SIZES, ZOOMS, Look
from services import Services

_COLOURS = ((False, "浅色"), (True, "深色"))
_TEXTS = tuple(zip(TEXT_SIZES, ("标准", "大", "特大"), strict=True))
_ZOOM_OPTIONS = tuple((zoom, f"{zoom}%") for zoom in ZOOMS)
_NOTES = (
    "每个人的选择各记各的，换人登录就换成她自己的；登录页跟着最后用的人。",
    "纸张预览总是白底黑字，打印出来的大小也不受这里影响。",
    "窗口太窄放不下右栏时，右栏收成抽屉，按 Alt+H 拉出来。",
)


class AppearanceSection(Section):
    """Shows the look in force, whoever changed it: this page, the status bar, or the keys."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.colours = Segmented(_COLOURS, name="配色")
        self.text = Segmented(_TEXTS, name="文字大小")
        self.zoom = Segmented(_ZOOM_OPTIONS, name="缩放")
        self.text_field = Field("文字大小", self.text)
        self.reset = Button("恢复默认")
        self._lay_out()
        self.colours.chosen.connect(lambda dark: theme().set_dark(bool(dark)))
        self.text.chosen.connect(self._on_text)
        self.zoom.chosen.connect(lambda zoom: theme().set_zoom(int(zoom)))
        self.reset.clicked.connect(lambda: theme().set_look(Look()))
        follow_theme(self._show)

    def first_focus(self) -> QWidget:
        return self.colours

    def _lay_out(self) -> None:
        self._card = Card("外观", note="选了就生效")
        hint = "缩放连间距一起放大，按 Ctrl+= 和 Ctrl+-，Ctrl+0 恢复 100%"
        for field in (Field("配色", self.colours), self.text_field, Field("缩放", self.zoom, hint=hint)):
            row = HBox()
            row.addWidget(field, 1)
            self._card.body.addLayout(row)
        for note in _NOTES:
            self._card.body.addWidget(Label(note, "hint", "t3", wrap=True))
        foot = HBox()
        foot.addWidget(self.reset)
        foot.addStretch(1)
        self._card.body.addLayout(foot)
        column = VBox(self)
        row = HBox()
        row.addWidget(self._card)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

    def _on_text(self, value: object) -> None:
        theme().set_text_size(next(size for size in TEXT_SIZES if size == value))

    def _show(self) -> None:
        look = theme().look
        self.colours.set_value(look.dark)
        self.text.set_value(look.text)
        self.zoom.set_value(look.zoom)
        wanted = look.zoom * TEXT_SIZES[look.text] / 100
        if look.letters < round(wanted):
            self.text_field.set_hint("缩放已经很大，字放到最大就不再加大了")
        else:
            self.text_field.set_hint("只放大字和放字的地方，间距不变")
        self.reset.setEnabled(look != Look())
        self._card.setMaximumWidth(theme().metrics.login_form)

"""What holds for every widget of the kit: a name, both themes, every zoom, and no window of its own."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.action_bar import ActionBar
from gui.kit.avatar import Avatar
from gui.kit.banner import Banner
from gui.kit.button import Button, IconButton, Link
from gui.kit.card import Card
from gui.kit.check_box import CheckBox
from gui.kit.chip import Chip
from gui.kit.choice_list import ChoiceList
from gui.kit.empty_state import EmptyState
from gui.kit.field import Field
from gui.kit.icon import Icon
from gui.kit.key_hint import KeyHint
from gui.kit.label import ElidedLabel, Label, Line
from gui.kit.line_edit import LineEdit, PasswordEdit
from gui.kit.lookup import Lookup
from gui.kit.nav_rail import NavItem, NavRail
from gui.kit.overlay import Panel
from gui.kit.pills import Pills
from gui.kit.scroll import Scroll
from gui.kit.search_box import SearchBox
from gui.kit.segmented import Segmented
from gui.kit.select import Select
from gui.kit.status_bar import StatusBar
from gui.kit.stepper_count import StepperCount
from gui.kit.table import Column, Table
from gui.kit.text_area import TextArea
from gui.kit.tile import QuickTile
from gui.kit.timeline import Entry, Timeline
from gui.kit.top_bar import TopBar
from gui.theme import ZOOMS, theme
from tests.gui.kit.stand import stand

Make = Callable[[], QWidget]

OPTIONS = [(1, "走访"), (2, "电话"), (3, "来信")]
WIDGETS: dict[str, Make] = {
    "action bar": ActionBar,
    "avatar": lambda: Avatar("李䶮"),
    "banner": lambda: Banner("已 3 天没有备份", button="备份", title="备份"),
    "strip": lambda: Banner("停放 1：贺晓岚", "gold", strip=True),
    "button": lambda: Button("保存", "primary", icon="print", key="F7"),
    "blocked button": lambda: Button("保存", "danger"),
    "icon button": lambda: IconButton("dismiss", "关闭", frame=True),
    "link": lambda: Link("打开档案", icon="add", key="F8"),
    "card": lambda: Card("今日来访", icon="people_queue", note="已登记 7"),
    "check box": lambda: CheckBox("住址不清"),
    "chip": lambda: Chip("已办结", "green", "checkmark"),
    "choice list": lambda: ChoiceList(name="查找结果"),
    "search box": lambda: SearchBox("姓名 / 电话", name="全局查找", key="Ctrl+K"),
    "empty state": lambda: EmptyState("mail_inbox", "没有", "没有", "去看"),
    "field": lambda: Field("姓名", LineEdit(name="姓名"), required=True, hint="可不填"),
    "side field": lambda: Field("内容", TextArea(name="内容"), required=True, side=True),
    "icon": lambda: Icon("print"),
    "key": lambda: KeyHint("Ctrl+K"),
    "label": lambda: Label("李䶮", "page_title"),
    "elided label": lambda: ElidedLabel("李䶮"),
    "line": Line,
    "line edit": lambda: LineEdit("姓名", name="姓名", icon="search", eye=True, clear=True, note="找到 3 人"),
    "password": lambda: PasswordEdit(name="密码"),
    "lookup": lambda: Lookup(lambda _text: (), name="来访人"),
    "rail": lambda: NavRail([NavItem("a", "工作台", "home"), NavItem("b", "设置", "settings", tail=True)]),
    "panel": lambda: Panel("打印预览", "受理告知书"),
    "pills": lambda: Pills(OPTIONS, name="类别", numbered=True, value=1),
    "scroll": lambda: Scroll(Label("长")),
    "segmented": lambda: Segmented(OPTIONS, name="方式", value=1),
    "select": lambda: Select(OPTIONS, name="承办", prefix="承办", icon="print", note="就绪", value=1),
    "status bar": StatusBar,
    "stepper": lambda: StepperCount(7, name="人数"),
    "table": lambda: Table([Column("事项", str, sort_key=str)], name="表"),
    "text area": lambda: TextArea("说了什么", name="内容"),
    "tile": lambda: QuickTile("person_add", "来访登记", "登记新来访", key="F2"),
    "timeline": lambda: Timeline([Entry("今天", "说明", right="王静", filled=True), Entry("昨天")]),
    "top bar": TopBar,
}


class WindowWatch(QObject):
    """Sees every window that appears."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(watched)
        return False


@pytest.fixture(params=list(WIDGETS))
def make(request: pytest.FixtureRequest) -> Make:
    return WIDGETS[request.param]


def test_it_is_no_window_for_a_moment(qapp: QApplication, window: QWidget, make: Make) -> None:
    watch = WindowWatch()
    qapp.installEventFilter(watch)
    stand(window, make())
    qapp.removeEventFilter(watch)
    assert watch.seen == []


def test_whatever_takes_the_keyboard_has_a_name(window: QWidget, make: Make) -> None:
    widget = make()
    stand(window, widget)
    parts = [widget, *widget.findChildren(QWidget)]
    stops = [part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible()]
    nameless = [part for part in stops if not part.accessibleName() and part.focusProxy() is None]
    assert nameless == []


def test_it_draws_at_every_zoom_in_both_themes(window: QWidget, make: Make) -> None:
    widget = make()
    stand(window, widget)
    sizes = []
    for dark in (False, True):
        theme().set_dark(dark)
        for zoom in ZOOMS:
            theme().set_zoom(zoom)
            QApplication.processEvents()
            widget.setEnabled(zoom != 110)
            assert not widget.grab().isNull()
            sizes.append(widget.sizeHint().height())
    assert sizes[: len(ZOOMS)] == sizes[len(ZOOMS) :]
    assert sizes[: len(ZOOMS)] == sorted(sizes[: len(ZOOMS)])


def test_it_dies_quietly(qtbot: QtBot, window: QWidget, make: Make) -> None:
    widget = make()
    stand(window, widget)
    with qtbot.waitSignal(widget.destroyed):
        widget.deleteLater()
    theme().set_zoom(125)
    QApplication.processEvents()

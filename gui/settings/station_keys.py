"""设置 › 本站公钥与外站: this station's key to be scanned elsewhere, and the stations whose papers can be checked here.

A key's QR proves only that whoever made it holds that key. Whose it is, two people settle on the telephone by reading
the fingerprint to each other, so nothing is taken before that was ticked.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from domain.scan_rules import clean_scan
from gui import jobs
from gui.kit.banner import Banner
from gui.kit.boxes import HBox, VBox
from gui.kit.button import Button
from gui.kit.card import Card
from gui.kit.check_box import CheckBox
from gui.kit.code_picture import CodePicture
from gui.kit.empty_state import EmptyState
from gui.kit.facts import Facts
from gui.kit.field import Field
from gui.kit.label import Label
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import ask
from gui.kit.setup.printer import Printers
from gui.kit.table import Cell, Column, Table
from gui.scanner import SCAN_BOX
from gui.settings.section import BELOW_TABLE, Section
from gui.theme import follow_theme, theme
from services import Changes, Services
from services.peer_stations import OwnKey, Peer, PeerDraft
from services.pictures import CodeSquares, code_squares
from system.errors import Invalid, Refusal

_OWN = (
    "别的站扫了这个码，就能查验本站出的纸；公钥不是秘密，可以给人看。",
    "让对方扫屏幕，或者打印一页寄去；然后打电话，把指纹念给对方听。",
)
_HINT = "扫对方站《本站公钥》页上的二维码，或者把码的文字粘贴进来，按 Enter"
_CALL = "请打电话给这个站（号码从区局通讯录查，不要用纸上写的），把指纹一组一组念一遍，一字不差再加入。"
# A key with a name of sixty characters has under 500.
_LONGEST = 600
# Qt's own greatest width of a widget.
_NO_LIMIT = (1 << 24) - 1
# The code with its border, the list at its least, and what both columns need beside each other (at 100 %).
_CODE, _LIST, _WIDE = 260, 220, 760


class StationKeysSection(Section):
    """What is read is kept on the page until it is added or another is scanned. `take` is the way in for a scan."""

    subjects = frozenset({"peer_station", "station"})

    def __init__(self, services: Services, printers: Printers, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self._printers = printers
        self._text = ""
        self.draft: PeerDraft | None = None
        self.picture = CodePicture("本站公钥的二维码", side=_CODE)
        self.name = Label("", "strong", wrap=True)
        self.fingerprint = Label("", "object_title", selectable=True, name="本站公钥指纹")
        self.print_button = Button("打印公钥页", icon="print")
        self.box = LineEdit(
            "扫对方站的公钥",
            name="外站公钥",
            icon="barcode_scanner",
            size="big",
            ime=False,
            enter="emit",
            clear=True,
            max_length=_LONGEST,
        )
        self.box.setProperty(SCAN_BOX, "whole")
        self.field = Field("导入外站公钥", self.box, hint=_HINT)
        self.facts = Facts(label_width=72)
        self.oddity = Banner("", "amber")
        self.compared = CheckBox("电话里核对过指纹，一字不差")
        self.add_button = Button("加入", "primary", icon="add")
        self.drop_button = Button("不加入")
        self.empty = EmptyState("key", "还没有导入外站的公钥", "没有对方的公钥，外站的纸只能打电话核实")
        self.table = Table(_columns(), name="外站", row_height="row_dense", empty=self.empty)
        self.remove_button = Button("移除", "danger")
        self._lay_out()
        self._connect()
        self._show_draft(None)

    # ---- as a section

    def first_focus(self) -> QWidget:
        return self.box if self.draft is None else self.compared

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._apply()

    def refresh(self) -> None:
        jobs.run(self, lambda: _own(self.services), self._show_own, self._refuse)
        jobs.run(self, self.services.peer_stations.all, self._show_peers, self._refuse)

    def take(self, text: str) -> None:
        """Read a key that was scanned, here or anywhere else on the desk."""
        self._text = text
        self.box.setText("")
        self.field.clear()
        self._show_draft(None)
        jobs.run(self, lambda: self.services.peer_stations.read(text), self._show_draft, self._refuse)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A scanner that is slower than the setting types into the box, and may end with a line feed."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and watched is self.box and isinstance(event, QKeyEvent) and event.text() in ("\r", "\n"):
            self._on_enter()
            return True
        return False

    # ---- building

    def _lay_out(self) -> None:
        self._row = HBox(self, gap="m")
        self._row.addWidget(self._own_card())
        right = VBox(gap="m")
        right.addWidget(self._import_card())
        right.addWidget(self._list_card(), 1)
        self._row.addLayout(right, 1)
        follow_theme(self._apply)

    def _own_card(self) -> Card:
        card = self._own = Card("本站公钥", icon="key")
        card.body.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        card.body.addWidget(self.name)
        card.body.addWidget(Label("指纹", "hint", "t3"))
        card.body.addWidget(self.fingerprint)
        for words in _OWN:
            card.body.addWidget(Label(words, "label", "t2", wrap=True))
        row = HBox()
        row.addWidget(self.print_button)
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addStretch(1)
        return card

    def _apply(self) -> None:
        """Where there is no room beside each other, the own key stands above."""
        narrow = 0 < self.width() < theme().size(_WIDE)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        own = theme().size(_CODE) + 2 * theme().space("l") + 2 * theme().metrics.border
        self._own.setMinimumWidth(own)
        self._own.setMaximumWidth(_NO_LIMIT if narrow else own)

    def _import_card(self) -> Card:
        card = Card("查验外站的纸")
        card.body.addWidget(self.field)
        self._found = QWidget()
        found = VBox(self._found, gap="s")
        found.addWidget(self.facts)
        found.addWidget(self.oddity)
        found.addWidget(Label(_CALL, "label", "t2", wrap=True))
        found.addWidget(self.compared)
        row = HBox(gap="s")
        row.addWidget(self.add_button)
        row.addWidget(self.drop_button)
        row.addStretch(1)
        found.addLayout(row)
        card.body.addWidget(self._found)
        return card

    def _list_card(self) -> Card:
        card = Card("认得的外站", padded=False)
        card.set_least(_LIST)
        card.add_header(self.remove_button)
        card.body.set_spaces(margin=BELOW_TABLE)
        card.body.addWidget(self.table, 1)
        return card

    def _connect(self) -> None:
        self.box.installEventFilter(self)
        self.box.textEdited.connect(lambda _text: self.field.clear())
        self.print_button.clicked.connect(self._on_print)
        self.compared.toggled.connect(lambda _on: self._show_may_add())
        self.add_button.clicked.connect(self._on_add)
        self.drop_button.clicked.connect(self._on_drop)
        self.remove_button.clicked.connect(self._on_remove)
        self.table.current_changed.connect(lambda _row: self._show_may_remove())

    # ---- showing

    def _show_own(self, own: tuple[OwnKey, CodeSquares]) -> None:
        key, squares = own
        self.picture.show_code(squares)
        self.name.setText(key.name)
        self.fingerprint.setText(key.fingerprint)

    def _show_peers(self, peers: tuple[Peer, ...]) -> None:
        self.table.set_rows(peers)
        self._show_may_remove()

    def _show_may_remove(self) -> None:
        self.remove_button.set_blocked("" if self.table.current() is not None else "先在名单里选一个站")

    def _show_draft(self, draft: PeerDraft | None) -> None:
        self.draft = draft
        self._found.setVisible(draft is not None)
        self.facts.clear()
        self.compared.setChecked(False)
        if draft is not None:
            self.facts.add("站名", draft.name)
            self.facts.add("区划代码", draft.region)
            self.facts.add("指纹", Label(draft.fingerprint, "object_title", selectable=True, name="外站公钥指纹"))
            self.oddity.set(draft.warning)
            self.oddity.setVisible(bool(draft.warning))
            self.compared.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_may_add()

    def _show_may_add(self) -> None:
        self.add_button.set_blocked("" if self.compared.isChecked() else "先打电话核对指纹，再打勾")

    # ---- acting

    def _on_enter(self) -> None:
        if clean_scan(self.box.text()):
            self.take(self.box.text())
        else:
            self.field.set_error("还没有内容，请扫对方站的公钥")

    def _on_add(self) -> None:
        text = self._text
        jobs.run(self, lambda: self.services.peer_stations.add(text), self._on_added, self._refuse)

    def _on_added(self, changes: Changes) -> None:
        name = self.draft.name if self.draft is not None else ""
        self._on_drop()
        self.tell(changes)
        self.refresh()
        self.notice.emit(f"已加入{name}，现在就能查验那个站的纸")

    def _on_drop(self) -> None:
        self._text = ""
        self._show_draft(None)
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_remove(self) -> None:
        peer = self.table.current()
        if not isinstance(peer, Peer):
            return
        ask(
            self.window(),
            f"移除{peer.name}？",
            "移除以后，那个站的纸在这里验不了真假，只能打电话核实。以前的查验记录都在；要恢复，再导入一次。",
            action="移除",
            on_yes=lambda _reason: self._remove(peer),
        )

    def _remove(self, peer: Peer) -> None:
        stations = self.services.peer_stations

        def done(changes: Changes) -> None:
            self.tell(changes)
            self.refresh()
            self.notice.emit(f"已移除{peer.name}")

        jobs.run(self, lambda: stations.remove(peer.id), done, self._refuse)

    def _on_print(self) -> None:
        self.print_button.set_blocked("正在送打印机…")

        def work() -> str:
            return self._printers.send(self.services.peer_stations.sheet(), "本站公钥", 1, "")

        jobs.run(self, work, lambda name: self._on_printed(f"公钥页已送打印机“{name}”"), self._refuse_print)

    def _on_printed(self, words: str) -> None:
        self.print_button.set_blocked("")
        self.notice.emit(words)

    def _refuse_print(self, error: Exception) -> None:
        self._on_printed(str(error) if isinstance(error, Refusal) else "这次没有打印成。")

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Invalid):
            self._show_draft(None)
            self.field.set_error("".join(error.fields.values()))
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, Refusal):
            self.notice.emit(str(error))


def _own(services: Services) -> tuple[OwnKey, CodeSquares]:
    key = services.peer_stations.own_key()
    return key, code_squares(key.text)


def _columns() -> tuple[Column, ...]:
    return (
        Column("站名", lambda row: Cell(row.name, bold=True, rest=row.region), lambda row: row.name),
        Column("指纹", lambda row: Cell(row.fingerprint, tone="t2"), width=196),
        Column("加入", lambda row: Cell(f"{row.added_at:%Y-%m-%d} {row.added_by}", tone="t2"), width=156),
    )

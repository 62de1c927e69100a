"""The one theme object: colours, sizes and fonts of the whole window, and the style sheet made from them.

It hangs on the application as Qt's own style and font do, so that no widget has to be handed it; `theme()` fails loudly
where none was installed. Zoom scales every length and type size from this one place; a text size scales the letters and
what holds them, and leaves the gaps between as they are.
"""

from collections.abc import Callable
from functools import cache
from itertools import count
from string import Template
from types import BuiltinMethodType, MethodType
from weakref import ref

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from gui.qt import STYLE, STYLED
from gui.tokens import (
    DARK,
    LIGHT,
    SPACES,
    TONES,
    TYPE,
    ZOOMS,
    Colours,
    Look,
    Metrics,
    Role,
    Space,
    TextSize,
    Tone,
)
from system.paths import resource

__all__ = ["ZOOMS", "Theme", "follow_theme", "theme"]

FAMILIES = ("Noto Sans SC", "HanaMinB")
PAPER_FAMILY = "Noto Serif SC"
PAPER_FILES = ("NotoSerifSC-Regular.ttf", "NotoSerifSC-Bold.ttf")
FONT_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
# The thirty megabytes of rare characters take longer to register than all the rest of the theme.
RARE_FILES = ("HanaMinB.ttf",)


class Theme(QObject):
    """Colours, scaled metrics and fonts of one application; `changed` is sent after the new style sheet stands."""

    changed = Signal()

    def __init__(self, app: QApplication, look: Look) -> None:
        super().__init__(app)
        self._app = app
        self.look = look
        self.colours: Colours = DARK if look.dark else LIGHT
        self.metrics: Metrics = Metrics().scaled(look.zoom, look.letters)
        self._told_dark = False
        self._fonts: dict[Role, QFont] = {}
        self._colours: dict[str, QColor] = {}
        self._keys = count()
        self._followers: dict[int, tuple[ref[object], str]] = {}

    @classmethod
    def install(cls, app: QApplication, look: Look | None = None, *, rare: bool = True) -> "Theme":
        """Load the fonts, make the theme and put it on `app`; a second call replaces the first theme.

        Who wants the first window sooner says `rare=False`, and calls `load_rare_fonts` once it is on the screen.
        """
        load_fonts()
        if rare:
            load_rare_fonts()
        # `gui.qt` starts Qt in this style: asking for the present one would build five hundred names of style parts.
        if app.property(STYLED) is None:
            app.setStyle(STYLE)
            app.setProperty(STYLED, True)
        made = cls(app, look or Look())
        _installed[:] = [made]
        made._apply()
        return made

    @property
    def dark(self) -> bool:
        """Whether the dark colours are on."""
        return self.look.dark

    @property
    def zoom(self) -> int:
        """Percent by which every length grows."""
        return self.look.zoom

    def set_look(self, look: Look) -> None:
        """Change colours, text and zoom in one go; a zoom between two steps snaps to the nearer."""
        wanted = look._replace(zoom=_nearest_zoom(look.zoom))
        if wanted != self.look:
            self.look = wanted
            self._apply()

    def follow(self, apply: Callable[[], None]) -> None:
        """Call this bound method of a QObject after each change, before `changed` is sent, as long as the object lives.

        Not by a connection for each: PySide never forgets those of a sender that stays, and looks through all of them
        whenever a widget is taken down. After some thousand widgets that is longer than building a page.
        """
        assert isinstance(apply, MethodType | BuiltinMethodType)  # whatever else there is would be kept for ever
        key = next(self._keys)
        self._followers[key] = ref(apply.__self__, lambda _gone: self._followers.pop(key, None)), apply.__name__

    def set_zoom(self, percent: int) -> None:
        """Scale every length and font; `percent` snaps to the nearest of `ZOOMS`."""
        self.set_look(self.look._replace(zoom=percent))

    def step_zoom(self, step: int) -> None:
        """One zoom step up (+1) or down (-1); 0 goes back to 100 %."""
        if step == 0:
            self.set_zoom(100)
            return
        index = ZOOMS.index(self.zoom) + step
        self.set_zoom(ZOOMS[max(0, min(index, len(ZOOMS) - 1))])

    def set_text_size(self, text: TextSize) -> None:
        """Scale the letters and what holds them."""
        self.set_look(self.look._replace(text=text))

    def set_dark(self, dark: bool) -> None:
        """Change between the light and the dark colours."""
        self.set_look(self.look._replace(dark=dark))

    def colour(self, token: str) -> QColor:
        """The colour of a token of `Colours`; KeyError's cousin AttributeError for an unknown name."""
        if token not in self._colours:
            self._colours[token] = QColor(getattr(self.colours, token))
        return self._colours[token]

    def tone(self, tone: Tone) -> QColor:
        """The text colour of a tone."""
        return self.colour(TONES[tone])

    def font(self, role: Role) -> QFont:
        """The font of a type role at the present zoom. Callers must not change it."""
        if role not in self._fonts:
            kind = TYPE[role]
            font = QFont()
            font.setFamilies(list(FAMILIES))
            font.setPixelSize(self.size(kind.size))
            font.setWeight(QFont.Weight(kind.weight))
            self._fonts[role] = font
        return self._fonts[role]

    def paper_font(self, role: Role) -> QFont:
        """The paper's Song face in the size of a role, for previews of what will be printed."""
        _load_paper_fonts()
        font = QFont(self.font(role))
        font.setFamilies([PAPER_FAMILY, *FAMILIES])
        return font

    def line(self, role: Role) -> int:
        """Line height of a type role in pixels."""
        return self.size(TYPE[role].line)

    def space(self, name: Space) -> int:
        """A step of the spacing grid in pixels: scaled by the zoom, whatever the text size."""
        return round(SPACES[name] * self.look.zoom / 100)

    def size(self, pixels: int) -> int:
        """A length given at 100 %, scaled as far as the letters in it."""
        return round(pixels * self.look.letters / 100)

    def style_sheet(self) -> str:
        """The window's style sheet: resources/style/window.qss with the tokens filled in."""
        words: dict[str, object] = {
            **self.colours._asdict(),
            **{f"m_{k}": v for k, v in self.metrics._asdict().items()},
        }
        for role, kind in TYPE.items():
            words[f"f_{role}"] = f"font-size: {self.size(kind.size)}px; font-weight: {kind.weight}"
        return Template(_template()).substitute(words)

    def _apply(self) -> None:
        self.colours = DARK if self.dark else LIGHT
        self.metrics = Metrics().scaled(self.look.zoom, self.look.letters)
        self._fonts.clear()
        self._colours.clear()
        self._tell_system()
        self._app.setPalette(self._palette())
        self._app.setFont(self.font("body"))
        self._app.setStyleSheet(self.style_sheet())
        for living, name in tuple(self._followers.values()):
            follower = living()
            if follower is not None and isValid(follower):
                getattr(follower, name)()
        self.changed.emit()

    def _tell_system(self) -> None:
        """The frame of the window and the system's own dialogs go dark with us, where the system can do that."""
        if self.dark != self._told_dark:
            self._told_dark = self.dark
            scheme = Qt.ColorScheme.Dark if self.dark else Qt.ColorScheme.Light
            self._app.styleHints().setColorScheme(scheme)

    def _palette(self) -> QPalette:
        roles = QPalette.ColorRole
        pairs = {
            roles.Window: "bg",
            roles.WindowText: "t1",
            roles.Base: "surface",
            roles.AlternateBase: "surface2",
            roles.Text: "t1",
            roles.PlaceholderText: "t3",
            roles.Button: "surface",
            roles.ButtonText: "t1",
            roles.BrightText: "on_accent",
            roles.Highlight: "accent",
            roles.HighlightedText: "on_accent",
            roles.Accent: "accent",
            roles.Link: "accent_t",
            roles.LinkVisited: "accent_t",
            roles.ToolTipBase: "surface",
            roles.ToolTipText: "t1",
            roles.Light: "surface",
            roles.Midlight: "surface3",
            roles.Mid: "line",
            roles.Dark: "input",
            roles.Shadow: "line",
        }
        palette = QPalette()
        for role, token in pairs.items():
            palette.setColor(role, self.colour(token))
        for role in (roles.Text, roles.WindowText, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("t3"))
        return palette


# At most one; a list so that `install` can fill it without a `global`.
_installed: list[Theme] = []


def theme() -> Theme:
    """The theme of this application; RuntimeError where `Theme.install` wasn't called."""
    if not _installed:
        raise RuntimeError("Theme.install(app) must run before the first widget")
    return _installed[0]


def ensure_theme() -> Theme:
    """The theme, installed now if nobody did: an error may have to be shown before anything else was."""
    app = QApplication.instance()
    if not _installed and isinstance(app, QApplication):
        return Theme.install(app)
    return theme()


def follow_theme(apply: Callable[[], None]) -> None:
    """Call `apply`, a bound method of a QObject, now and after each change of theme until that object dies."""
    apply()
    theme().follow(apply)


def load_fonts() -> tuple[str, ...]:
    """Register the shipped face with Qt and return its families; OSError if it can't be read."""
    return _load_fonts()


def load_rare_fonts() -> tuple[str, ...]:
    """Register the face of rare characters and paint again what was shown without it; OSError if it can't be read."""
    families = _load_rare_fonts()
    for window in QApplication.topLevelWidgets():
        window.update()
    return families


@cache
def _load_paper_fonts() -> tuple[str, ...]:
    """Only once a preview wants them: the login never does."""
    return _register(PAPER_FILES)


@cache
def _load_rare_fonts() -> tuple[str, ...]:
    return _register(RARE_FILES)


@cache
def _load_fonts() -> tuple[str, ...]:
    return _register(FONT_FILES)


def _register(files: tuple[str, ...]) -> tuple[str, ...]:
    families: list[str] = []
    for name in files:
        path = resource("fonts", name)
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            raise OSError(f"font can't be read: {path.name}")
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


@cache
def _template() -> str:
    return resource("style", "window.qss").read_text(encoding="utf-8")


def _nearest_zoom(percent: int) -> int:
    return min(ZOOMS, key=lambda zoom: abs(zoom - percent))

"""Every colour, size and type role of the interface as plain data.

This is the only place where such literals stand (the style sheet and the widgets name tokens), so that a dark theme or
a zoom is a change of one value. No Qt here: the contrast test reads these tables without an application. Named tuples,
because a dataclass of ninety fields takes longer to make than the login takes to paint its words.
"""

from typing import Literal, NamedTuple

Tone = Literal["t1", "t2", "t3", "accent", "red", "amber", "blue", "gold", "white", "rail"]
ChipTone = Literal["grey", "red", "amber", "green", "blue", "gold"]
Space = Literal["none", "xs", "s", "m", "l", "xl"]
Role = Literal[
    "page_title",
    "object_title",
    "figure",
    "countdown",
    "body",
    "strong",
    "button",
    "primary",
    "card_title",
    "label",
    "link",
    "hint",
    "hint_strong",
    "chip",
    "badge",
    "lead",
    "lead_strong",
    "headline",
    "clock",
]


class Colours(NamedTuple):
    """One theme's colours as ``#RRGGBB``; the names are the tokens of the style sheet."""

    bg: str
    surface: str
    surface2: str
    surface3: str
    line: str
    line2: str
    input: str
    t1: str
    t2: str
    t3: str
    accent: str
    accent_h: str
    accent_t: str
    accent_soft: str
    accent_line: str
    key_line: str
    key_text: str
    rail: str
    rail_sel: str
    rail_t: str
    red: str
    red_soft: str
    red_line: str
    amb: str
    amb_soft: str
    amb_line: str
    amb_solid: str
    blue: str
    blue_soft: str
    blue_line: str
    gold: str
    gold_soft: str
    gold_line: str
    mark: str
    desk: str
    on_accent: str = "#FFFFFF"
    marker: str = "#E0B64A"
    badge: str = "#C5392F"
    toast: str = "#22332C"
    toast_err: str = "#5A1E1A"
    toast_action: str = "#F4D58A"
    paper: str = "#FFFFFF"
    dim: str = "#14201B"


LIGHT = Colours(
    bg="#F2F5F3",
    surface="#FFFFFF",
    surface2="#F7F9F8",
    surface3="#EDF1EF",
    line="#D8DFDB",
    line2="#E6EBE8",
    input="#838F88",
    t1="#1B2420",
    t2="#46534D",
    t3="#5F6C66",
    accent="#2E5E4E",
    accent_h="#254E41",
    accent_t="#2E5E4E",
    accent_soft="#E4EEE9",
    accent_line="#A9C6BA",
    key_line="#8DB3A4",
    key_text="#E5F0EB",
    rail="#1F4439",
    rail_sel="#2F6353",
    rail_t="#D5E3DC",
    red="#B3261E",
    red_soft="#FCEBE9",
    red_line="#EBB4AF",
    amb="#855300",
    amb_soft="#FFF3D9",
    amb_line="#E7C67C",
    amb_solid="#B87A0A",
    blue="#1E5A96",
    blue_soft="#E7F0F9",
    blue_line="#AECBE6",
    gold="#7A5A0C",
    gold_soft="#FAF4E1",
    gold_line="#DCC78A",
    mark="#FBE3A2",
    desk="#D5DCD8",
)

DARK = Colours(
    bg="#141917",
    surface="#1D2421",
    surface2="#232B28",
    surface3="#2C3632",
    line="#38443F",
    line2="#2E3834",
    input="#7C8A83",
    t1="#E7EDEA",
    t2="#BAC6C0",
    t3="#98A69F",
    accent="#35705D",
    accent_h="#3F806B",
    accent_t="#86CBB0",
    accent_soft="#21392F",
    accent_line="#41695A",
    key_line="#8DB3A4",
    key_text="#FFFFFF",
    rail="#101614",
    rail_sel="#264A3E",
    rail_t="#B5C4BD",
    red="#FF9C92",
    red_soft="#3B211F",
    red_line="#72403B",
    amb="#F1C16B",
    amb_soft="#372C17",
    amb_line="#6A5527",
    amb_solid="#D79A2B",
    blue="#92C2EE",
    blue_soft="#1C2C3B",
    blue_line="#375775",
    gold="#E3C474",
    gold_soft="#332C19",
    gold_line="#5E5129",
    mark="#5E4A12",
    desk="#0E1211",
)

# The dim behind an open dialog lets this much (of 255) of its colour stand.
DIM_ALPHA = 107

TONES: dict[Tone, str] = {
    "t1": "t1",
    "t2": "t2",
    "t3": "t3",
    "accent": "accent_t",
    "red": "red",
    "amber": "amb",
    "blue": "blue",
    "gold": "gold",
    "white": "on_accent",
    "rail": "rail_t",
}

# tone of a chip or banner -> (text, fill, line)
SOFT: dict[ChipTone, tuple[str, str, str]] = {
    "grey": ("t2", "surface2", "line"),
    "red": ("red", "red_soft", "red_line"),
    "amber": ("amb", "amb_soft", "amb_line"),
    "green": ("accent_t", "accent_soft", "accent_line"),
    "blue": ("blue", "blue_soft", "blue_line"),
    "gold": ("gold", "gold_soft", "gold_line"),
}


class Metrics(NamedTuple):
    """Lengths in device-independent pixels at 100 %; :meth:`scaled` gives another zoom."""

    border: int = 1
    thick: int = 2
    ring_gap: int = 2
    marker: int = 3
    radius_chip: int = 4
    radius_control: int = 6
    radius_card: int = 8
    radius_dialog: int = 10
    top_bar: int = 56
    rail: int = 88
    rail_item: int = 58
    rail_marker: int = 30
    status_bar: int = 28
    action_bar: int = 56
    card_head: int = 44
    card_head_dense: int = 40
    panel_head: int = 48
    input: int = 34
    input_big: int = 44
    input_pad: int = 8
    input_pad_focus: int = 7
    input_pad_thin: int = 6
    text_area: int = 96
    button_small: int = 26
    button: int = 32
    button_bar: int = 36
    button_big: int = 44
    pill: int = 32
    chip: int = 22
    key: int = 20
    check: int = 18
    badge: int = 16
    badge_wide: int = 18
    table_head: int = 32
    row: int = 40
    row_tall: int = 44
    row_dense: int = 36
    row_tight: int = 28
    list_row: int = 56
    list_row_short: int = 40
    list_group: int = 28
    list_new: int = 44
    tile: int = 80
    toast_width: int = 396
    toast_height: int = 54
    search: int = 452
    search_narrow: int = 360
    search_least: int = 200
    lookup_list: int = 620
    side_column: int = 344
    side_column_narrow: int = 300
    side_label: int = 64
    drawer_handle: int = 36
    dialog: int = 396
    timeline_dot: int = 12
    timeline_gap: int = 22
    avatar_small: int = 28
    avatar_medium: int = 40
    avatar_big: int = 52
    icon_chip: int = 14
    icon_small: int = 16
    icon: int = 20
    icon_rail: int = 24
    icon_tile: int = 32
    stepper: int = 32
    step_dot: int = 24
    segment_width: int = 14
    segment: int = 6
    day_cell: int = 40
    day_cell_tall: int = 78
    copy_row: int = 30
    form_two_columns: int = 460
    scroll_bar: int = 12
    scroll_handle: int = 6
    brand_panel: int = 500
    login_form: int = 488
    login_tile: int = 72
    emblem: int = 56
    emblem_small: int = 44
    guide_rail: int = 300
    guide_step: int = 60
    guide_dot: int = 28
    guide_least: int = 760
    settings_least: int = 820
    guide_bar: int = 64
    guide_side: int = 416
    guide_narrow: int = 200
    sheet_width: int = 332
    lock_card: int = 448
    lock_margin: int = 96
    settings_nav: int = 196
    settings_item: int = 32
    side_panel: int = 296
    paper_strip: int = 140
    window_width: int = 1280

    def scaled(self, zoom: int, letters: int = 0) -> "Metrics":
        """Return these lengths at ``zoom`` percent; no line ever falls under one pixel.

        What holds words grows by ``letters`` percent instead, where a text size asks for that.
        """
        letters = letters or zoom
        if zoom == letters == 100:
            return self
        percents = (zoom if name in DRAWN else letters for name in self._fields)
        return Metrics(*(max(1, round(length * percent / 100)) for length, percent in zip(self, percents, strict=True)))


# Lines, corners and scroll bars hold no words: a larger text leaves them as they are.
DRAWN = frozenset(
    (
        *("border", "thick", "ring_gap", "marker", "radius_chip", "radius_control", "radius_card", "radius_dialog"),
        *("scroll_bar", "scroll_handle"),
    )
)

SPACES: dict[Space, int] = {"none": 0, "xs": 4, "s": 8, "m": 12, "l": 16, "xl": 24}


class Type(NamedTuple):
    """One role of text: size and line height in pixels at 100 %, weight 100–900."""

    size: int
    line: int
    weight: int = 400


TYPE: dict[Role, Type] = {
    "page_title": Type(18, 24, 700),
    "object_title": Type(16, 24, 700),
    "figure": Type(26, 32, 700),
    "countdown": Type(44, 48, 700),
    "body": Type(14, 20),
    "strong": Type(14, 20, 600),
    "button": Type(14, 20, 500),
    "primary": Type(14, 20, 600),
    "card_title": Type(14, 20, 700),
    "label": Type(13, 18),
    "link": Type(13, 18, 500),
    "hint": Type(12, 16),
    "hint_strong": Type(12, 16, 600),
    "chip": Type(12, 16, 500),
    "badge": Type(11, 14, 600),
    "lead": Type(16, 24),
    "lead_strong": Type(16, 24, 600),
    "headline": Type(22, 32, 700),
    "clock": Type(88, 100, 300),
}

# Client area of a maximised window on a 1366×768 screen: everything must fit into this at 100 %.
SMALL_SCREEN = (1366, 696)
# The smallest window: 1280×720 with its frame. In pixels of the screen, which no zoom makes larger.
WINDOW_LEAST = (1280, 680)
WINDOW_START = (1366, 728)
# A window narrower than this (at 100 %) has no room for a page's right column beside the page (DESIGN 1.5).
COLUMN_LEAST = 1180

ZOOMS = (90, 100, 110, 125, 150)

TextSize = Literal["standard", "large", "largest"]
# Percent of the letters and of what holds them. The pages are laid out up to LETTERS_MOST: a large text at a large zoom
# stops there.
TEXT_SIZES: dict[TextSize, int] = {"standard": 100, "large": 115, "largest": 130}
LETTERS_MOST = 150


class Look(NamedTuple):
    """What an operator may choose of the window's look."""

    dark: bool = False
    text: TextSize = "standard"
    zoom: int = 100

    @property
    def letters(self) -> int:
        """Percent by which letters and what holds them grow."""
        return max(self.zoom, min(LETTERS_MOST, round(self.zoom * TEXT_SIZES[self.text] / 100)))

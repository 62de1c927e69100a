"""The five ways to begin; their keys mean the same on every page."""

from domain.permissions import Permission
from domain.vocabulary import MatterKind
from gui.navigation import Place, Target

Tile = tuple[str, str, str, str, Target, Permission]
TILES: tuple[Tile, ...] = (
    ("person_add", "来访登记", "登记新来访，打印回执", "F2", Target(Place.VISIT, "new"), Permission.VISIT_REGISTER),
    (
        "mail_inbox",
        "信访诉求",
        "登记信访与权益诉求",
        "F3",
        Target(Place.VISIT, "kind", text=MatterKind.PETITION),
        Permission.VISIT_REGISTER,
    ),
    (
        "hand_open_heart",
        "帮扶申请",
        "困难帮扶援助申请",
        "F4",
        Target(Place.VISIT, "kind", text=MatterKind.ASSISTANCE),
        Permission.VISIT_REGISTER,
    ),
    ("person_search", "查询档案", "查人、查往来记录", "F5", Target(Place.PEOPLE, "find"), Permission.PERSON_READ),
    ("barcode_scanner", "扫码办理", "扫回执看办理进度", "F6", Target(Place.WORKBENCH, "scan"), Permission.VISIT_READ),
)

"""Run by `benchmarks.start_up` in a process of its own: start, paint once, say when and with what, and end.

    first_paint.py desk FOLDER          main.py on a data folder, until its login is painted
    first_paint.py modules|classes JSON a bare window with the same modules of Qt, or also the same names out of them

Imports nothing that the side it measures would not import anyway.
"""

import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def watch(widget: type[Any]) -> None:
    """End the process as soon as the first instance of this class, and all on it, is painted."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject

    class Bell(QObject):
        def event(self, event: QEvent) -> bool:
            tell(time.perf_counter_ns())
            return True

    paint, bells = widget.paintEvent, list[Bell]()

    def paint_and_ring(self: Any, event: Any) -> None:
        paint(self, event)
        if not bells:
            bells.append(Bell())
            # Before all that waits for the first paint: it comes when the painting under way is over.
            QCoreApplication.postEvent(bells[0], QEvent(QEvent.Type.User), 1)

    widget.paintEvent = paint_and_ring


def tell(moment: int) -> None:
    """Print the moment and every name that this program took from Qt so far, and end without tidying up."""
    import ast
    import json

    names: dict[str, set[str]] = {name: set() for name in sys.modules if name.startswith("PySide6.Qt")}
    files = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
    for file in files:
        if file.startswith((f"{ROOT}{os.sep}gui", f"{ROOT}{os.sep}main.py")):
            for node in ast.parse(Path(file).read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ImportFrom) and node.module in names:
                    names[node.module] |= {alias.name for alias in node.names}
    told = {"moment": moment, "names": {module: sorted(taken) for module, taken in names.items()}}
    print(json.dumps(told), flush=True)
    os._exit(0)


def desk(folder: str) -> None:
    """The program as a clerk starts it."""
    sys.path.insert(0, str(ROOT))
    import main
    from gui.login.page import LoginPage

    watch(LoginPage)
    main.main(["--data", folder])


def bare(names: str, *, classes: bool) -> None:
    """A window with one word in it and nothing else."""
    import json
    from importlib import import_module

    for module, taken in json.loads(names).items():
        imported = import_module(module)
        for name in taken if classes else ():
            getattr(imported, name)
    from PySide6.QtWidgets import QApplication, QLabel

    class Window(QLabel):
        pass

    watch(Window)
    application = QApplication(sys.argv[:1])
    window = Window("登录")
    window.resize(1366, 728)
    window.show()
    application.exec()


if __name__ == "__main__":
    if sys.argv[1] == "desk":
        desk(sys.argv[2])
    else:
        bare(sys.argv[2], classes=sys.argv[1] == "classes")

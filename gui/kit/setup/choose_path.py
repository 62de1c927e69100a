"""Asking for a folder or a file with the system's own dialog; the field beside the button can be typed into as well."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


def ask_folder(parent: QWidget, title: str, start: str = "") -> Path | None:
    """The chosen folder, None when the dialog was closed."""
    chosen = QFileDialog.getExistingDirectory(parent, title, start or str(own_files()))
    return Path(chosen) if chosen else None


def ask_save_path(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Where to write, None when the dialog was closed."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(own_files() / name), kinds)
    return Path(chosen) if chosen else None


def ask_open_path(parent: QWidget, title: str, start: str, kinds: str) -> Path | None:
    """Which file to read, None when the dialog was closed."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, start or str(own_files()), kinds)
    return Path(chosen) if chosen else None


def own_files() -> Path:
    """Where the operator's own papers lie. Left alone, a dialog would begin in the program's folder."""
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return documents if documents.is_dir() else Path.home()


def choose_files(parent: QWidget, title: str, kinds: str, start: str = "") -> tuple[Path, ...]:
    """Existing files, none where nothing was chosen."""
    chosen, _kind = QFileDialog.getOpenFileNames(parent, title, start or str(own_files()), kinds)
    return tuple(Path(one) for one in chosen)

"""Asking for a folder or a file with the system's own dialog; the field beside the button can be typed into as well."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_folder(parent: QWidget, title: str, start: str = "") -> Path | None:
    """The chosen folder, None when the dialog was closed."""
    chosen = QFileDialog.getExistingDirectory(parent, title, start)
    return Path(chosen) if chosen else None


def ask_save_path(parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
    """Where to write, None when the dialog was closed."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, name, kinds)
    return Path(chosen) if chosen else None


def ask_open_path(parent: QWidget, title: str, start: str, kinds: str) -> Path | None:
    """Which file to read, None when the dialog was closed."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, start, kinds)
    return Path(chosen) if chosen else None

"""The system libraries that Qt wants: which are missing, which Debian packages hold them, and how to get them.

PySide6's wheels bring Qt but not the libraries of X, fonts, keyboards and printers beneath it. A window that dies with
"could not load the platform plugin" tells a clerk nothing, so the loader itself is asked beforehand.
Standard library only: it runs before anything is installed.
"""

from __future__ import annotations  # see tools/setup.py: an old Python must get as far as the sentence about its age

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

# What the program loads without a screen, and what a window and a printer load besides; relative to PySide6/Qt.
OFFSCREEN_FILES = (
    "lib/libQt6Widgets.so.6",
    "lib/libQt6Network.so.6",
    "lib/libQt6PrintSupport.so.6",
    "lib/libQt6Svg.so.6",
    "lib/libQt6Test.so.6",
    "plugins/platforms/libqoffscreen.so",
    "plugins/iconengines/libqsvgicon.so",
    "plugins/imageformats/libqsvg.so",
)
WINDOW_FILES = (
    "plugins/platforms/libqxcb.so",
    "plugins/xcbglintegrations/libqxcb-glx-integration.so",
    "plugins/xcbglintegrations/libqxcb-egl-integration.so",
    "plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
    "plugins/platforminputcontexts/libcomposeplatforminputcontextplugin.so",
    "plugins/printsupport/libcupsprintersupport.so",
)
# Only where there is Wayland and no X at all.
WAYLAND_FILES = ("plugins/platforms/libqwayland-generic.so", "plugins/platforms/libqwayland-egl.so")

# Library → its package in Debian and what descends from it (Ubuntu, 统信, 麒麟). A second name is that of Debian 13,
# which renamed packages when time_t grew to 64 bits.
PACKAGES: Mapping[str, tuple[str, ...]] = {
    "libglib-2.0.so.0": ("libglib2.0-0", "libglib2.0-0t64"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "libglib2.0-0t64"),
    "libGL.so.1": ("libgl1",),
    "libEGL.so.1": ("libegl1",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libfreetype.so.6": ("libfreetype6",),
    "libX11.so.6": ("libx11-6",),
    "libz.so.1": ("zlib1g",),
    "libzstd.so.1": ("libzstd1",),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2",),
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libxcb.so.1": ("libxcb1",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-glx.so.0": ("libxcb-glx0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-randr.so.0": ("libxcb-randr0",),
    "libxcb-render.so.0": ("libxcb-render0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-shm.so.0": ("libxcb-shm0",),
    "libxcb-sync.so.1": ("libxcb-sync1",),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libcups.so.2": ("libcups2", "libcups2t64"),
    "libwayland-client.so.0": ("libwayland-client0",),
    "libwayland-cursor.so.0": ("libwayland-cursor0",),
    "libwayland-egl.so.1": ("libwayland-egl1",),
}
PLAIN_WORDS = {**os.environ, "LC_ALL": "C"}


class CannotGoOn(Exception):
    """Something only a person can mend; the message is one sentence that names what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def qt_folder(venv: Path) -> Path | None:
    return next(iter(sorted(venv.glob("lib*/python*/site-packages/PySide6/Qt"))), None)


def not_found(ldd_output: str) -> list[str]:
    """Names of libraries that `ldd` did not find, each once, in its order."""
    return list(dict.fromkeys(re.findall(r"^\s*(\S+) => not found", ldd_output, re.MULTILINE)))


def missing_libraries(qt: Path, files: Sequence[str]) -> list[str]:
    """System libraries that these files of Qt want and the loader does not find: asked of the loader itself."""
    present = [str(qt / name) for name in files if (qt / name).is_file()]
    if not present:
        return []
    answer = subprocess.run(["ldd", *present], capture_output=True, text=True, check=False, env=PLAIN_WORDS)
    return not_found(answer.stdout)


def packages_for(libraries: Sequence[str]) -> list[tuple[str, ...]]:
    """The package of each known library, as the names it may go by; each package once."""
    return list(dict.fromkeys(PACKAGES[library] for library in libraries if library in PACKAGES))


def chosen(package: tuple[str, ...], exists: Callable[[str], bool]) -> str:
    """Of a package's names the one that this release has; the first when it has neither."""
    return next((name for name in package if exists(name)), package[0])


def apt_has(package: str) -> bool:
    if not shutil.which("apt-cache"):
        return False
    asked = subprocess.run(
        ["apt-cache", "policy", package], capture_output=True, text=True, check=False, env=PLAIN_WORDS
    )
    candidate = re.search(r"Candidate: (\S+)", asked.stdout)
    return candidate is not None and candidate.group(1) != "(none)"


def apt_prefix() -> list[str] | None:
    """How apt-get may be called without asking anybody: as root, by sudo without a password, or not at all (None)."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["env"]
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False, stdin=subprocess.DEVNULL)
        if asked.returncode == 0:
            return ["sudo", "-n", "env"]
    return None


def apt_get(prefix: Sequence[str], *arguments: str) -> bool:
    command = [*prefix, "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    done = subprocess.run([*command, *arguments], check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return done.returncode == 0


def install_packages(packages: Sequence[tuple[str, ...]], why: str) -> None:
    """Install Debian packages, or raise CannotGoOn with the one command that a person must run.

    A bare machine's package lists are often empty and an old machine's stale, so they are fetched anew when a package
    is unknown or its file is gone.
    """
    install = ("install", "-y", "--no-install-recommends")
    prefix = apt_prefix()
    if prefix is None:
        command = " ".join(["apt-get", *install, *(chosen(package, apt_has) for package in packages)])
        raise CannotGoOn(f"{why}; run `sudo {command}` (or install them your system's own way) and start again.")
    known = all(any(apt_has(name) for name in package) for package in packages)
    if not known:
        apt_get(prefix, "update")
    names = [chosen(package, apt_has) for package in packages]
    say(f"{why}; installing {' '.join(names)} …")
    if apt_get(prefix, *install, *names):
        return
    if known and apt_get(prefix, "update") and apt_get(prefix, *install, *names):
        return
    command = " ".join(["apt-get", *install, *names])
    raise CannotGoOn(f"{why} and apt-get could not install them (its reason stands above); run `{command}` as root.")


def files_to_load(environment: Mapping[str, str], *, window: bool) -> tuple[str, ...]:
    """The files of Qt that the work at hand will load."""
    if not window:
        return OFFSCREEN_FILES
    if environment.get("WAYLAND_DISPLAY") and not environment.get("DISPLAY"):
        return OFFSCREEN_FILES + WINDOW_FILES + WAYLAND_FILES
    return OFFSCREEN_FILES + WINDOW_FILES


def ensure_libraries(venv: Path, files: Sequence[str]) -> None:
    """See to it that the loader finds everything these files of Qt want, or raise CannotGoOn naming what it lacks."""
    qt = qt_folder(venv)
    if not sys.platform.startswith("linux") or qt is None or not shutil.which("ldd"):
        return
    missing = missing_libraries(qt, files)
    if not missing:
        return
    packages = packages_for(missing)
    if packages:
        install_packages(packages, f"Qt misses system libraries ({', '.join(missing)})")
    left = missing_libraries(qt, files)
    if left:
        raise CannotGoOn(f"Qt misses {', '.join(left)}; install what holds them with your system's packages.")

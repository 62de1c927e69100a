"""Each form's data as tests draw it: as usual, too long everywhere, hostile, empty. One module a form, `SAMPLES`."""

import pkgutil
from importlib import import_module
from typing import Any


def all_samples() -> dict[str, Any]:
    """The samples of all modules here under their names."""
    found: dict[str, Any] = {}
    for module in pkgutil.iter_modules(__path__):
        found |= import_module(f"{__name__}.{module.name}").SAMPLES
    return found

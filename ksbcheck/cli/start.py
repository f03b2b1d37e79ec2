"""A quicker start."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_LOADER = "pydantic.plugin._loader"


class _NoPlugins(ModuleType):
    """Stands where pydantic's search for plugins does; for anything else asked of it, gives way to the original."""

    @staticmethod
    def get_plugins() -> tuple[()]:
        return ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        sys.modules.pop(_LOADER, None)
        return getattr(import_module(_LOADER), name)


def skip_plugin_search() -> None:
    """Keep other packages' pydantic plugins out of this process, and save the time to look for them.

    Pydantic has a setting for the first. But even then it imports ``importlib.metadata`` for the search, which is a
    twelfth of the time that ``ksbcheck gaps`` takes in all.
    """
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    sys.modules.setdefault(_LOADER, _NoPlugins(_LOADER))

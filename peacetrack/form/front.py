"""Front doors: packages with public names that are loaded when they are first asked for (PEP 562)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from types import ModuleType
from typing import Any

LATE: dict[str, Callable[..., Any]] = {}
"""What lower rooms ask of higher ones, by its name: the package sets it, so that no import points upward."""


class _Front(ModuleType):
    """A package that keeps its public names where a module of the same name is imported.

    `analysis.trend` is a function and a module. Python sets a module as an attribute of its package.
    """

    _homes: Mapping[str, str]

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, ModuleType) and name in self._homes):
            super().__setattr__(name, value)


def front(package: str, names: Mapping[str, str]) -> Callable[[str], object]:
    """Return the `__getattr__` of a package.

    Parameters:
        package: the name of the package.
        names: its public names, with spaces between, by the module that has them, without `peacetrack.`.
    """
    module = sys.modules[package]
    homes = {name: home for home, several in names.items() for name in several.split()}

    def load(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}", name=name, obj=module)
        value = getattr(import_module(f"peacetrack.{homes[name]}"), name)
        vars(module)[name] = value  # from now on it is found without a call
        return value

    vars(module)["_homes"] = homes
    module.__class__ = _Front
    return load

"""What the installed offices hang into the shell (发现): looked up once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from yibao.office.screens.hooks import (
    Badge,
    Card,
    Duty,
    Glance,
    Office,
    Page,
    Panel,
    SearchSource,
    Shell,
)
from yibao.office.screens.register import Register
from yibao.terms.text import Text

SHELL = "yibao.office.base.shell.SHELL"
"""Where the shell of the running site is, unless ``settings.YIBAO_SHELL`` says otherwise."""
_LISTS = ("PAGES", "SEARCH", "BADGES", "CARDS", "DUTIES", "PANELS", "GLANCES")


@dataclass(frozen=True, slots=True)
class Declared:
    """Everything that was found, in the order of offices."""

    offices: Mapping[str, Office]
    registers: Mapping[str, Register]
    pages: Sequence[Page]
    searches: Sequence[SearchSource]
    badges: Sequence[Badge]
    cards: Sequence[Card]
    duties: Sequence[Duty]
    panels: Sequence[Panel]
    glances: Sequence[Glance]


@cache
def declared() -> Declared:
    """Return what the offices declare.

    Raises:
        ValueError: when two registers have one code, or an office declares for another.

    """
    offices: dict[str, Office] = {}
    registers: dict[str, Register] = {}
    lists: dict[str, list[Any]] = {name: [] for name in _LISTS}
    for app in apps.get_app_configs():
        found = [
            import_module(f"{app.name}.{module}")
            for module in ("registers", "dashboard", "panels")
            if app.name.startswith("yibao.") and find_spec(f"{app.name}.{module}")
        ]
        for module in found:
            for register in getattr(module, "REGISTERS", ()):
                if register.code in registers or register.office != app.label:
                    raise ValueError(f"{register.code}: declared twice, or by {app.label}")
                registers[register.code] = register
            for name in _LISTS:
                lists[name].extend(getattr(module, name, ()))
        office = next((m.OFFICE for m in found if hasattr(m, "OFFICE")), None)
        label = Text(str(app.verbose_name), app.label.capitalize())
        offices[app.label] = office or Office(app.label, label, "folder")
    return Declared(offices, registers, *(lists[name] for name in _LISTS))


@cache
def shell() -> Shell:
    """Return the shell of the running site."""
    found: Shell = import_string(getattr(settings, "YIBAO_SHELL", SHELL))
    return found


@cache
def import_kinds() -> Mapping[str, Any]:
    """Return what the offices can import by code, each with `label` and `permission`."""
    modules = (f"{app.name}.imports" for app in apps.get_app_configs())
    found = (
        import_module(name) for name in modules if name.startswith("yibao.") and find_spec(name)
    )
    return {kind.code: kind for module in found for kind in getattr(module, "IMPORTS", ())}


def register_of(code: str) -> Register:
    """Return the register `code`.

    Raises:
        KeyError: when no office declares it; a programmer's mistake.

    """
    return declared().registers[code]

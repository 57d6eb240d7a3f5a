"""The addresses of registers and of the shell (网址).

A register ``people.person`` has ``/people/person/`` (named ``screens:people.person``), and below it
``new/``, ``export/``, ``<pk>/`` (``….row``), ``<pk>/edit/``, ``<pk>/history/`` and
``<pk>/do/<action>/``.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import URLPattern, path

from yibao.office.screens.discovery import declared
from yibao.office.screens.register import Register
from yibao.office.screens.views import acting, editing, lists, rows, shell_pages


def urlpatterns_for(registers: Iterable[Register]) -> list[URLPattern]:
    """Return the addresses of registers; a page exists when what it needs is declared."""
    return [pattern for register in registers for pattern in _patterns(register)]


def _patterns(register: Register) -> list[URLPattern]:
    code, base = register.code, f"{register.office}/{register.thing}/"
    found = [path(base, lists.list_view(register), name=code)]
    if register.edit is not None and register.edit.create:
        view = editing.new_view(register, register.edit)
        found.append(path(f"{base}new/", view, name=f"{code}.new"))
    if register.export_permission is not None:
        found.append(path(f"{base}export/", lists.export_view(register), name=f"{code}.export"))
    if register.detail is not None:
        view = rows.row_view(register, register.detail)
        found.append(path(f"{base}<str:key>/", view, name=f"{code}.row"))
    if register.edit is not None and register.edit.change:
        view = editing.edit_view(register, register.edit)
        found.append(path(f"{base}<str:key>/edit/", view, name=f"{code}.edit"))
    if register.history is not None:
        view = rows.history_view(register)
        found.append(path(f"{base}<str:key>/history/", view, name=f"{code}.history"))
    if register.actions:
        view = acting.action_view(register)
        found.append(path(f"{base}<str:key>/do/<str:code>/", view, name=f"{code}.do"))
    return found


urlpatterns = [
    path("", shell_pages.home, name="home"),
    path("search/", shell_pages.search, name="search"),
    path("language/", shell_pages.language, name="language"),
    *urlpatterns_for(declared().registers.values()),
]

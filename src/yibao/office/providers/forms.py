"""Fields of forms that offices have in common (表单字段)."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from yibao.office.screens.language import later
from yibao.terms.text import Text

REASON = Text("原因", "Reason")
FIRST = Text("起始日期", "First day")
LAST = Text("截止日期", "Last day")
EVIDENCE = Text("依据文件", "Evidence")
NOTHING = ("", Text("—", "—"))


def day(label: Text, *, required: bool = True) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=later(label), widget=forms.DateInput, required=required)


def words(label: Text, limit: int, *, required: bool = True, long: bool = False) -> forms.CharField:
    """Return a field for a text of so many characters at most."""
    widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
    return forms.CharField(label=later(label), max_length=limit, required=required, widget=widget)


def choice(
    label: Text, choices: Iterable[tuple[str, Text]], *, required: bool = True
) -> forms.ChoiceField:
    """Return a field for one of some names; not required, it offers nothing as well."""
    offered = list(choices) if required else [NOTHING, *choices]
    return forms.ChoiceField(label=later(label), choices=offered, required=required)


class _Capitals(forms.CharField):
    """A code; it is the same code in small letters."""

    def to_python(self, value: object) -> str:
        """Return the code in capitals."""
        return str(super().to_python(value)).upper()


def capitals(label: Text, limit: int, *, required: bool = True) -> forms.CharField:
    """Return a field for a code that is kept in capitals."""
    return _Capitals(label=later(label), max_length=limit, required=required)


def stays(form: forms.Form, name: str) -> None:
    """Let a field of a form only be read once it has a value."""
    if form.initial.get(name):
        form.fields[name].disabled = True

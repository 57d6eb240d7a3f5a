"""Forms of Django in the dress of Tabler (表单外观)."""

from __future__ import annotations

from django import forms
from django.forms import BoundField

from yibao.office.screens.language import later
from yibao.terms.text import Text

_CHECKED = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)


def dress(field: BoundField) -> dict[str, object]:
    """Return what the template of a field needs; the widget gets its classes."""
    widget = field.field.widget
    is_checked = isinstance(widget, _CHECKED)
    css = "form-select" if isinstance(widget, forms.Select) else "form-control"
    if is_checked:
        css = "form-check-input"
    if field.errors:
        css += " is-invalid"
    widget.attrs["class"] = f"{widget.attrs.get('class', '')} {css}".strip()
    if isinstance(widget, forms.DateInput):
        widget.input_type = "date"
        widget.format = "%Y-%m-%d"
    _speak(field.field)
    return {
        "field": field,
        "label": field.label,
        "is_switch": isinstance(widget, forms.CheckboxInput),
        "is_group": isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple),
    }


def _speak(field: forms.Field) -> None:
    """Let choices whose words are a `Text` speak the language of the request."""
    if isinstance(field, forms.ChoiceField) and isinstance(field.choices, list):
        field.choices = [
            (value, later(label) if isinstance(label, Text) else label)
            for value, label in field.choices
        ]

"""Tags and filters of every template: ``{% load screens %}`` (模板标签)."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

from yibao.office.screens import cells
from yibao.office.screens.form_dress import dress
from yibao.office.screens.language import said as said_now
from yibao.office.screens.language import spoken
from yibao.terms.text import Text

register = template.Library()


@register.simple_tag
def say(zh: str, en: str) -> str:
    """Write the words of the language that is active: ``{% say "人员" "Persons" %}``."""
    return Text(zh, en).of(spoken())


@register.filter
def said(text: object) -> str:
    """Write a `Text` in the language that is active: ``{{ column.label|said }}``."""
    return said_now(text)


@register.filter
def shown(value: object, kind: Any) -> str:
    """Write a value as its kind says: ``{{ settlement.total_fen|shown:"money" }}``."""
    return cells.written(kind, value)


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw an icon of Tabler beside words that say the same: ``{% icon "user" %}``."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        css,
        static("parts/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> str:
    """Write a block of the page once more, as plain text: the title of the window."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = None if blocks is None else blocks.get_block(name)
    # The block escapes what it writes; without tags it can be nothing but text.
    words = "" if block is None else strip_tags(block.nodelist.render(context)).strip()
    return mark_safe(words)  # noqa: S308


@register.inclusion_tag("screens/field.html")
def form_field(field: BoundField) -> dict[str, object]:
    """Write one field of a form with label, help and errors: ``{% form_field form.name %}``."""
    return dress(field)

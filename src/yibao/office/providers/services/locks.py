"""Rows locked before they are written, and what every service checks (行锁)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from yibao.office.base.errors import changed_meanwhile
from yibao.office.providers.errors import (
    missing,
    unknown_agreement,
    unknown_institution,
)
from yibao.office.providers.models import Agreement, Institution
from yibao.terms.text import Text


def locked_institution(code: str, version: int | None = None) -> Institution:
    """Lock an institution until the transaction ends.

    Raises:
        NotFound: code ``unknown_institution``.
        Conflict: code ``changed_meanwhile``, when it has no longer the version that was read.

    """
    row = Institution.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise unknown_institution(code)
    if version is not None and row.version != version:
        raise changed_meanwhile("version")
    return row


def locked_agreement(number: str, version: int | None = None) -> Agreement:
    """Lock an agreement, its institution before it, until the transaction ends.

    Raises:
        NotFound: code ``unknown_agreement``.
        Conflict: code ``changed_meanwhile``.

    """
    found = Agreement.objects.filter(number=number).values_list("institution__code", flat=True)
    code = found.first()
    if code is None:
        raise unknown_agreement(number)
    locked_institution(code)
    row = Agreement.objects.select_for_update().get(number=number)
    if version is not None and row.version != version:
        raise changed_meanwhile("version")
    return row


def raise_version(row: Institution | Agreement, *fields: str) -> None:
    """Save some fields of a row under its next version."""
    row.version += 1
    row.save(update_fields=["version", *fields])


def changed(row: models.Model, values: Mapping[str, Any]) -> dict[str, tuple[object, object]]:
    """Set fields of a row; return those that changed, each with its value before and after."""
    changes = {
        name: (getattr(row, name), value)
        for name, value in values.items()
        if getattr(row, name) != value
    }
    for name, (_, value) in changes.items():
        setattr(row, name, value)
    return changes


def need(field: str, value: str, what: Text) -> str:
    """Return a text without blanks around it.

    Raises:
        InvalidInput: code ``missing``, when nothing is left.

    """
    text = value.strip()
    if not text:
        raise missing(field, what)
    return text


REASON = Text("原因", "reason")
EVIDENCE = Text("依据文件", "evidence")

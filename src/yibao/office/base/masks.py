"""Masks (脱敏): what is shown of a value to those who need not see it whole."""

from __future__ import annotations

from enum import StrEnum

MASK = "*"


class MaskKind(StrEnum):
    """How a value is covered."""

    NAME = "name"
    RESIDENT_NUMBER = "resident_number"
    PHONE = "phone"
    ADDRESS = "address"
    BANK_ACCOUNT = "bank_account"
    WHOLE = "whole"


_KEPT = {
    MaskKind.RESIDENT_NUMBER: (6, 4),
    MaskKind.PHONE: (3, 4),
    MaskKind.BANK_ACCOUNT: (0, 4),
    MaskKind.ADDRESS: (6, 0),
    MaskKind.WHOLE: (0, 0),
}
"""How many characters stay at the beginning and at the end."""


def mask(kind: MaskKind, value: str) -> str:
    """Return `value` with its middle covered; a value too short to hide is covered whole.

    >>> mask(MaskKind.RESIDENT_NUMBER, "990121199001011234")
    '990121********1234'
    >>> mask(MaskKind.NAME, "欧阳示范"), mask(MaskKind.NAME, "王五"), mask(MaskKind.NAME, "张")
    ('欧**范', '王*', '*')
    >>> mask(MaskKind.PHONE, "123")
    '***'
    """
    if kind is MaskKind.NAME:
        return _masked_name(value)
    first, last = _KEPT[kind]
    covered = len(value) - first - last
    if covered < max(1, (first + last) // 3):
        return MASK * len(value)
    return value[:first] + MASK * covered + value[len(value) - last :]


def _masked_name(name: str) -> str:
    if len(name) <= 1:
        return MASK * len(name)
    if len(name) == 2:
        return name[0] + MASK
    return name[0] + MASK * (len(name) - 2) + name[-1]

"""The bill by kind of charge and by the four parts (费用分类), and its lines page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from yibao.office.claims.models import Settlement
from yibao.office.claims.queries.billed_lines import lines_settled
from yibao.terms.dictionaries import dictionary
from yibao.terms.text import Text

_FIELDS = ("amount", "full_self", "over_limit", "first_pay", "in_scope")
UNKNOWN_KIND = Text("未分类", "no kind")
UNKNOWN_LINES = Text("费用合计", "The bill")


@dataclass(frozen=True, slots=True)
class Charge:
    """A kind of charge (收费项目类别) and its four parts, in fen."""

    label: Text
    count: int
    amount_fen: int
    full_self_fen: int
    over_limit_fen: int
    first_pay_fen: int
    in_scope_fen: int


@dataclass(frozen=True, slots=True)
class Charges:
    """Every kind of charge of a settlement, and their sum; `has_lines`: made from its lines."""

    rows: tuple[Charge, ...]
    total: Charge
    has_lines: bool


def charges(row: Settlement) -> Charges:
    """Sum the lines of a settlement by kind of charge; negative for a reversal.

    Of a bill without lines that come to its parts only the sum is known.
    """
    sign = -1 if row.reverses_id else 1
    total = _total(row)
    groups: Iterable[Mapping[str, Any]] = (
        lines_settled(row)
        .order_by()
        .values("med_chrgitm_type")
        .annotate(count=Count("number"), **{f"{each}_sum": Sum(f"{each}_fen") for each in _FIELDS})
        .order_by("med_chrgitm_type")
    )
    rows = tuple(
        Charge(
            _kind(group["med_chrgitm_type"]),
            group["count"],
            *(sign * int(group[f"{each}_sum"]) for each in _FIELDS),
        )
        for group in groups
    )
    counted = Charge(total.label, sum(each.count for each in rows), *_amounts(total))
    if rows and _amounts(counted) == tuple(map(sum, zip(*map(_amounts, rows), strict=True))):
        return Charges(rows, counted, has_lines=True)
    return Charges((), total, has_lines=False)


def _kind(code: str) -> Text:
    return dictionary("med_chrgitm_type").label(code) if code else UNKNOWN_KIND


def _total(row: Settlement) -> Charge:
    return Charge(
        UNKNOWN_LINES,
        0,
        row.total_fen,
        row.full_self_fen,
        row.over_limit_fen,
        row.first_pay_fen,
        row.in_scope_fen,
    )


def _amounts(charge: Charge) -> Sequence[int]:
    return tuple(getattr(charge, f"{each}_fen") for each in _FIELDS)

"""The lines of a bill, each with the rule that decided in words (明细与规则)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yibao.office.claims.models import BilledLine
from yibao.policy.plan import Plan
from yibao.policy.values import Kind, Row
from yibao.policy.wording.conditions import condition
from yibao.policy.wording.operands import operand
from yibao.terms.dictionaries import dictionary
from yibao.terms.ratio import format_ratio
from yibao.terms.text import Text

_NO_RULE = Text("", "")
_EVERYTHING = Text("各类项目", "any item")


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line; `rule` says what decided, `source` where it is written."""

    line: BilledLine
    kind: Text
    charge_class: Text
    rule: Text
    source: Text

    @property
    def quantity(self) -> str:
        """The quantity as a decimal number."""
        return decimal(self.line.quantity_e4, 4)

    @property
    def price(self) -> str:
        """The price in yuan."""
        return decimal(self.line.price_e6, 6)

    @property
    def limit(self) -> str:
        """The limit of the price in yuan; empty where there is none."""
        ceiling = self.line.ceiling_e6
        return "" if ceiling is None else decimal(ceiling, 6)

    @property
    def first_pay_ratio(self) -> str:
        """The share paid first; empty where nothing is."""
        return format_ratio(self.line.first_pay_ppm) if self.line.first_pay_ppm else ""


def decimal(number: int, places: int) -> str:
    """Write a scaled whole number, with two decimals at least where it has any.

    >>> decimal(15_000, 4), decimal(20_000, 4), decimal(12_345_600, 6)
    ('1.50', '2', '12.3456')
    """
    sign, size = ("-", -number) if number < 0 else ("", number)
    whole, part = divmod(size, 10**places)
    if not part:
        return f"{sign}{whole:,}"
    decimals = f"{part:0{places}d}".rstrip("0")
    return f"{sign}{whole:,}.{decimals:0<2}"


def lines_shown(lines: Iterable[BilledLine], plan: Plan | None) -> list[LineShown]:
    """Return lines with their rules; without a plan, without the rules."""
    return [
        LineShown(
            line,
            _label("med_chrgitm_type", line.med_chrgitm_type),
            _label("chrgitm_lv", line.chrgitm_lv),
            *_rule(plan, line.rule_row),
        )
        for line in lines
    ]


def _label(name: str, code: str) -> Text:
    return dictionary(name).label(code) if code else Text("", "")


def _rule(plan: Plan | None, place: int) -> tuple[Text, Text]:
    if plan is None or not 0 <= place < len(plan.rows):
        return _NO_RULE, _NO_RULE
    row = plan.rows[place]
    whom = condition(row.tests, plan.policy.names)
    if not whom.en:
        whom = _EVERYTHING
    gives = _gives(plan, row)
    cited = row.provenance.cite()
    return Text(f"{whom.zh}：{gives.zh}", f"{whom.en}: {gives.en}"), Text(cited, cited)


def _gives(plan: Plan, row: Row) -> Text:
    if "covered" in row.mark.key:
        word = getattr(row.operand, "word", "")
        if word == "no":
            return Text("不予支付，全自费", "not covered")
        return Text("纳入支付", "covered")
    said = operand(row, Kind.RATIO, plan.policy.indices)
    return Text(f"先行自付{said.zh}", f"paid first: {said.en}")

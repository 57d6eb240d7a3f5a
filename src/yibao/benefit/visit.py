"""A visit as it comes to be settled (就诊): facts, dates, the classified bill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from yibao.terms.errors import InvalidInput
from yibao.terms.money import VISIT_FEN_MAX
from yibao.terms.text import Text

Names = frozenset[str]
FactValue = str | int | Names


@dataclass(frozen=True, slots=True)
class Amounts:
    """A bill, or one track of it, by what may be paid for (all in fen).

    >>> Amounts(full_self=3000, in_scope=97000).total
    100000
    """

    full_self: int = 0
    """全自费: outside the catalogue."""
    over_limit: int = 0
    """超限价自费: above the price ceiling."""
    first_pay: int = 0
    """先行自付: the person's own share before anything is covered."""
    in_scope: int = 0
    """政策范围内: what the layers look at."""

    @property
    def total(self) -> int:
        """The sum of the four parts."""
        return self.full_self + self.over_limit + self.first_pay + self.in_scope


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit or stay, ready to be settled.

    `facts` are those of docs/guides/policy-files.md §5, in the plan's names; a fact that has a
    default may be left out. `amounts` holds the bill by track; a bill without separately paid
    lines has the track `main` only.
    """

    scheme: str
    care: str
    admission: date
    discharge: date
    settlement: date
    facts: Mapping[str, FactValue]
    amounts: Mapping[str, Amounts] = field(default_factory=dict)
    number: str = ""
    """The caller's own number of the visit; errors name it."""

    def __post_init__(self) -> None:
        if not self.admission <= self.discharge:
            raise InvalidInput(
                "dates_reversed",
                "discharge",
                Text(
                    f"出院 {self.discharge} 早于入院 {self.admission}。",
                    f"Discharge {self.discharge} is before admission {self.admission}.",
                ),
                Text("核对起止日期。", "Check both dates."),
            )
        for track, amounts in self.amounts.items():
            for part in ("full_self", "over_limit", "first_pay", "in_scope"):
                _check_amount(f"amounts.{track}.{part}", getattr(amounts, part))

    def day(self, moment: str) -> date:
        """Return the date of a moment: admission, discharge or settlement."""
        if moment == "admission":
            return self.admission
        if moment == "discharge":
            return self.discharge
        assert moment == "settlement", moment
        return self.settlement

    @property
    def total(self) -> int:
        """The whole bill in fen."""
        return sum(amounts.total for amounts in self.amounts.values())


def _check_amount(name: str, amount: int) -> None:
    if amount < 0:
        raise InvalidInput(
            "negative_amount",
            name,
            Text(f"金额 {amount} 分为负。", f"The amount is {amount} fen, below zero."),
            Text("退费请用撤销结算。", "Reverse the settlement instead."),
        )
    if amount > VISIT_FEN_MAX:
        raise InvalidInput(
            "amount_too_large",
            name,
            Text(f"金额 {amount} 分超过上限。", f"{amount} fen is above the limit of one bill."),
            Text("核对金额单位，或分次结算。", "Check the unit, or settle in parts."),
        )

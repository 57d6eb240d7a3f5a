"""What is remembered of a person: counts by name and period, chains of stays (§5, §6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from oracle.values import Case, NaiveRefusal

REMEMBERED = {"day": 31, "month": 12, "quarter": 4, "rolling_12_months": 12}
"""How many periods a ring remembers (§5)."""
YEARLY = ("year", "disease_year")


@dataclass(frozen=True)
class Counter:
    """A counter: what it counts (fund, cost, deductible, borne, axis), its name, its period.

    `disease` parts the counters of one name where each disease is counted apart.
    """

    use: str
    name: str
    per: str
    disease: str = ""


@dataclass
class Chain:
    """The stays of one layer that hang together (§6).

    `borne` is the deductible borne by the chain; `axis`, `entered` and `paid` are of its last stay.
    """

    borne: int = 0
    axis: int = 0
    entered: int = 0
    paid: int = 0
    discharged: date = date.min


@dataclass
class Memory:
    """The accumulators of a person in a scheme."""

    year: int | None = None
    admissions: dict[str, int] = field(default_factory=dict)
    counts: dict[Counter, dict[int, int]] = field(default_factory=dict)
    chains: dict[str, Chain] = field(default_factory=dict)

    def begin_year(self, year: int) -> None:
        """Let the counts per year begin at 0 if this is a later benefit year (§3, step 2)."""
        if self.year is not None and year < self.year:
            raise NaiveRefusal("earlier_year")
        if self.year != year:
            self.admissions = {}
            self.counts = {k: v for k, v in self.counts.items() if k.per not in YEARLY}
        self.year = year

    def used(self, counter: Counter, case: Case) -> int:
        """Return what stands in a counter for the visit's period; nothing does per visit."""
        counted = self.counts.get(counter, {})
        period = period_of(counter.per, case)
        if counter.per == "visit" or self._forgotten(counter, period):
            return 0
        if counter.per == "rolling_12_months":
            newest = max(counted, default=period)
            return sum(
                amount
                for month, amount in counted.items()
                if period - 11 <= month <= period and month > newest - 12
            )
        return counted.get(period, 0)

    def add(self, counter: Counter, amount: int, case: Case) -> None:
        """Count an amount in the visit's period; nothing leaves no trace."""
        period = period_of(counter.per, case)
        if amount == 0 or counter.per == "visit" or self._forgotten(counter, period):
            return
        counted = self.counts.setdefault(counter, {})
        counted[period] = counted.get(period, 0) + amount

    def _forgotten(self, counter: Counter, period: int) -> bool:
        if counter.per not in REMEMBERED:
            return False
        newest = max(self.counts.get(counter, {}), default=period)
        return period <= newest - REMEMBERED[counter.per]


def period_of(per: str, case: Case) -> int:
    """Number the period of this kind that the visit lies in."""
    day = case.year_day
    if per == "day":
        return day.toordinal()
    if per in ("month", "rolling_12_months"):
        return day.year * 12 + day.month - 1
    if per == "quarter":
        return day.year * 4 + (day.month - 1) // 3
    if per in YEARLY:
        return case.year
    assert per in ("lifetime", "visit"), per
    return 0

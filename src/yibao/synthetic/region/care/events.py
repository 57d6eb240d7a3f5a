"""Visits in the making (就诊事件): one row a visit or stay, a few numbers each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

import numpy as np

from yibao.synthetic.region.care.choice import Bools, Floats, Ints

CARES = (
    *("outpatient", "emergency", "chronic", "two_diseases", "pharmacy"),
    *("inpatient", "day_surgery", "delivery"),
)
OUTPATIENT, EMERGENCY, CHRONIC, TWO_DISEASES, PHARMACY, INPATIENT, DAY_SURGERY, DELIVERY = range(
    len(CARES)
)
COURSES = ("acute", "chronic", "dialysis", "pregnancy", "newborn", "cancer", "recovery", "terminal")
DELIVERIES = ("none", "natural", "assisted", "caesarean")
FILINGS = ("not_needed", "none", "long_term", "referral", "emergency", "temporary")
LINKS = ("none", "up", "down")
WAYS = ("", "1", "2", "3", "4", "5")
"""dscg_way: on advice, moved up, moved down, against advice, died."""
ON_ADVICE, MOVED_UP, MOVED_DOWN, AGAINST_ADVICE, DIED = range(1, 6)
NOBODY = -1


@dataclass(slots=True, eq=False)
class Events:
    """Columns of visits in the making; what is no place in a list is said beside it."""

    row: Ints
    """Of the person in the piece."""
    day: Ints
    days: Ints
    care: Ints
    institution: Ints
    diagnosis: Ints
    procedure: Ints
    further: Ints
    case: Ints
    """Among the kinds of stays; −1: no stay."""
    caty: Ints
    """Among the departments of the doctors; −1: none."""
    weight: Floats
    """Cost against the mean of its kind, without the institution's part."""
    course: Ints
    thread: Ints
    """Visits of one course have one number; −1: one of its own."""
    disease: Ints
    """Among `people.DISEASES`, −1: none."""
    delivery: Ints
    filing: Ints
    link: Ints
    before: Ints
    """The `key` of the stay that this one follows, −1: none."""
    way: Ints
    true: Ints
    """The diagnosis that should have been written."""
    key: Ints

    @classmethod
    def of(cls, row: Ints, day: Ints, **given: Ints | Floats | int) -> Self:
        """Return events; what is not given is its default."""
        many = len(row)
        defaults: dict[str, int] = {
            "days": 1, "procedure": 0, "further": 0, "case": -1, "caty": -1, "weight": 1,
            "course": 0, "thread": -1, "disease": -1, "delivery": 0, "filing": 0, "link": 0,
            "before": -1, "way": 0, "key": -1,
        }  # fmt: skip
        values = defaults | {"row": row, "day": day} | given
        values.setdefault("true", values["diagnosis"])
        return cls(**{name: np.broadcast_to(values[name], many) for name in cls.names()})

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(field.name for field in fields(cls))

    @classmethod
    def join(cls, parts: Sequence[Self]) -> Self:
        """Return all events of some tables."""
        return cls(
            **{
                name: np.concatenate([getattr(part, name) for part in parts])
                for name in cls.names()
            }
        )

    def take(self, places: Ints | Bools) -> Events:
        """Return the events at places, or where a mask holds."""
        return Events(**{name: getattr(self, name)[places] for name in self.names()})

    def with_(self, **changed: Ints | Floats) -> Events:
        """Return the events with other columns."""
        columns: dict[str, Any] = {**changed}
        return replace(self, **columns)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.row)

    @property
    def end(self) -> Ints:
        """The last day of each."""
        return self.day + self.days - 1

    @property
    def is_stay(self) -> Bools:
        """Which are stays."""
        found: Bools = self.care >= INPATIENT
        return found

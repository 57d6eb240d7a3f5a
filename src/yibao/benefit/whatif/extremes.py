"""The persons whose payments change most, each with the visit to look at (变化最大的人员)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from yibao.benefit.whatif import sums
from yibao.policy.plan.layout import Int

LISTED = 20


@dataclass(frozen=True, slots=True)
class Extreme:
    """A person: bills and payments of the year in fen, and the visit that changes most."""

    psn_no: str
    visits: int
    bill: int
    personal_a: int
    personal_b: int
    setl_id: str
    visit_bill: int
    visit_change: int
    scheme: int
    age: int

    @property
    def change(self) -> int:
        """What the person pays more under B."""
        return self.personal_b - self.personal_a


@dataclass(frozen=True, slots=True)
class Extremes:
    """The largest gains and losses, the largest first."""

    gains: tuple[Extreme, ...]
    losses: tuple[Extreme, ...]


def extremes(
    staged: pa.Table, person: Int, rows: Int, persons: Int, groups: dict[str, Int]
) -> Extremes:
    """Find the extremes of a part: `rows` are its visits, `persons` the sums by person."""
    change = persons[:, sums.PERSONAL_B] - persons[:, sums.PERSONAL_A]
    found: list[tuple[Extreme, ...]] = []
    for sign in (-1, 1):
        size = change * sign
        most = np.argsort(-size, kind="stable")[:LISTED]
        most = most[size[most] > 0]
        picked = (_extreme(staged, person, rows, persons, groups, one, sign) for one in most)
        found.append(tuple(picked))
    return Extremes(*found)


def _extreme(
    staged: pa.Table,
    person: Int,
    rows: Int,
    persons: Int,
    groups: dict[str, Int],
    one: int,
    sign: int,
) -> Extreme:
    first, end = np.searchsorted(person, (one, one + 1)).tolist()
    own = rows[first:end]
    changes = own[:, sums.PERSONAL_B] - own[:, sums.PERSONAL_A]
    visit = first + int(np.argmax(changes * sign))
    age = groups.get("age")
    return Extreme(
        psn_no=str(staged["psn_no"][visit].as_py()),
        visits=int(persons[one, sums.VISITS]),
        bill=int(persons[one, sums.BILL]),
        personal_a=int(persons[one, sums.PERSONAL_A]),
        personal_b=int(persons[one, sums.PERSONAL_B]),
        setl_id=str(staged["setl_id"][visit].as_py()),
        visit_bill=int(rows[visit, sums.BILL]),
        visit_change=int(changes[visit - first]),
        scheme=int(groups["scheme"][visit]),
        age=-1 if age is None else int(age[visit]),
    )


def together(parts: Iterable[Extremes]) -> Extremes:
    """Return the extremes over parts; of equals, the lower number of a person first."""
    gains: list[Extreme] = []
    losses: list[Extreme] = []
    for part in parts:
        gains += part.gains
        losses += part.losses
    return Extremes(
        tuple(sorted(gains, key=lambda one: (one.change, one.psn_no))[:LISTED]),
        tuple(sorted(losses, key=lambda one: (-one.change, one.psn_no))[:LISTED]),
    )

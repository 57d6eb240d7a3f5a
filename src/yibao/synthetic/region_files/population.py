"""Who comes how often (就诊频次): persons and visits dealt to kinds of persons, to the last one.

The persons of a cell are of one kind and have equally many visits. So a visit's number says whose
it is, and no table of persons is needed, however many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from yibao.synthetic.region_files.draws import Int, apportion
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

_ACTIVITY = ((160, 0), (300, 2), (210, 5), (130, 9), (90, 15), (60, 24), (35, 36), (15, 60))
"""Of a thousand persons so many seek care so often, against one another: most of them seldom."""
VISITS_MAX = 1_000
"""The most visits of one person in a year."""


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """The cells; persons and visits are counted through from 0, cell by cell."""

    profile: Int
    visits_each: Int
    first_person: Int
    first_visit: Int

    def cell_of_person(self, person: Int) -> Int:
        """Return the cell of each person."""
        return np.searchsorted(self.first_person, person, side="right") - 1

    def cell_of_visit(self, visit: Int) -> Int:
        """Return the cell of each visit."""
        return np.searchsorted(self.first_visit, visit, side="right") - 1


def population(
    shares: Sequence[int], often: Sequence[int], persons: int, visits: int
) -> Population:
    """Deal persons and visits out to kinds of persons.

    Args:
        shares: how many of all persons are of each kind, against one another.
        often: how often each kind seeks care, against one another.
        persons: how many persons there are.
        visits: how many visits they have together.

    Raises:
        InvalidInput: code ``sample_size``: too many visits for so few persons.

    >>> few = population([1, 1], [1, 3], persons=100, visits=800)
    >>> int(few.first_visit[-1] + few.visits_each[-1])
    800

    """
    kinds = sorted(range(len(shares)), key=lambda kind: (often[kind], kind))
    cells = [
        (kind, shares[kind] * share, often[kind] * activity)
        for kind in kinds
        for share, activity in _ACTIVITY
    ]
    many = apportion(persons, [share for _, share, _ in cells])
    weights = [count * rate for count, (_, _, rate) in zip(many, cells, strict=True)]
    dealt = apportion(visits, weights)
    rows: list[tuple[int, int, int]] = []
    for (kind, _, _), count, all_visits in zip(cells, many, dealt, strict=True):
        each, more = divmod(all_visits, max(count, 1))
        # The more frequent stand first, so that each cell begins where the visits of the last end.
        rows += [(kind, n, v) for n, v in ((more, each + 1), (count - more, each)) if n]
    if sum(dealt) != visits or max(each for _, _, each in rows) > VISITS_MAX:
        raise _too_many(persons, visits)
    return _counted(rows)


def _counted(rows: Sequence[tuple[int, int, int]]) -> Population:
    table = np.array(rows, dtype=np.int64)
    persons, visits = table[:, 1], table[:, 1] * table[:, 2]
    return Population(
        np.ascontiguousarray(table[:, 0]),
        np.ascontiguousarray(table[:, 2]),
        np.cumsum(persons) - persons,
        np.cumsum(visits) - visits,
    )


def _too_many(persons: int, visits: int) -> InvalidInput:
    return InvalidInput(
        "sample_size",
        "persons, visits",
        Text(
            f"{persons} 人分不下 {visits} 次就诊：每人一年至多 {VISITS_MAX} 次。",
            f"{visits} visits are too many for {persons} persons: nobody has over {VISITS_MAX}.",
        ),
        Text("增加人数，或减少就诊次数。", "Ask for more persons, or for fewer visits."),
    )

"""All that the pieces of a region's year have in common (共同设定); the same for every piece."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yibao.policy.plan import Plan
from yibao.synthetic.region_files.asked import Asked
from yibao.synthetic.region_files.draws import ROWS_MAX, SIZE, Draws, Int, Stream
from yibao.synthetic.region_files.mix import Mix, mix
from yibao.synthetic.region_files.population import Population, population
from yibao.synthetic.region_files.profiles import Profile, profiles
from yibao.synthetic.region_files.scatter import Scatter
from yibao.synthetic.region_files.trials import Trials
from yibao.synthetic.region_files.way_numbers import WayNumbers, way_numbers
from yibao.synthetic.ways import Way
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

PIECE_ROWS = 250_000
"""How many visits or persons are drawn at once; a piece is a group of rows of its file."""
assert PIECE_ROWS <= ROWS_MAX


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """The law, the kinds of persons, the ways of care, and how numbers are dealt."""

    plan: Plan
    asked: Asked
    trials: Trials
    first_day: int
    """The first day of the year, counted as `date.toordinal` does."""
    days: int
    profiles: tuple[Profile, ...]
    mix: Mix
    population: Population
    person_numbers: Scatter
    visit_numbers: Scatter
    of_way: WayNumbers
    asks_level: npt.NDArray[np.bool_]
    """[profile, way]: whether a rule asks about the level of the institution."""
    order: Int
    """The pieces of the claims in the order in which they are written."""

    @property
    def share_of_stays(self) -> float:
        """The share of stays among all visits."""
        cells = self.population
        visits = np.diff(cells.first_visit, append=self.asked.visits)
        return int(visits @ self.mix.stay_share[cells.profile]) / SIZE / self.asked.visits

    def visits_of_piece(self, piece: int) -> Int:
        """Return the visits of a piece: every so-many-th, so that all cells are in each."""
        return np.arange(int(self.order[piece]), self.asked.visits, len(self.order))


def setting(plan: Plan, asked: Asked) -> Setting:
    """Try the law and deal out persons and visits.

    Raises:
        InvalidInput: code ``no_benefit``, where no way of care is known; ``sample_size``.

    """
    kinds = profiles(plan)
    tracks = plan.tracks if asked.lines_per_visit else plan.tracks[:1]
    trials = Trials(plan, asked.year, tracks)
    mixed = mix(kinds, trials, blind=asked.unknown_share > 0)
    if not any(mixed.visits):
        raise _nothing_known(plan, asked.year)
    first, last = plan.policy.benefit_year.bounds(asked.year)
    shares = [kind.weight for kind in kinds]
    pieces = -(-asked.visits // PIECE_ROWS)
    return Setting(
        plan=plan,
        asked=asked,
        trials=trials,
        first_day=first.toordinal(),
        days=(last - first).days + 1,
        profiles=kinds,
        mix=mixed,
        population=population(shares, mixed.visits, asked.persons, asked.visits),
        person_numbers=Scatter(asked.persons, asked.seed),
        visit_numbers=Scatter(asked.visits, asked.seed),
        of_way=way_numbers(mixed.ways),
        asks_level=np.array([[_asks_level(plan, k, w) for w in mixed.ways] for k in kinds]),
        order=Draws(asked.seed, Stream.PIECES, 0, rows=pieces, fields=3).order(),
    )


def _asks_level(plan: Plan, kind: Profile, way: Way) -> bool:
    return "level" in plan.required.get((kind.group.scheme, way.care), ())


def _nothing_known(plan: Plan, year: int) -> InvalidInput:
    label = plan.policy.label
    return InvalidInput(
        "no_benefit",
        "region, year",
        Text(
            f"{label.zh} {year} 年没有一种规定已知的待遇。",
            f"{label.en} has no benefit whose rules are known for {year}.",
        ),
        Text("换一年，或换一个地区。", "Take another year, or another region."),
    )

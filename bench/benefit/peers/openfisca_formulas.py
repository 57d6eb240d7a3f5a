"""OpenFisca-Core: the law as its parameters, one formula a step, on blocks of persons.

OpenFisca has no reader and no order of events: Polars reads, sorts and writes. A visit is its
person entity, an insured person the group it belongs to. Its variables are 32 bits wide: yuan as
floats, its habit, go wrong by a fen in 3 visits of 100, so money is whole fen in `int` variables
(21 million yuan at most). The bands of a parameter are worked out by the scale's own `calc`, as
whoever writes a country in OpenFisca does, or, with the word `integers`, by integer formulas of
ours in its place, which take half the time and use of OpenFisca the bookkeeping alone.

Blocks keep the arrays in the processor's cache, and NumPy lets threads work on several at once.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from typing import Any

os.environ["POLARS_MAX_THREADS"] = sys.argv[3]

import numpy as np
import numpy.typing as npt
import polars as pl
from law import (
    BASIC_BANDS,
    BASIC_CAP,
    CATASTROPHIC_BANDS,
    CATASTROPHIC_DEDUCTIBLE,
    DEDUCTIBLES,
    PLACE_OF_CODE,
)
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from polars import col

Int = npt.NDArray[np.int64]

YEAR, SINCE = "2023", "2023-01-01"
VISITS_PER_BLOCK = 100_000
IN_INTEGERS = sys.argv[4:] == ["integers"]

Visit = build_entity("visit", "visits", "A stay in hospital", is_person=True)
Insured = build_entity("insured", "insured_persons", "Whose stays", roles=[{"key": "stay"}])


def of_a_visit(variable: type[Variable]) -> type[Variable]:
    """Give a variable what all of them have: a whole number of each visit, for the year."""
    variable.value_type, variable.entity = int, Visit
    variable.definition_period = DateUnit.YEAR
    return variable


@of_a_visit
class Cost(Variable):
    """What is in scope, in fen."""


@of_a_visit
class HospitalClass(Variable):
    """The place of the hospital's class in the law's table."""


@of_a_visit
class Deductible(Variable):
    """What the person bears first; it falls with the ordinal of the admission."""

    def formula(visit: Any, period: Any, parameters: Any) -> Any:  # noqa: N805
        by_class = parameters(period).deductible
        rows = [[by_class[name][place] for place in "012"] for name in DEDUCTIBLES]
        ordinal = np.minimum(visit.insured.members_position, 2)
        return np.array(rows)[visit("HospitalClass", period), ordinal]


@of_a_visit
class Uncapped(Variable):
    """What the bands of the basic layer pay."""

    def formula(visit: Any, period: Any, parameters: Any) -> Any:  # noqa: N805
        cost = visit("Cost", period)
        taken = np.minimum(visit("Deductible", period), cost)
        return pay(parameters(period).basic_bands, taken, cost)


@of_a_visit
class Basic(Variable):
    """What the basic layer pays under its cap."""

    def formula(visit: Any, period: Any, parameters: Any) -> Any:  # noqa: N805
        cap = parameters(period).basic_cap
        uncapped = visit("Uncapped", period)
        so_far = running(visit, uncapped)
        return np.minimum(so_far, cap) - np.minimum(so_far - uncapped, cap)


@of_a_visit
class Catastrophic(Variable):
    """What catastrophic insurance pays of what the person has borne in the year."""

    def formula(visit: Any, period: Any, parameters: Any) -> Any:  # noqa: N805
        law = parameters(period)
        own = visit("Cost", period) - visit("Basic", period)
        so_far = running(visit, own)
        begin, end = np.maximum([so_far - own, so_far], law.catastrophic_deductible)
        return pay(law.catastrophic_bands, begin, end)


def running(visit: Any, amounts: Int) -> Any:
    """Sum up each person's amounts, visit by visit; a person's visits stand together."""
    so_far = np.cumsum(amounts, dtype=np.int64)
    before = (so_far - amounts)[visit.insured.members_position == 0]
    return so_far - before[visit.insured.members_entity_id]


def pay(bands: Any, begin: Int, end: Int) -> Int:
    """Work out what bands pay from begin to end, rounded half up to the fen."""
    if IN_INTEGERS:
        return pay_in_integers(bands, begin, end)
    # `calc` reckons in doubles: a half fen can come out a little less, never a thousandth.
    whole: Int = np.floor(bands.calc(end) - bands.calc(begin) + 0.5001).astype(np.int64)
    return whole


def pay_in_integers(bands: Any, begin: Int, end: Int) -> Int:
    """Work out the same without the scale."""
    hundredths = np.full(len(begin), 50, dtype=np.int64)
    below = np.int64(0)
    for over, rate in zip(bands.thresholds, bands.rates, strict=True):
        percent = np.int64(round(100 * rate))  # A product of 32 bits would overflow.
        hundredths += (percent - below) * (np.maximum(end, over) - np.maximum(begin, over))
        below = percent
    return hundredths // 100


def law() -> TaxBenefitSystem:
    """Build the parameters and variables."""
    system = TaxBenefitSystem([Visit, Insured])
    system.parameters = ParameterNode(
        "",
        data={
            "deductible": {
                name: {str(place): since(amount) for place, amount in enumerate(row)}
                for name, row in DEDUCTIBLES.items()
            },
            "basic_bands": scale(BASIC_BANDS),
            "basic_cap": since(BASIC_CAP),
            "catastrophic_deductible": since(CATASTROPHIC_DEDUCTIBLE),
            "catastrophic_bands": scale(CATASTROPHIC_BANDS),
        },
    )
    for variable in (Cost, HospitalClass, Deductible, Uncapped, Basic, Catastrophic):
        system.add_variable(variable)
    return system


def since(value: float) -> dict[str, dict[str, float]]:
    """Write a parameter."""
    return {"values": {SINCE: value}}


def scale(bands: tuple[tuple[int, int], ...]) -> dict[str, list[dict[str, dict[str, float]]]]:
    """Write a scale of bands."""
    return {
        "brackets": [
            {"threshold": {SINCE: over}, "rate": {SINCE: percent / 100}} for over, percent in bands
        ]
    }


def read(source: str) -> pl.DataFrame:
    """Read the visits, each person's together and in order, narrowed to what a variable holds."""
    return (
        pl.scan_parquet(source)
        .select(
            col("setl_id", "psn_no").cast(pl.Int32),
            "setl_time",
            col("inscp_scp_amt_fen").cast(pl.Int32).alias("cost"),
            col("hosp_lv").replace_strict(PLACE_OF_CODE, return_dtype=pl.Int8).alias("class"),
        )
        .sort("psn_no", "setl_time", "setl_id")
        .drop("setl_time")
        .collect(engine="in-memory")
    )


def simulation(system: TaxBenefitSystem, visits: pl.DataFrame) -> Simulation:
    """Put visits and persons into OpenFisca."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    person = visits["psn_no"].to_numpy()
    number = np.cumsum(np.diff(person, prepend=person[0]) != 0)
    builder.populations["visit"].count = len(person)
    builder.populations["insured"].count = int(number[-1]) + 1
    builder.populations["insured"].members_entity_id = number
    built = builder.build(system)
    built.set_input("Cost", YEAR, visits["cost"].to_numpy())
    built.set_input("HospitalClass", YEAR, visits["class"].to_numpy())
    return built


def settle(system: TaxBenefitSystem, visits: pl.DataFrame) -> pl.DataFrame:
    """Settle a block of persons."""
    simulated = simulation(system, visits)
    basic = simulated.calculate("Basic", YEAR)
    catastrophic = simulated.calculate("Catastrophic", YEAR)
    return pl.DataFrame(
        {
            "setl_id": visits["setl_id"],
            "hifp_pay_fen": basic,
            "hifmi_pay_fen": catastrophic,
            "psn_part_amt_fen": simulated.calculate("Cost", YEAR) - basic - catastrophic,
        }
    ).cast(pl.Int64)


def blocks(visits: pl.DataFrame) -> list[pl.DataFrame]:
    """Cut the visits where one person ends and another begins."""
    person = visits["psn_no"].to_numpy()
    begins = np.flatnonzero(np.diff(person, prepend=person[0] - 1))
    near = np.searchsorted(begins, np.arange(0, len(person), VISITS_PER_BLOCK))
    cuts = [*np.unique(begins[near[near < len(begins)]]).tolist(), len(person)]
    return [visits[begin:end] for begin, end in pairwise(cuts)]


def main(source: str, target: str, threads: int) -> None:
    """Settle all visits of a file."""
    visits = read(source)
    with ThreadPoolExecutor(threads) as pool:
        settled = list(pool.map(partial(settle, law()), blocks(visits)))
    pl.concat(settled, rechunk=False).write_parquet(target, compression="snappy")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))

"""The key figures for other programs (summary.json): amounts in fen, stable keys (摘要)."""

from __future__ import annotations

from typing import Any

from yibao.benefit.whatif import sums
from yibao.benefit.whatif.compare import Comparison
from yibao.benefit.whatif.report.gather import Tables
from yibao.benefit.whatif.report.table import Figure, quotient

FORMAT = 1
_PLACES = 6


def summary(comparison: Comparison, tables: Tables) -> dict[str, Any]:
    """Return the key figures; floating numbers are rounded to six places."""
    laws, total = comparison.laws, comparison.total
    own = [int(number) for number in total.sums[0]]
    refused = comparison.refused.counted
    return {
        "format": FORMAT,
        "hypothetical": laws.hypothetical,
        "law_a": {"region": laws.a.policy.region, "place": laws.place_a, "hash": laws.a.hash},
        "law_b": {"region": laws.b.policy.region, "place": laws.place_b, "hash": laws.b.hash},
        "changes": {one.key: one.written for one in laws.changes},
        "allow_unverified": comparison.question.allow_unverified,
        "benefit_year": comparison.year,
        "persons": int(total.persons[0]),
        "insured": comparison.population.persons if comparison.population else None,
        "totals_fen": {name: own[at] for at, name in enumerate(sums.MEASURES) if name != "visits"},
        "visits": own[sums.VISITS],
        "effective_ratio": _pair(
            quotient(own[sums.FUND_A], own[sums.BILL]), quotient(own[sums.FUND_B], own[sums.BILL])
        ),
        "funds_fen": {
            name: {"a": side[0], "b": side[1]} for name, side in _funds(comparison).items()
        },
        "gainers": int(total.gainers[0]),
        "losers": int(total.losers[0]),
        "gains_fen": int(total.changes[0, sums.GAINS]),
        "losses_fen": int(total.changes[0, sums.LOSSES]),
        "persons_by_change": total.classes[0].tolist(),
        "indices": _indices(tables),
        "refused": {
            by: sum(n for reason, n in refused.items() if reason.by == by)
            for by in ("a", "b", "both")
        },
        "visits_of_other_years": comparison.other_years,
    }


def _pair(a: float | None, b: float | None) -> dict[str, float | None]:
    return {
        "a": None if a is None else round(a, _PLACES),
        "b": None if b is None else round(b, _PLACES),
    }


def _funds(comparison: Comparison) -> dict[str, tuple[int, int]]:
    a, b = (payers.by_field for payers in comparison.payers)
    return {
        name: (a[name].fen if name in a else 0, b[name].fen if name in b else 0)
        for name in sorted({*a, *b})
    }


def _indices(tables: Tables) -> dict[str, dict[str, float | None]]:
    table = tables["indices"]
    found = {}
    for row in table.rows:
        _, key, a, b, _ = table.cells(row)
        assert isinstance(a, Figure)
        assert isinstance(b, Figure)
        found[str(key)] = _pair(a.number, b.number)
    return found

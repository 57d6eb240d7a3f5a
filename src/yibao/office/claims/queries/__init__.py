"""What other offices ask of the claims' office (查询)."""

from yibao.office.claims.queries.proof import accumulators_hold, differing, folded_again
from yibao.office.claims.queries.settlements import settled_numbers, standing_of
from yibao.office.claims.queries.sums import DaySum, sums_by_day
from yibao.office.claims.queries.trace import retraced, trace_of

__all__ = [
    "DaySum",
    "accumulators_hold",
    "differing",
    "folded_again",
    "retraced",
    "settled_numbers",
    "standing_of",
    "sums_by_day",
    "trace_of",
]

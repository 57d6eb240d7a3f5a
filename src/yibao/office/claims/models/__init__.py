"""The tables of the claims' office."""

from yibao.office.claims.models.accumulator import Accumulator, Layout, Plan
from yibao.office.claims.models.bill import Batch, BilledLine, Line, ReversedLine
from yibao.office.claims.models.settlement import AccountUse, Difference, Payer, Settlement
from yibao.office.claims.models.visit import Diagnosis, Visit

__all__ = [
    "AccountUse",
    "Accumulator",
    "Batch",
    "BilledLine",
    "Diagnosis",
    "Difference",
    "Layout",
    "Line",
    "Payer",
    "Plan",
    "ReversedLine",
    "Settlement",
    "Visit",
]

"""Classifying lines for a visit (费用归类): by which plan, under which facts, and what it rests on.

docs/algorithms/visits.md tells when lines are classified and when once more.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import lru_cache

import numpy as np

from yibao.benefit.classify import ClassifiedLine
from yibao.benefit.encode import encode_facts
from yibao.benefit.kernel.lists import visit_bits
from yibao.benefit.visit import Visit
from yibao.office.claims.plans import plan_for
from yibao.office.claims.visit_row import VisitRow
from yibao.office.providers.queries import Presence
from yibao.policy.plan import Plan, layout
from yibao.policy.plan.layout import Bits, Int
from yibao.terms.errors import InvalidInput

WHOLE_PPM = 1_000_000


def care_plan(visit: VisitRow, presence: Presence, day: date) -> Plan:
    """Return the plan whose catalogue rules classify a visit's lines: that of the place of care.

    Where nobody's rules for that place are at hand, those of the place of insurance hold.

    Raises:
        InvalidInput: code ``unknown_region``, when neither is.

    """
    try:
        return plan_for(presence.division, day)
    except InvalidInput as error:
        if error.code != "unknown_region":
            raise
        return plan_for(visit.insured_division, day)


@lru_cache(64)
def _asked(plan: Plan) -> Bits:
    """Return the tests on which the classification of a line may hang."""
    procedure = plan.arrays.procedure
    lists = [procedure[layout.P_COVERED], procedure[layout.P_FIRST_PAY], *plan.arrays.track_whens]
    asked = np.zeros(plan.words, dtype=np.uint64)
    for entry in lists:
        first, end = plan.arrays.rules.lists[int(entry)]
        for needs in plan.arrays.rules.needs[first:end]:
            asked |= needs
    return asked


def classification_key(plan: Plan, visit: Visit) -> bytes:
    """Return what a classification rests on: SHA-256 of the plan and of the tests it may hang on.

    Two visits with the same key classify any line alike, whatever else is true of them.

    Args:
        plan: that of the place of care.
        visit: the facts; its bill does not matter.

    Raises:
        InvalidInput: as `encode_facts`.

    """
    return key_of_facts(plan, encode_facts(visit, plan))


def key_of_facts(plan: Plan, facts: Int) -> bytes:
    """Return the `classification_key` of a visit whose facts are encoded already."""
    bits = np.zeros(plan.words, dtype=np.uint64)
    scratch = np.zeros(len(layout.FACT_COLUMNS), np.int64)
    visit_bits(plan.arrays.tests, facts, scratch, bits)
    return hashlib.sha256(bytes.fromhex(plan.hash) + (bits & _asked(plan)).tobytes()).digest()


def applied_ppm(plan: Plan, line: ClassifiedLine) -> int | None:
    """Return the share that is first paid of a classified line (先自付比例), in parts per million.

    All of what the fund does not pay for; None where the law states no fixed share.
    """
    if line.full_self or (not line.line.amount and line.line.item_class == "c"):
        return WHOLE_PPM
    kind = int(plan.arrays.rules.rows[line.row, layout.ROW_KIND])
    if kind == layout.CATALOGUE:
        return line.line.first_pay_ppm
    return int(plan.arrays.rules.rows[line.row, layout.ROW_A]) if kind == layout.FIXED else None

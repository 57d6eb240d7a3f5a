"""What is checked of each line before it is classified (费用明细校验)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone

from yibao.benefit.classify import product_fen
from yibao.office.catalogue.queries import Billed, BilledRule
from yibao.office.claims import errors, line_errors
from yibao.office.claims.asked import NewLine
from yibao.office.claims.days import day_of
from yibao.office.claims.facts import last_day
from yibao.office.claims.models.visit import Setting, VisitState
from yibao.office.claims.visit_row import VisitRow
from yibao.office.database.prepared import fetch
from yibao.office.providers.queries import OnDay, Presence, staff_on
from yibao.terms.money import LINE_FEN_MAX

_NUMBER = re.compile(r"(?=[0-9]*[1-9])[0-9]{1,15}")
_CHARGED = """
SELECT item, sum(quantity_e4)::text, sum(amount_fen)::text FROM claims_line
WHERE visit_on = %s AND visit_id = %s AND item = ANY(%s::text[]) GROUP BY item
"""


def check_takes_lines(visit: VisitRow) -> None:
    """See that a visit takes lines now.

    An out-patient visit does after a settlement too: they make a new bill.

    Raises:
        Conflict: code ``visit_withdrawn``, ``visit_settled``, ``visit_not_attended``.

    """
    if visit.state == VisitState.WITHDRAWN:
        raise errors.visit_withdrawn(visit.number)
    if visit.state == VisitState.SETTLED and visit.is_stay:
        raise errors.visit_settled(visit.number)
    if not visit.med_type and visit.setting == Setting.OUTPATIENT:
        raise errors.not_attended(visit.number)


def check_lines(visit: VisitRow, lines: Sequence[NewLine]) -> list[date]:
    """See that every line can be, by itself and within its visit; return the day of each.

    Raises:
        InvalidInput: the first thing that is wrong, with line, field and remedy.

    """
    if not lines:
        raise line_errors.no_lines()
    first, last = visit.begins_on, last_day(visit, timezone.localdate())
    if not visit.is_stay:
        last = max(first, timezone.localdate())
    seen: set[str] = set()
    days = []
    for line in lines:
        if not _NUMBER.fullmatch(line.number):
            raise line_errors.number_wrong(line.number)
        if line.number in seen:
            raise line_errors.number_taken(line.number)
        seen.add(line.number)
        _check_amounts(visit, line)
        if line.disease not in ("", visit.disease):
            raise line_errors.disease_differs(line.number, line.disease, visit.disease)
        day = day_of(line.charged_at)
        if not first <= day <= last:
            raise line_errors.day_outside(line.number, day, first, last)
        days.append(day)
    return days


def _check_amounts(visit: VisitRow, line: NewLine) -> None:
    if line.quantity_e4 == 0 or line.price_e6 < 0:
        raise line_errors.quantity_wrong(line.number)
    if line.quantity_e4 < 0 and not visit.is_stay:
        raise line_errors.refund_of_visit(line.number)
    if abs(line.amount_fen) > LINE_FEN_MAX:
        raise line_errors.amount_too_large(line.number)
    product = product_fen(line.price_e6, line.quantity_e4)
    if product != line.amount_fen:
        raise line_errors.sum_wrong(line.number, product, line.amount_fen)


def ordered_by(lines: Sequence[NewLine], days: Sequence[date]) -> tuple[list[OnDay], list[OnDay]]:
    """Return who ordered the lines, and in which departments, each once with its day."""
    doctors = {
        (line.doctor, day): None for line, day in zip(lines, days, strict=True) if line.doctor
    }
    departments = {
        (line.department, day): None
        for line, day in zip(lines, days, strict=True)
        if line.department
    }
    return list(doctors), list(departments)


def check_presence(presence: Presence, lines: Sequence[NewLine], days: Sequence[date]) -> None:
    """See that the doctors and departments of the lines are there on their days.

    Raises:
        InvalidInput: code ``doctor_unknown``, ``standing_not_in_force``, ``department_unknown``.

    """
    if not presence.absent_staff and not presence.unknown_departments:
        return
    for line, day in zip(lines, days, strict=True):
        if (line.doctor, day) in presence.absent_staff:
            answer = staff_on(line.doctor, presence.code, day)
            if not answer:
                wrong = errors.doctor_refused(answer, "bilg_dr_codg")
                raise line_errors.line_wrong(
                    line.number, wrong.code, wrong.field, wrong.reason, wrong.remedy
                )
        if (line.department, day) in presence.unknown_departments:
            wrong = errors.department_unknown(line.department, day, "bilg_dept_codg")
            raise line_errors.line_wrong(
                line.number, wrong.code, wrong.field, wrong.reason, wrong.remedy
            )


def check_items(
    lines: Sequence[NewLine], asked: Sequence[Billed], rules: Mapping[Billed, BilledRule]
) -> None:
    """See that every line's item is mapped, known and in force on its day.

    A line names the national item, the provider's own code, or both; where both, the approved
    mapping of the day has to be the one said.

    Raises:
        InvalidInput: code ``item_not_mapped``, ``item_mapped_otherwise``, ``item_unknown``,
            ``item_not_valid``.

    """
    for line, billed in zip(lines, asked, strict=True):
        rule = rules[billed]
        if rule.code is not None and rule.is_valid and rule.code == rule.mapped:
            continue
        if line.item and rule.code is None:
            raise line_errors.item_unknown(line.number, line.item)
        if not rule.mapped:
            raise line_errors.item_not_mapped(line.number, line.local_item, billed.day)
        if rule.mapped != rule.code:
            raise line_errors.item_mapped_otherwise(
                line.number, line.local_item, rule.mapped, line.item
            )
        raise line_errors.item_not_valid(line.number, rule.mapped, billed.day)


def check_refunds(
    visit: VisitRow,
    lines: Sequence[NewLine],
    asked: Sequence[Billed],
    rules: Mapping[Billed, BilledRule],
) -> None:
    """See that no more of an item is refunded than the visit was charged; the visit is locked.

    Raises:
        InvalidInput: code ``refund_exceeds_charges``.

    """
    codes = [rules[billed].code or "" for billed in asked]
    refunded = {code: line for code, line in zip(codes, lines, strict=True) if line.quantity_e4 < 0}
    if not refunded:
        return
    found = fetch(_CHARGED, (visit.begins_on, visit.id, list(refunded)))
    left = {item: [int(quantity), int(amount)] for item, quantity, amount in found}
    for code, line in zip(codes, lines, strict=True):
        if code in refunded:
            sums = left.setdefault(code, [0, 0])
            sums[0] += line.quantity_e4
            sums[1] += line.amount_fen
    for code, line in refunded.items():
        if min(left[code]) < 0:
            raise line_errors.refund_too_large(line.number, code)

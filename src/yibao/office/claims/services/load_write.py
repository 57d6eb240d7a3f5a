"""Settlements of the past written (历史结算落库): every table that `settle` writes, by COPY."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection

from yibao.office.base.actor import Actor
from yibao.office.claims.asked import Diagnosed
from yibao.office.claims.models.visit import Setting, VisitState
from yibao.office.claims.plans import kept
from yibao.office.claims.postings import entry_of
from yibao.office.claims.queries.trace import kept_bill, kept_facts
from yibao.office.claims.services.load_fold import Counts
from yibao.office.claims.services.load_pay import Held, PastPaid
from yibao.office.claims.services.settle_answer import payers_of
from yibao.office.claims.services.settle_fold import SETTING_CLEARING
from yibao.office.claims.services.settle_write import as_text
from yibao.office.claims.services.visits_rows import (
    ADMISSION,
    DISCHARGE,
    OUTPATIENT,
    as_json,
    make_month_of,
)
from yibao.office.database.arrays import numbers, texts
from yibao.office.database.copying import copy_table, next_keys
from yibao.office.ledger.services import PastEntry, load_entries

_VISIT = (
    "id", "number", "division", "provider", "person", "insutype", "insured_division", "setting",
    "med_type", "own_number", "begins_at", "begins_on", "ends_at", "state", "department", "doctor",
    "disease", "disease_fact", "delivery", "details", "registered_at", "changed_at",
)  # fmt: skip
_DIAGNOSIS = (
    "visit_id", "stage", "place", "kind", "is_main", "code", "name", "department", "doctor",
    "doctor_name", "diagnosed_at",
)  # fmt: skip
_BATCH = (
    "visit_id", "number", "day", "line_count", "total_fen", "bill", "classified_under",
    "settlement_id",
)  # fmt: skip
_SETTLEMENT = (
    "id", "number", "visit_id", "person", "provider", "insutype", "psn_type", "division",
    "setting", "med_type", "care", "begins_on", "ends_on", "settled_at", "settled_on",
    "benefit_year", "mid_stay", "sender_id", "invoice", "clr_type", "clr_way", "total_fen",
    "full_self_fen", "over_limit_fen", "first_pay_fen", "in_scope_fen", "deductible_fen",
    "fund_fen", "hospital_fen", "personal_fen", "account_fen", "shared_fen", "cash_fen",
    "balance_fen", "plan", "facts", "bill", "layout_id", "before", "entry",
)  # fmt: skip
_COUNTS = """
INSERT INTO claims_accumulator AS kept
    (person, insutype, benefit_year, layout_id, numbers, settlement_id)
SELECT row.person, row.insutype, row.year, row.layout, row.numbers::bigint[], row.settlement
FROM unnest(%s::text[], %s::text[], %s::smallint[], %s::int[], %s::text[], %s::bigint[])
    AS row (person, insutype, year, layout, numbers, settlement)
ON CONFLICT (person, insutype, benefit_year) DO UPDATE SET
    layout_id = excluded.layout_id, numbers = excluded.numbers,
    settlement_id = excluded.settlement_id
"""


def write_all(
    actor: Actor, paids: Sequence[PastPaid], counts: Sequence[Counts], held: Held
) -> None:
    """Write settlements of the past with all that hangs on them.

    Args:
        actor: who loads them.
        paids: in the order of settlement.
        counts: the accumulators afterwards.
        held: the accounts that pay.

    Raises:
        Conflict: ``period_not_open``: then the caller's transaction has to end.

    """
    visits = next_keys("claims_visit_id_seq", len(paids))
    settlements = next_keys("claims_settlement_id_seq", len(paids))
    keyed = list(zip(paids, visits, settlements, strict=True))
    for month in sorted({one.made.ready.row.begins_on.replace(day=1) for one in paids}):
        make_month_of(month)
    entries = _entries(actor, paids, held)
    copy_table("claims_visit", _VISIT, (_visit(one, key) for one, key, _ in keyed))
    copy_table("claims_diagnosis", _DIAGNOSIS, _diagnoses(keyed))
    # Asked before: nobody asks the database while rows are being copied.
    plans = {one.made.ready.plan.hash: one.made.ready.plan for one in paids}
    layouts = {digest: kept(plan) for digest, plan in plans.items()}
    rows = (
        (*_settlement(one, visit, key, layouts[one.made.ready.plan.hash]), entry)
        for (one, visit, key), entry in zip(keyed, entries, strict=True)
    )
    copy_table("claims_settlement", _SETTLEMENT, rows)
    copy_table("claims_batch", _BATCH, _batches(keyed))
    copy_table("claims_payer", ("settlement_id", "fund_pay_type", "amount_fen"), _payers(keyed))
    uses = ("settlement_id", "owner", "amount_fen", "balance_fen")
    copy_table("claims_accountuse", uses, _uses(keyed))
    _write_counts(counts, {id(one.made.ready): key for one, _, key in keyed})


Keyed = tuple[PastPaid, int, int]
"""A settlement with the keys of its visit and of itself."""


def _entries(actor: Actor, paids: Sequence[PastPaid], held: Held) -> list[str]:
    """Post what the settlements move; return the number of each one's entry, or nothing."""
    numbered = [""] * len(paids)
    places: dict[str, list[tuple[int, PastEntry]]] = {}
    for place, one in enumerate(paids):
        ready = one.made.ready
        entry = entry_of(
            ready.past.settlement,
            ready.division,
            ready.row.provider,
            ready.visit.care,
            ready.settled_on,
            one.made.by_fund,
            one.made.settled.hospital,
            one.uses,
        )
        if entry is not None:
            past = PastEntry(entry, ready.past.settled_at)
            places.setdefault(ready.division, []).append((place, past))
    for division, some in places.items():
        found = load_entries(actor, [past for _, past in some], held.by_division[division])
        for (place, _), number in zip(some, found, strict=True):
            numbered[place] = number
    return numbered


def _visit(one: PastPaid, key: int) -> tuple[Any, ...]:
    ready = one.made.ready
    row, past = ready.row, ready.past
    details = {**past.visit.details, "dscg_way": past.way} if past.way else past.visit.details
    return (
        key, row.number, row.division, row.provider, row.person, row.insutype,
        row.insured_division, row.setting, row.med_type, past.visit.own_number, row.begins_at,
        row.begins_on, row.ends_at, VisitState.SETTLED.value, row.department, row.doctor,
        row.disease, row.disease_fact, row.delivery, as_json(details) if details else "{}",
        row.begins_at, past.settled_at,
    )  # fmt: skip


def _diagnoses(keyed: Sequence[Keyed]) -> Iterator[tuple[Any, ...]]:
    for one, visit, _ in keyed:
        past, is_stay = one.made.ready.past, one.made.ready.row.is_stay
        yield from _of_stage(visit, ADMISSION if is_stay else OUTPATIENT, past.visit.diagnoses)
        yield from _of_stage(visit, DISCHARGE, past.diagnoses)


def _of_stage(visit: int, stage: str, said: Sequence[Diagnosed]) -> Iterator[tuple[Any, ...]]:
    places = [one.place for one in said]
    if len(set(places)) < len(places):
        places = list(range(1, len(places) + 1))
    for place, one in zip(places, said, strict=True):
        yield (
            visit, stage, place, one.kind, one.is_main, one.code, one.name, one.department,
            one.doctor, one.doctor_name, one.diagnosed_at,
        )  # fmt: skip


def _batches(keyed: Sequence[Keyed]) -> Iterator[tuple[Any, ...]]:
    for one, visit, settlement in keyed:
        ready = one.made.ready
        for batch in ready.past.batches:
            yield (
                visit, batch.number, batch.day, batch.line_count, batch.total_fen,
                json.dumps(kept_bill(batch.bill)), ready.classified_under, settlement,
            )  # fmt: skip


def _settlement(one: PastPaid, visit: int, key: int, layout: int) -> tuple[Any, ...]:
    ready, made = one.made.ready, one.made.settled
    row, past = ready.row, ready.past
    drawn = sum(use.amount_fen for use in one.uses)
    own = sum(use.amount_fen for use in one.uses if use.owner == row.person)
    enrolled = ready.claimant.enrolled_on(row.insutype, made.visit.admission)
    return (
        key, past.settlement, visit, row.person, row.provider, row.insutype,
        enrolled.psn_type if enrolled else "", ready.division, row.setting, row.med_type,
        made.visit.care, made.visit.admission, made.visit.discharge, past.settled_at,
        ready.settled_on, ready.year, False, past.sender_id, past.invoice,
        SETTING_CLEARING[Setting(row.setting)], "", made.total, made.full_self, made.over_limit,
        made.first_pay, made.in_scope, made.deductible_paid, made.fund, made.hospital,
        made.personal, drawn, drawn - own, made.personal - drawn, one.balance_fen,
        bytes.fromhex(ready.plan.hash), json.dumps(kept_facts(made.visit), ensure_ascii=False),
        json.dumps(kept_bill(made.visit.amounts)), layout,
        as_text(made.before.numbers.tolist()),
    )  # fmt: skip


def _payers(keyed: Sequence[Keyed]) -> Iterator[tuple[Any, ...]]:
    for one, _, settlement in keyed:
        drawn = sum(use.amount_fen for use in one.uses)
        for paid in payers_of(one.made.by_fund, drawn, one.made.settled.hospital):
            yield settlement, paid.fund_pay_type, paid.amount_fen


def _uses(keyed: Sequence[Keyed]) -> Iterator[tuple[Any, ...]]:
    for one, _, settlement in keyed:
        for use in one.uses:
            yield settlement, use.owner, use.amount_fen, use.balance_fen


def _write_counts(counts: Sequence[Counts], keys: Mapping[int, int]) -> None:
    columns = (
        texts(one.person for one in counts),
        texts(one.insutype for one in counts),
        numbers(one.row.year for one in counts),
        numbers(one.row.layout for one in counts),
        texts(as_text(one.row.numbers) for one in counts),
        numbers(keys[id(one.last)] for one in counts),
    )
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, columns)

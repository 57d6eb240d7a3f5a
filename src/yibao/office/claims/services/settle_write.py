"""A settlement written: one statement, with its payers, postings, accumulators, batches, visit."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yibao.benefit.accumulators import Accumulators
from yibao.office.base.actor import Actor
from yibao.office.claims.accounts import Use
from yibao.office.claims.accumulators import Row
from yibao.office.claims.asked import Claim, Settled
from yibao.office.claims.plans import kept
from yibao.office.claims.postings import entry_of
from yibao.office.claims.queries.trace import kept_bill, kept_facts
from yibao.office.claims.services.settle_fold import Folded, state_after
from yibao.office.database.prepared import Statement
from yibao.office.ledger.services import POSTING, HeldAccount, inline, refuse_closed_period

_COLUMNS = (
    ("number", "text"),
    ("visit_id", "bigint"),
    ("person", "text"),
    ("provider", "text"),
    ("insutype", "text"),
    ("psn_type", "text"),
    ("division", "text"),
    ("setting", "text"),
    ("med_type", "text"),
    ("care", "text"),
    ("begins_on", "date"),
    ("ends_on", "date"),
    ("settled_at", "timestamptz"),
    ("settled_on", "date"),
    ("benefit_year", "smallint"),
    ("mid_stay", "boolean"),
    ("sender_id", "text"),
    ("invoice", "text"),
    ("clr_type", "text"),
    ("clr_way", "text"),
    *(
        (f"{name}_fen", "bigint")
        for name in (
            *("total", "full_self", "over_limit", "first_pay", "in_scope", "deductible", "fund"),
            *("hospital", "personal", "account", "shared", "cash", "balance"),
        )
    ),
    ("plan", "bytea"),
    ("facts", "jsonb"),
    ("bill", "jsonb"),
    ("layout_id", "int"),
    ("before", "bigint[]"),
)
_NAMES = ", ".join(name for name, _ in _COLUMNS)
_VALUES = ", ".join(f"%({name})s::{kind}" for name, kind in _COLUMNS)
_WRITE = Statement(f"""
WITH {POSTING}, made AS (
    INSERT INTO claims_settlement ({_NAMES}, entry)
    SELECT {_VALUES}, coalesce(allowed.entry, '') FROM allowed
    RETURNING id
), payers AS (
    INSERT INTO claims_payer (settlement_id, fund_pay_type, amount_fen)
    SELECT made.id, paid.payer, paid.fen
    FROM made, unnest(%(payers)s::text[], %(payer_fen)s::bigint[]) AS paid (payer, fen)
), uses AS (
    INSERT INTO claims_accountuse (settlement_id, owner, amount_fen, balance_fen)
    SELECT made.id, used.owner, used.fen, used.balance
    FROM made, unnest(%(owners)s::text[], %(owner_fen)s::bigint[], %(owner_balance)s::bigint[])
        AS used (owner, fen, balance)
), counts AS (
    INSERT INTO claims_accumulator AS kept
        (person, insutype, benefit_year, layout_id, numbers, settlement_id)
    SELECT %(person)s::text, %(insutype)s::text, row.year, row.layout, row.numbers::bigint[],
        made.id
    FROM made, unnest(%(years)s::smallint[], %(layouts)s::int[], %(numbers)s::text[])
        AS row (year, layout, numbers)
    ON CONFLICT (person, insutype, benefit_year) DO UPDATE SET
        layout_id = excluded.layout_id, numbers = excluded.numbers,
        settlement_id = excluded.settlement_id
), bill AS (
    UPDATE claims_batch AS batch SET settlement_id = made.id FROM made
    WHERE batch.id = ANY(%(batches)s::bigint[])
), stands AS (
    UPDATE claims_visit AS visit SET state = %(state)s::text, changed_at = %(settled_at)s
    FROM made WHERE visit.id = %(visit_id)s::bigint AND visit.state <> %(state)s::text
)
SELECT id FROM made
""")  # noqa: S608 -- made of constants


@dataclass(frozen=True, slots=True)
class Paying:
    """What personal accounts pay, and the rows of them that are held."""

    uses: tuple[Use, ...]
    held: dict[str, HeldAccount]


def write(
    actor: Actor,
    claim: Claim,
    folded: Folded,
    paying: Paying,
    rows: Sequence[Row],
    answer: Settled,
) -> int:
    """Write a settlement and all that hangs on it; return its key.

    Args:
        actor: who settles.
        claim: what was asked.
        folded: what the law makes of it.
        paying: what accounts pay.
        rows: the person's accumulators afterwards.
        answer: what is answered.

    Raises:
        Conflict: ``period_not_open``: then nothing is written.

    """
    settled = folded.settled
    entry = entry_of(
        answer.number,
        folded.division,
        folded.case.visit.provider,
        settled.visit.care,
        folded.today,
        settled.by_fund,
        settled.hospital,
        paying.uses,
    )
    parameters = {
        **inline(actor, entry, paying.held, answer.settled_at),
        **_settlement(claim, folded, answer),
        "payers": [paid.fund_pay_type for paid in answer.payers],
        "payer_fen": [paid.amount_fen for paid in answer.payers],
        "owners": [use.owner for use in paying.uses],
        "owner_fen": [use.amount_fen for use in paying.uses],
        "owner_balance": [use.balance_fen for use in paying.uses],
        "years": [row.year for row in rows],
        "layouts": [row.layout for row in rows],
        "numbers": [as_text(row.numbers) for row in rows],
        "batches": [batch.id for batch in folded.taken],
        "state": state_after(claim, folded),
    }
    made = _WRITE.fetch(parameters)
    if not made:
        assert entry is not None, "only a posting can be refused"
        refuse_closed_period(entry)
    return int(made[0][0])


def _settlement(claim: Claim, folded: Folded, answer: Settled) -> dict[str, Any]:
    """Return the columns of the settlement's own row."""
    visit, settled, plan = folded.case.visit, folded.settled, folded.plan
    amounts = {
        name: getattr(answer, name) for name, kind in _COLUMNS if name.endswith("_fen") and kind
    }
    return {
        **amounts,
        "number": answer.number,
        "visit_id": visit.id,
        "person": answer.person,
        "provider": visit.provider,
        "insutype": answer.insutype,
        "psn_type": answer.psn_type,
        "division": folded.division,
        "setting": visit.setting,
        "med_type": answer.med_type,
        "care": settled.visit.care,
        "begins_on": answer.begins_on,
        "ends_on": answer.ends_on,
        "settled_at": answer.settled_at,
        "settled_on": folded.today,
        "benefit_year": answer.benefit_year,
        "mid_stay": claim.mid_stay,
        "sender_id": claim.sender_id,
        "invoice": claim.invoice,
        "clr_type": answer.clr_type,
        "clr_way": answer.clr_way,
        "plan": bytes.fromhex(plan.hash),
        "facts": json.dumps(kept_facts(settled.visit), ensure_ascii=False),
        "bill": json.dumps(kept_bill(settled.visit.amounts)),
        "layout_id": kept(plan),
        "before": as_text(_numbers(settled.before)),
    }


def _numbers(state: Accumulators) -> list[int]:
    numbers: list[int] = state.numbers.tolist()
    return numbers


def as_text(numbers: Sequence[int]) -> str:
    """Return numbers as the database reads a `bigint[]`.

    >>> as_text([1, -2])
    '{1,-2}'
    """
    return f"{{{','.join(map(str, numbers))}}}"


def at_once(now: datetime) -> datetime:
    """Return a time as the interface can say it: whole seconds."""
    return now.replace(microsecond=0)

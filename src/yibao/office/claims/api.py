"""The interface of the claims' office (接口): settlements, their trace, their lines.

Numbers and codes have the names of the national interface; amounts are whole fen, so they have
names of our own that end in ``_fen``. A reversal is a settlement with negative amounts.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Path, Query, Router, Schema
from pydantic import Field

from yibao.office.base.audit import shown
from yibao.office.base.rights.guard import guarded
from yibao.office.base.rights.request import OfficeRequest
from yibao.office.claims.models import BilledLine, Settlement
from yibao.office.claims.queries.billed_lines import as_told, lines_settled, origin_of
from yibao.office.claims.queries.sheet import account_uses, paid_by
from yibao.office.claims.queries.sheet_layers import Said, explained
from yibao.office.claims.queries.trace import retraced
from yibao.office.claims.queries.within import reversal_of, settlement_row, settlements_within

router = Router()
VIEW, LINES = "claims.settlement.view", "claims.line.view"

Number = Annotated[str, Path(pattern=r"^[0-9A-Z]{1,30}$")]
Code = Annotated[str, Query(pattern=r"^[0-9A-Za-z]{0,30}$")]
Key = Annotated[int | None, Query(ge=1, le=2**63 - 1)]
Limit = Annotated[int, Query(ge=1, le=200)]
Page = Annotated[int, Query(ge=1, le=10_000)]
LINES_OF_A_PAGE = 200


class Refusal(Schema):
    """What was wrong, in which field, and what to do."""

    code: str
    field: str
    reason: str
    remedy: str


class SettlementOut(Schema):
    """A settlement; `reverses` and `reversed_by` are numbers of others, or empty."""

    id: int
    setl_id: str
    mdtrt_id: str
    psn_no: str
    fixmedins_code: str
    insutype: str
    med_type: str
    begndate: date
    enddate: date
    setl_time: datetime
    benefit_year: int
    mid_setl: bool
    reverses: str
    reversed_by: str
    total_fen: int
    full_self_fen: int
    over_limit_fen: int
    first_pay_fen: int
    in_scope_fen: int
    deductible_fen: int
    fund_fen: int
    hospital_fen: int
    personal_fen: int
    account_fen: int
    shared_fen: int
    cash_fen: int


class PayerOut(Schema):
    """What a fund, the accounts or the hospital pay."""

    fund_pay_type: str
    name_zh: str
    name_en: str
    amount_fen: int


class AccountOut(Schema):
    """What a personal account paid; whose it is, is said of the person's own only."""

    is_own: bool
    amount_fen: int


class WholeSettlementOut(SettlementOut):
    """A settlement with its payers and accounts."""

    payers: list[PayerOut]
    accounts: list[AccountOut]


class SentenceOut(Schema):
    """A sentence of the explanation; `source` is the number of a source, 0 for none."""

    zh: str
    en: str
    source: int


class LayerOut(Schema):
    """What one layer made of the visit: base = deductible + copay + above the cap + paid."""

    name: str
    label_zh: str
    label_en: str
    payer_zh: str
    payer_en: str
    base_fen: int
    deductible_fen: int
    copay_fen: int
    above_cap_fen: int
    paid_fen: int
    sentences: list[SentenceOut]


class SourceOut(Schema):
    """A source that a sentence rests on, and how sure it is."""

    number: int
    zh: str
    en: str
    url: str
    status: str


class TraceOut(Schema):
    """How a settlement was computed; of a reversal, how the one that it reverses was."""

    setl_id: str
    plan: str
    bill: list[SentenceOut]
    layers: list[LayerOut]
    outcome: list[SentenceOut]
    sources: list[SourceOut]


class LineOut(Schema):
    """A line of the bill after it was classified; the four parts sum to its amount."""

    feedetl_sn: str
    fee_ocur_time: datetime
    med_list_codg: str
    medins_list_codg: str
    name: str
    chrgitm_lv: str
    med_chrgitm_type: str
    price_e6: int
    quantity_e4: int
    amount_fen: int
    full_self_fen: int
    over_limit_fen: int
    first_pay_fen: int
    in_scope_fen: int


class LinesOut(Schema):
    """A page of lines; `next` is the page that follows, 0 after the last."""

    lines: list[LineOut]
    next: Annotated[int, Field(ge=0)]


REFUSALS = {403: Refusal, 404: Refusal, 422: Refusal}


@router.get("settlements/", response={200: list[SettlementOut], **REFUSALS})
@guarded(VIEW)
def settlements(
    request: OfficeRequest,
    psn_no: Code = "",
    fixmedins_code: Code = "",
    mdtrt_id: Code = "",
    first: date | None = None,
    last: date | None = None,
    before: Key = None,
    limit: Limit = 50,
) -> list[SettlementOut]:
    """Return settlements, newest first; `before` is the last id of the page before."""
    wanted = {
        "person": psn_no,
        "provider": fixmedins_code,
        "visit__number": mdtrt_id,
        "settled_on__gte": first,
        "settled_on__lte": last,
        "pk__lt": before,
    }
    given = {name: value for name, value in wanted.items() if value not in (None, "")}
    rows = settlements_within(request.granted.reach(VIEW)).filter(**given)
    found = list(rows.order_by("-pk")[:limit])
    shown(request, [row.person for row in found])
    return [SettlementOut(**_facts(row)) for row in found]


@router.get("settlements/{number}/", response={200: WholeSettlementOut, **REFUSALS})
@guarded(VIEW)
def settlement(request: OfficeRequest, number: Number) -> WholeSettlementOut:
    """Return a settlement with who pays it."""
    row = _within(request, number, VIEW)
    payers = [
        PayerOut(
            fund_pay_type=code,
            name_zh=term.label.zh,
            name_en=term.label.en,
            amount_fen=term.amount_fen,
        )
        for code, term in paid_by(row)
    ]
    accounts = [
        AccountOut(is_own=use.owner == row.person, amount_fen=use.amount_fen)
        for use in account_uses(row)
    ]
    return WholeSettlementOut(**_facts(row), payers=payers, accounts=accounts)


@router.get("settlements/{number}/trace/", response={200: TraceOut, **REFUSALS})
@guarded(VIEW)
def trace(request: OfficeRequest, number: Number) -> TraceOut:
    """Compute a settlement once more and return every step in words, with sources."""
    row = origin_of(_within(request, number, VIEW))
    made = retraced(row)
    told = explained(made)
    layers = [
        LayerOut(
            name=layer.name,
            label_zh=layer.label.zh,
            label_en=layer.label.en,
            payer_zh=layer.payer.zh,
            payer_en=layer.payer.en,
            base_fen=layer.made.base,
            deductible_fen=layer.made.deductible,
            copay_fen=layer.made.copay,
            above_cap_fen=layer.made.above_cap,
            paid_fen=layer.made.paid,
            sentences=_sentences(layer.said),
        )
        for layer in told.layers
    ]
    sources = [
        SourceOut(
            number=note.number,
            zh=note.text.zh,
            en=note.text.en,
            url=note.url,
            status=note.status.value,
        )
        for note in told.notes
    ]
    return TraceOut(
        setl_id=row.number,
        plan=made.plan.hash,
        bill=_sentences(told.bill),
        layers=layers,
        outcome=_sentences(told.outcome),
        sources=sources,
    )


@router.get("settlements/{number}/lines/", response={200: LinesOut, **REFUSALS})
@guarded(LINES)
def lines(request: OfficeRequest, number: Number, page: Page = 1) -> LinesOut:
    """Return a page of the lines of a settlement."""
    row = _within(request, number, LINES)
    begin = (page - 1) * LINES_OF_A_PAGE
    found = list(lines_settled(row)[begin : begin + LINES_OF_A_PAGE + 1])
    more = len(found) > LINES_OF_A_PAGE
    return LinesOut(
        lines=[_line(line) for line in as_told(row, found[:LINES_OF_A_PAGE])],
        next=page + 1 if more else 0,
    )


def _within(request: OfficeRequest, number: str, permission: str) -> Settlement:
    """Return a settlement within reach, and note that the request shows its person.

    Raises:
        NotFound: code ``not_found``, also for one out of reach.

    """
    row = settlement_row(number, request.granted.reach(permission))
    shown(request, [row.person])
    return row


_OWN = (
    *("insutype", "med_type", "benefit_year", "total_fen", "full_self_fen", "over_limit_fen"),
    *("first_pay_fen", "in_scope_fen", "deductible_fen", "fund_fen", "hospital_fen"),
    *("personal_fen", "account_fen", "shared_fen", "cash_fen"),
)


def _facts(row: Settlement) -> dict[str, Any]:
    undoing = reversal_of(row)
    return {
        **{name: getattr(row, name) for name in _OWN},
        "id": row.pk,
        "setl_id": row.number,
        "mdtrt_id": row.visit.number,
        "psn_no": row.person,
        "fixmedins_code": row.provider,
        "begndate": row.begins_on,
        "enddate": row.ends_on,
        "setl_time": row.settled_at,
        "mid_setl": row.mid_stay,
        "reverses": row.reverses.number if row.reverses else "",
        "reversed_by": undoing.number if undoing else "",
    }


def _sentences(said: tuple[Said, ...]) -> list[SentenceOut]:
    return [SentenceOut(zh=one.text.zh, en=one.text.en, source=one.note) for one in said]


_LINE = (
    *("chrgitm_lv", "med_chrgitm_type", "price_e6", "quantity_e4", "amount_fen"),
    *("full_self_fen", "over_limit_fen", "first_pay_fen", "in_scope_fen"),
)


def _line(line: BilledLine) -> LineOut:
    return LineOut(
        feedetl_sn=line.number,
        fee_ocur_time=line.charged_at,
        med_list_codg=line.item,
        medins_list_codg=line.local_item,
        name=line.item_name,
        **{name: getattr(line, name) for name in _LINE},
    )

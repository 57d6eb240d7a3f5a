"""What each stretch of a settlement was paid by (政策项): deductible, bands, above the cap.

Of every layer: what the person bears and what the fund pays of its rows sum to what the layer
looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from yibao.office.claims.models import Settlement
from yibao.office.claims.queries.billed_lines import origin_of
from yibao.office.claims.queries.sheet_layers import LayerShown, explained
from yibao.office.claims.queries.trace import retraced
from yibao.terms.dictionaries import dictionary
from yibao.terms.tables import rows
from yibao.terms.text import Text

_PPM = 1_000_000
_BASIC = frozenset(
    (
        *("basic_inpatient", "basic_outpatient", "chronic", "two_diseases", "dual_channel"),
        *("separate_drug", "maternity"),
    )
)
"""Roles whose stretches have the codes of basic insurance."""
_DEDUCTIBLE, _BAND, _WHOLE, _CAP = "deductible", "band", "whole", "cap"
_PARTS = {
    _DEDUCTIBLE: Text("起付标准", "deductible"),
    _BAND: Text("第{place}段", "band {place}"),
    _WHOLE: Text("报销", "reimbursement"),
    _CAP: Text("超限额", "above the limit"),
}


@dataclass(frozen=True, slots=True)
class PolicyItem:
    """One stretch: its code (`polItemCode`), its name, who pays how much of it in fen.

    A code that the dictionary lacks is the layer's role and the part, such as `assistance-cap`.
    """

    code: str
    name: Text
    self_fen: int
    self_ppm: int
    fund_fen: int
    fund_ppm: int


def policy_items(row: Settlement) -> tuple[PolicyItem, ...]:
    """Return every stretch of a settlement; of a reversal with amounts turned round.

    Raises:
        InvalidInput: code ``settlement_differs``: it does not come out as it did.
        NotFound: its plan was never archived.

    """
    sign = -1 if row.reverses_id else 1
    made = retraced(origin_of(row))
    roles = {layer.name: _family(layer.role) for layer in made.plan.layers}
    items = [*_bill(row)]
    for layer in explained(made).layers:
        items += [_turned(item, sign) for item in _stretches(layer, roles[layer.name])]
    return tuple(items)


def _turned(item: PolicyItem, sign: int) -> PolicyItem:
    return PolicyItem(
        item.code,
        item.name,
        sign * item.self_fen,
        item.self_ppm,
        sign * item.fund_fen,
        item.fund_ppm,
    )


def _bill(row: Settlement) -> Iterator[PolicyItem]:
    """Yield what of the bill no layer looks at."""
    parts = (
        ("full_self", row.full_self_fen),
        ("first_pay", row.first_pay_fen),
        ("over_limit", row.over_limit_fen),
    )
    for part, amount in parts:
        if amount:
            code = _codes()["bill", part, 0]
            yield PolicyItem(code, dictionary("polItemCode").label(code), amount, _PPM, 0, 0)


def _stretches(layer: LayerShown, role: str) -> Iterator[PolicyItem]:
    made = layer.made
    if made.deductible:
        yield _item(layer, role, _DEDUCTIBLE, 0, (made.deductible, _PPM, 0, 0))
    # What the bands would pay and the cap takes away again is taken off the last ones.
    left, borne = made.paid, made.copay
    last = len(layer.stretches)
    part = _WHOLE if last == 1 else _BAND
    for place, stretch in enumerate(layer.stretches, 1):
        share = _share(stretch.cost_fen, stretch.ratio_ppm)
        fund, own = min(left, share), min(borne, stretch.cost_fen - share)
        if place == last:
            fund, own = left, borne
        left, borne = left - fund, borne - own
        yield _item(
            layer,
            role,
            part,
            place,
            (own, _PPM - stretch.ratio_ppm, fund, stretch.ratio_ppm),
        )
    if not layer.stretches and (left or borne):
        ratio = left * _PPM // (left + borne)
        yield _item(layer, role, _WHOLE, 1, (borne, _PPM - ratio, left, ratio))
    if made.above_cap:
        yield _item(layer, role, _CAP, 0, (made.above_cap, _PPM, 0, 0))


def _share(cost_fen: int, ratio_ppm: int) -> int:
    """Return a ratio of a cost, half a fen rounded up."""
    return (2 * cost_fen * ratio_ppm + _PPM) // (2 * _PPM)


def _item(
    layer: LayerShown, role: str, part: str, place: int, amounts: tuple[int, int, int, int]
) -> PolicyItem:
    codes = _codes()
    code = codes.get((role, part, place)) or codes.get((role, part, 0))
    code = code or codes.get((role, _BAND, place)) if part == _WHOLE else code
    if code is not None:
        return PolicyItem(code, dictionary("polItemCode").label(code), *amounts)
    said = _PARTS[part]
    name = Text(
        f"{layer.label.zh}{said.zh.format(place=place)}",
        f"{layer.label.en}: {said.en.format(place=place)}",
    )
    return PolicyItem(f"{role}-{part}" + (f"-{place}" if part == _BAND else ""), name, *amounts)


def _family(role: str) -> str:
    return "basic" if role in _BASIC else role


@cache
def _codes() -> Mapping[tuple[str, str, int], str]:
    return {
        (row["role"], row["part"], int(row["place"])): row["code"]
        for row in rows("interface", "policy_items.csv")
    }

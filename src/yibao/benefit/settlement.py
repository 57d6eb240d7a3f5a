"""A settlement: who pays what of one visit (结算结果)."""

from __future__ import annotations

from dataclasses import dataclass, field

from yibao.benefit.accumulators import Accumulators
from yibao.benefit.visit import Visit
from yibao.policy.plan import Plan
from yibao.policy.plan.layout import (
    OUT_DEDUCTIBLE,
    OUT_FIRST_PAY,
    OUT_FULL_SELF,
    OUT_FUND,
    OUT_HOSPITAL,
    OUT_IN_SCOPE,
    OUT_OVER_LIMIT,
    OUT_PERSONAL,
    OUT_TOTAL,
    RESULT_ABOVE_CAP,
    RESULT_BASE,
    RESULT_COPAY,
    RESULT_DEDUCTIBLE,
    RESULT_PAID,
)
from yibao.terms.funds import fund


@dataclass(frozen=True, slots=True)
class LayerResult:
    """What one layer made of a visit, in fen: base = deductible + copay + above cap + paid."""

    layer: str
    base: int
    deductible: int
    copay: int
    above_cap: int
    paid: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """Who pays what of one visit; every amount in fen, every identity already checked.

    Field names of the national interface stand beside ours. The personal account is not here: it
    comes after, under its owner's lock, out of `personal`.
    """

    plan: Plan = field(repr=False)
    visit: Visit
    before: Accumulators = field(repr=False)
    after: Accumulators = field(repr=False)
    out: tuple[int, ...] = field(repr=False)
    results: tuple[tuple[int, ...], ...] = field(repr=False)

    @property
    def total(self) -> int:
        """总费用 (medfee_sumamt)."""
        return self.out[OUT_TOTAL]

    @property
    def full_self(self) -> int:
        """全自费金额 (fulamt_ownpay_amt)."""
        return self.out[OUT_FULL_SELF]

    @property
    def over_limit(self) -> int:
        """超限价自费 (overlmt_selfpay)."""
        return self.out[OUT_OVER_LIMIT]

    @property
    def first_pay(self) -> int:
        """先行自付 (preselfpay_amt)."""
        return self.out[OUT_FIRST_PAY]

    @property
    def in_scope(self) -> int:
        """符合政策范围金额 (inscp_scp_amt)."""
        return self.out[OUT_IN_SCOPE]

    @property
    def deductible_paid(self) -> int:
        """实际支付起付线 (act_pay_dedc): what the person bore of the basic layers' deductibles."""
        return self.out[OUT_DEDUCTIBLE]

    @property
    def fund(self) -> int:
        """基金支付总额 (fund_pay_sumamt)."""
        return self.out[OUT_FUND]

    @property
    def hospital(self) -> int:
        """医院负担金额 (hosp_part_amt)."""
        return self.out[OUT_HOSPITAL]

    @property
    def personal(self) -> int:
        """个人负担总金额 (psn_part_amt)."""
        return self.out[OUT_PERSONAL]

    def layer(self, name: str) -> LayerResult:
        """Return what one layer made of this visit; a layer that did not apply is all zeros."""
        row = self.results[self.plan.layer_index[name]]
        return LayerResult(
            name,
            row[RESULT_BASE],
            row[RESULT_DEDUCTIBLE],
            row[RESULT_COPAY],
            row[RESULT_ABOVE_CAP],
            row[RESULT_PAID],
        )

    def paid(self, *names: str) -> int:
        """Return what some layers paid together."""
        return sum(self.results[self.plan.layer_index[name]][RESULT_PAID] for name in names)

    def by_role(self, role: str) -> int:
        """Return what all layers of a role paid."""
        return self.paid(*(layer.name for layer in self.plan.layers if layer.role == role))

    @property
    def by_fund(self) -> dict[str, int]:
        """Return fund_pay_type → amount, for every fund that paid."""
        split: dict[str, int] = {}
        for layer, row in zip(self.plan.layers, self.results, strict=True):
            if row[RESULT_PAID]:
                split[layer.fund] = split.get(layer.fund, 0) + row[RESULT_PAID]
        return split

    @property
    def by_field(self) -> dict[str, int]:
        """Return summary field (hifp_pay …) → amount, for every field that is not zero."""
        split: dict[str, int] = {}
        for code, amount in self.by_fund.items():
            name = fund(code).summary_field
            split[name] = split.get(name, 0) + amount
        return split

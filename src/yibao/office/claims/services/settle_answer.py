"""A settlement as it is answered (结算结果): of one just made, of a preview, of an old one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from yibao.office.claims.accounts import Use
from yibao.office.claims.asked import Claim, Paid, Settled
from yibao.office.claims.models.visit import Setting
from yibao.office.claims.services.settle_fold import SETTING_CLEARING, Folded
from yibao.terms.funds import fund
from yibao.terms.rounding import Rounding, divide

PERSONAL_ACCOUNT, BORNE = "310200", "999996"
CIVIL_SERVANT = "civil_servant"
PPM = 1_000_000


def payers_of(by_fund: Mapping[str, int], account_fen: int, hospital_fen: int) -> tuple[Paid, ...]:
    """Return every payer but the person's cash: funds, accounts together, the hospital."""
    paid = [Paid(code, amount) for code, amount in by_fund.items()]
    if account_fen:
        paid.append(Paid(PERSONAL_ACCOUNT, account_fen))
    if hospital_fen:
        paid.append(Paid(BORNE, hospital_fen))
    return tuple(paid)


def by_field(payers: Sequence[Paid]) -> dict[str, int]:
    """Return summary field (hifp_pay …) → fen, of the funds among the payers."""
    split: dict[str, int] = {}
    for paid in payers:
        known = fund(paid.fund_pay_type)
        if known.kind == "fund":
            split[known.summary_field] = split.get(known.summary_field, 0) + paid.amount_fen
    return split


def pool_ratio_ppm(fields: Mapping[str, int], in_scope_fen: int) -> int:
    """Return the basic fund's part of what is in scope, half up, in parts per million.

    >>> pool_ratio_ppm({"hifp_pay": 2}, 3)
    666667
    """
    if not in_scope_fen:
        return 0
    paid = fields.get("hifp_pay", 0)
    return divide(abs(paid) * PPM, abs(in_scope_fen), Rounding.HALF_UP)


def answer_of(
    claim: Claim,
    folded: Folded,
    uses: Sequence[Use],
    balance_fen: int,
    now: datetime,
    number: str = "",
) -> Settled:
    """Return the answer to a claim; without a number it is a preview."""
    visit, settled, claimant = folded.case.visit, folded.settled, folded.claimant
    day = settled.visit.admission
    enrolled = claimant.enrolled_on(visit.insutype, day)
    drawn = sum(use.amount_fen for use in uses)
    own = sum(use.amount_fen for use in uses if use.owner == folded.case.person)
    payers = payers_of(settled.by_fund, drawn, settled.hospital)
    fields = by_field(payers)
    cover = settled.visit.facts["cover"]
    assert isinstance(cover, frozenset)
    return Settled(
        number=number,
        visit=visit.number,
        person=folded.case.person,
        person_name=claimant.name,
        certificate_type=claimant.certificate_type,
        certificate_number=claimant.certificate_number,
        sex=claimant.sex,
        birth=claimant.birth,
        insutype=visit.insutype,
        psn_type=enrolled.psn_type if enrolled else "",
        is_civil_servant=CIVIL_SERVANT in cover,
        insured_division=visit.insured_division,
        setting=Setting(visit.setting),
        med_type=visit.med_type,
        settled_at=now,
        begins_on=settled.visit.admission,
        ends_on=settled.visit.discharge,
        benefit_year=folded.benefit_year,
        sender_id=claim.sender_id,
        clr_type=SETTING_CLEARING[Setting(visit.setting)],
        clr_way="",
        clr_optins=folded.division,
        total_fen=settled.total,
        full_self_fen=settled.full_self,
        over_limit_fen=settled.over_limit,
        first_pay_fen=settled.first_pay,
        in_scope_fen=settled.in_scope,
        deductible_fen=settled.deductible_paid,
        fund_fen=settled.fund,
        by_field=fields,
        pool_ratio_ppm=pool_ratio_ppm(fields, settled.in_scope),
        hospital_fen=settled.hospital,
        personal_fen=settled.personal,
        account_fen=drawn,
        shared_fen=drawn - own,
        cash_fen=settled.personal - drawn,
        balance_fen=balance_fen,
        payers=payers,
        is_preview=not number,
        mid_stay=claim.mid_stay,
    )

"""The answer of an old settlement, or of a reversal, from what was kept (结算结果重现)."""

from __future__ import annotations

from yibao.office.claims.asked import Paid, Settled
from yibao.office.claims.models import Payer, Settlement
from yibao.office.claims.models.visit import Setting
from yibao.office.claims.queries.settlements import settlement_row
from yibao.office.claims.services.settle_answer import CIVIL_SERVANT, by_field, pool_ratio_ppm
from yibao.office.people.queries import claimant_of


def settled_of(settlement: Settlement | str) -> Settled:
    """Return what was answered to a settlement; who the person is comes from the register of today.

    Args:
        settlement: its row, or its number (setl_id).

    Raises:
        NotFound: code ``unknown_settlement``.

    """
    row = settlement_row(settlement) if isinstance(settlement, str) else settlement
    claimant = claimant_of(row.person)
    rows = Payer.objects.filter(settlement_id=row.pk).order_by("fund_pay_type")
    payers = tuple(Paid(paid.fund_pay_type, paid.amount_fen) for paid in rows)
    fields = by_field(payers)
    return Settled(
        number=row.number,
        visit=row.visit.number,
        person=row.person,
        person_name=claimant.name,
        certificate_type=claimant.certificate_type,
        certificate_number=claimant.certificate_number,
        sex=claimant.sex,
        birth=claimant.birth,
        insutype=row.insutype,
        psn_type=row.psn_type,
        is_civil_servant=CIVIL_SERVANT in row.facts["facts"].get("cover", ()),
        insured_division=row.visit.insured_division,
        setting=Setting(row.setting),
        med_type=row.med_type,
        settled_at=row.settled_at,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        benefit_year=row.benefit_year,
        sender_id=row.sender_id,
        clr_type=row.clr_type,
        clr_way=row.clr_way,
        clr_optins=row.division,
        total_fen=row.total_fen,
        full_self_fen=row.full_self_fen,
        over_limit_fen=row.over_limit_fen,
        first_pay_fen=row.first_pay_fen,
        in_scope_fen=row.in_scope_fen,
        deductible_fen=row.deductible_fen,
        fund_fen=row.fund_fen,
        by_field=fields,
        pool_ratio_ppm=pool_ratio_ppm(fields, row.in_scope_fen),
        hospital_fen=row.hospital_fen,
        personal_fen=row.personal_fen,
        account_fen=row.account_fen,
        shared_fen=row.shared_fen,
        cash_fen=row.cash_fen,
        balance_fen=row.balance_fen,
        payers=payers,
        reverses=row.reverses.number if row.reverses is not None else "",
        mid_stay=row.mid_stay,
    )

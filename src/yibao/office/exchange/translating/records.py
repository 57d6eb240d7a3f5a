"""Visits, diagnoses, settlements and lines as answers to questions say them (记录查询)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from yibao.office.claims.queries.records_settlements import told
from yibao.office.exchange.translating.bills import NO_CEILING_E6
from yibao.office.people.queries import Claimant
from yibao.terms.funds import fund

CIVIL_SERVANT = "civil_servant"
_WHOLE = 1_000_000
_FROM_DETAILS = (
    *("medrcdno", "chfpdr_name", "adm_dept_name", "adm_bed", "dscg_maindiag_code"),
    *("dscg_maindiag_name", "dscg_dept_codg", "dscg_dept_name", "dscg_bed", "main_cond_dscr"),
    *("dise_name", "oprn_oprt_code", "oprn_oprt_name", "fpsc_no", "matn_type", "birctrl_type"),
    *("latechb_flag", "geso_val", "fetts", "fetus_cnt", "pret_flag", "cop_flag", "mdtrt_cert_type"),
)
"""What a visit keeps as its provider said it."""
_OF_LINE = (
    *("sin_dos_dscr", "used_frqu_dscr", "prd_days", "medc_way_dscr", "bilg_dept_name"),
    *("bilg_dr_name", "acord_dept_codg", "acord_dept_name", "orders_dr_code", "orders_dr_name"),
    *("hosp_appr_flag", "tcmdrug_used_way", "etip_flag", "etip_hosp_code", "dscg_tkdrug_flag"),
    *("matn_fee_flag", "memo"),
)
_IN_BED, _LEFT = "1", "0"
"""inhosp_stas"""
_ADMISSION, _DISCHARGE = "1", "2"
"""inout_diag_type; what is diagnosed of an out-patient counts with the former."""
_OF_PROVIDER = "2"
"""pay_loc: settled at the provider (医疗机构)."""


def insured_of(claimant: Claimant, insutype: str, day: date) -> dict[str, Any]:
    """Return as what somebody was insured in a scheme on a day, and which help they had then."""
    enrolled = claimant.enrolled_on(insutype, day)
    facts = claimant.facts
    covers = {spell.content for spell in facts.covers if spell.holds(day)}
    return {
        "psn_type": "" if enrolled is None else enrolled.psn_type,
        "cvlserv_flag": _flag(CIVIL_SERVANT in covers),
        "maf_psn_flag": _flag(any(spell.holds(day) for spell in facts.categories)),
        "die_date": claimant.death,
    }


def visit_of(
    visit: Any, person: Mapping[str, Any], insured: Mapping[str, Any], diagnoses: str
) -> dict[str, Any]:
    """Return a visit as 5201 says it.

    Args:
        visit: the visit.
        person: who it is, as `identity.identity_of` says.
        insured: as what on its first day, as `insured_of` says.
        diagnoses: what was diagnosed, in words.

    """
    is_stay = visit.setting == "inpatient"
    lies = is_stay and visit.state == "open"
    ends = visit.ends_at or (None if lies else visit.begins_at)
    days = None if ends is None else (timezone.localdate(ends) - visit.begins_on).days
    return {
        **{name: told(visit.details, name) for name in _FROM_DETAILS},
        **person,
        **insured,
        "mdtrt_id": visit.number,
        "insutype": visit.insutype,
        "insu_optins": visit.insured_division,
        "begntime": visit.begins_at,
        "endtime": ends,
        "med_type": visit.med_type,
        "ipt_otp_no": visit.own_number,
        "atddr_no": visit.doctor,
        "adm_dept_codg": visit.department,
        "dscg_way": told(visit.details, "dscg_way"),
        "dise_codg": visit.disease,
        "ars_year_ipt_flag": _flag(
            is_stay and ends is not None and timezone.localdate(ends).year > visit.begins_on.year
        ),
        "inhosp_stas": (_IN_BED if lies else _LEFT) if is_stay else "",
        "ipt_days": days if is_stay else None,
        "otp_diag_info": "" if is_stay else diagnoses,
        "opt_time": visit.changed_at,
    }


def diagnosis_of(diagnosis: Any, visit: Any) -> dict[str, Any]:
    """Return a diagnosis as 5202 says it."""
    return {
        "diag_info_id": str(diagnosis.pk),
        "mdtrt_id": visit.number,
        "psn_no": visit.person,
        "inout_diag_type": _DISCHARGE if diagnosis.stage == "discharge" else _ADMISSION,
        "diag_type": diagnosis.kind,
        "maindiag_flag": _flag(diagnosis.is_main),
        "diag_srt_no": diagnosis.place,
        "diag_code": diagnosis.code,
        "diag_name": diagnosis.name,
        "diag_dept": diagnosis.department,
        "dise_dor_no": diagnosis.doctor,
        "dise_dor_name": diagnosis.doctor_name,
        "diag_time": diagnosis.diagnosed_at or visit.begins_at,
        "opt_time": visit.changed_at,
    }


def settlement_of(row: Any, person: Mapping[str, Any]) -> dict[str, Any]:
    """Return a settlement as 5203 says it, without what its provider and its funds say."""
    return {
        **person,
        "setl_id": row.number,
        "mdtrt_id": row.visit.number,
        "insutype": row.insutype,
        "psn_type": row.psn_type,
        "cvlserv_flag": _flag(CIVIL_SERVANT in row.facts["facts"].get("cover", ())),
        "insu_optins": row.visit.insured_division,
        "pay_loc": _OF_PROVIDER,
        "fixmedins_code": row.provider,
        "fixmedins_poolarea": row.visit.division,
        "begndate": row.begins_on,
        "enddate": row.ends_on,
        "setl_time": row.settled_at,
        "mdtrt_cert_type": told(row.visit.details, "mdtrt_cert_type"),
        "med_type": row.med_type,
        "clr_type": row.clr_type,
        "clr_way": row.clr_way,
        "clr_optins": row.division,
        **_amounts(row),
        "medins_setl_id": row.sender_id,
        "refd_setl_flag": _flag(row.reverses is not None or hasattr(row, "reversed_by")),
        "year": str(row.benefit_year),
        "dise_codg": row.visit.disease,
        "dise_name": told(row.visit.details, "dise_name"),
        "invono": row.invoice,
        "opt_time": row.settled_at,
    }


def _amounts(row: Any) -> dict[str, int]:
    return {
        "medfee_sumamt": row.total_fen,
        "fulamt_ownpay_amt": row.full_self_fen,
        "overlmt_selfpay": row.over_limit_fen,
        "preselfpay_amt": row.first_pay_fen,
        "inscp_scp_amt": row.in_scope_fen,
        "act_pay_dedc": row.deductible_fen,
        "fund_pay_sumamt": row.fund_fen,
        "psn_pay": row.personal_fen,
        "acct_pay": row.account_fen,
        "cash_payamt": row.cash_fen,
        "acct_mulaid_pay": row.shared_fen,
        "hosp_part_amt": row.hospital_fen,
    }


def payer_of(payer: Any, in_scope_fen: int) -> dict[str, Any]:
    """Return what one fund pays, as setldetail says it."""
    return {
        "fund_pay_type": payer.fund_pay_type,
        "inscp_scp_amt": in_scope_fen,
        "fund_payamt": payer.amount_fen,
        "fund_pay_type_name": fund(payer.fund_pay_type).label.zh,
    }


def item_of(version: Any) -> dict[str, Any]:
    """Return what the catalogue says of an item; nothing where it has no version of the day."""
    if version is None:
        return {}
    return {"spec": version.specification, "dosform_name": version.dosage_form}


def line_of(line: Any, visit: Any) -> dict[str, Any]:
    """Return a line as 5204 and 5205 say it."""
    return {
        **{name: told(line.details, name) for name in _OF_LINE},
        "mdtrt_id": visit.number,
        "psn_no": visit.person,
        "feedetl_sn": line.number,
        "rx_drord_no": told(line.details, "rxno") or told(line.details, "drord_no"),
        "fixmedins_code": visit.provider,
        "med_type": visit.med_type,
        "fee_ocur_time": line.charged_at,
        "cnt": line.quantity_e4,
        "pric": line.price_e6,
        "det_item_fee_sumamt": line.amount_fen,
        "pric_uplmt_amt": NO_CEILING_E6 if line.ceiling_e6 is None else line.ceiling_e6,
        "selfpay_prop": _WHOLE if line.first_pay_ppm is None else line.first_pay_ppm,
        "fulamt_ownpay_amt": line.full_self_fen,
        "overlmt_amt": line.over_limit_fen,
        "preselfpay_amt": line.first_pay_fen,
        "inscp_scp_amt": line.in_scope_fen,
        "chrgitm_lv": line.chrgitm_lv,
        "hilist_code": line.item,
        "hilist_name": line.item_name,
        "list_type": line.list_type,
        "med_list_codg": line.item,
        "medins_list_codg": line.local_item,
        "medins_list_name": told(line.details, "medins_list_name") or line.item_name,
        "med_chrgitm_type": line.med_chrgitm_type,
        "bilg_dept_codg": line.department,
        "bilg_dr_codg": line.doctor,
        "lmt_used_flag": _flag(line.limited != "no"),
        "opt_time": line.taken_at,
    }


def month_of(day: date) -> str:
    """Return a month as the interface writes it.

    >>> month_of(date(2025, 6, 30))
    '202506'
    """
    return f"{day:%Y%m}"


def _flag(said: bool) -> str:
    return "1" if said else "0"

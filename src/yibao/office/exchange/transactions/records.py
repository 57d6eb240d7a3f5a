"""Records of a provider's own visits, and what a person's year comes to (记录查询)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.utils import timezone

from yibao.office.claims.queries import records_persons, records_settlements, records_visits
from yibao.office.exchange.message import Message
from yibao.office.exchange.transactions.registry import Output, transaction
from yibao.office.exchange.translating import records
from yibao.office.exchange.translating.identity import identity_of
from yibao.office.people.queries import claimant_of, kept_number, person_row
from yibao.office.providers.queries import institution_row
from yibao.terms.errors import InvalidInput
from yibao.terms.tables import rows
from yibao.terms.text import Text

_HUNDREDTHS = 100
"""A number of visits stands in a field for amounts: three visits are 3.00."""


@transaction("5201", changes=False)
def visits(message: Message) -> Output:
    """Say which visits a person had here within a time (就诊信息查询)."""
    node = message.node("data")
    found = records_visits.visits_of(
        message.provider,
        node["psn_no"],
        node["begntime"],
        node["endtime"],
        med_type=node.get("med_type") or "",
        number=node.get("mdtrt_id") or "",
    )
    claimant, person = claimant_of(node["psn_no"]), person_row(node["psn_no"])
    return {
        "mdtrtinfo": tuple(
            records.visit_of(
                visit,
                identity_of(person, visit.begins_on),
                records.insured_of(claimant, visit.insutype, visit.begins_on),
                "；".join(each.name or each.code for each in visit.diagnoses.all()),
            )
            for visit in found.order_by("begins_at").prefetch_related("diagnoses")
        )
    }


@transaction("5202", changes=False)
def diagnoses(message: Message) -> Output:
    """Say what was diagnosed at a visit (诊断信息查询)."""
    node = message.node("data")
    visit = records_visits.own_visit(message.provider, node["mdtrt_id"], node["psn_no"])
    found = records_visits.diagnoses_of(visit)
    return {"diseinfo": tuple(records.diagnosis_of(each, visit) for each in found)}


@transaction("5205", changes=False)
def chronic_use(message: Message) -> Output:
    """Say which drugs somebody got for chronic diseases anywhere (慢特病用药记录查询)."""
    node = message.node("data")
    ends = node.get("endtime") or timezone.now()
    found = records_settlements.chronic_use(node["psn_no"], node["begntime"], ends)
    names = {code: institution_row(code).name for code in {each.visit.provider for each in found}}
    return {
        "feedetail": tuple(
            {
                **records.line_of(each.line, each.visit),
                "fixmedins_name": names[each.visit.provider],
            }
            for each in found
        )
    }


@transaction("5206", changes=False)
def totals(message: Message) -> Output:
    """Say what a person's benefit years come to, as far as they were settled (人员累计信息查询)."""
    node = message.node("data")
    upto = _last_day(node.get("cum_ym") or "")
    found = records_persons.totals_of(
        kept_number(node["psn_no"]), upto or timezone.localdate(), upto.year if upto else None
    )
    codes = {row["figure"]: row["code"] for row in rows("interface", "totals.csv")}
    return {
        "cuminfo": tuple(
            {
                "insutype": each.insutype,
                "year": str(each.year),
                "cum_ym": records.month_of(upto or each.last),
                "cum_type_code": codes.get(each.name, each.name),
                "cum": each.amount * _HUNDREDTHS if each.name == "visits" else each.amount,
            }
            for each in found
        )
    }


@transaction("5303", changes=False)
def in_bed(message: Message) -> Output:
    """Say who lies in this provider's beds (在院信息查询)."""
    node = message.node("data")
    found = records_visits.in_bed(
        message.provider, node["begntime"], node["endtime"], node.get("psn_no") or ""
    )
    today = timezone.localdate()
    return {
        "data": tuple(
            {
                **identity_of(person_row(visit.person), today),
                "mdtrt_id": visit.number,
                "insutype": visit.insutype,
                "begndate": visit.begins_on,
                "med_type": visit.med_type,
                "ipt_otp_no": visit.own_number,
                "out_flag": "0" if visit.insured_division[:4] == visit.division[:4] else "1",
            }
            for visit in found.order_by("begins_at")
        )
    }


def _last_day(month: str) -> date | None:
    """Return the last day of a month written yyyyMM; None where none was sent.

    Raises:
        InvalidInput: code ``invalid_month``.

    >>> _last_day("202402")
    datetime.date(2024, 2, 29)

    """
    if not month:
        return None
    try:
        year, number = int(month[:4]), int(month[4:])
        return date(year, number, monthrange(year, number)[1])
    except ValueError:
        raise InvalidInput(
            "invalid_month",
            "cum_ym",
            Text(f"“{month}”不是年月。", f"{month!r} is no month."),
            Text("请写 yyyyMM，如 202406。", "Write yyyyMM, such as 202406."),
        ) from None

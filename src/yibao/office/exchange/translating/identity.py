"""A person's identity as answers say it (人员基本信息)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from yibao.office.people.queries import Status
from yibao.terms.dates import age_on
from yibao.terms.identifiers import CHINA
from yibao.terms.tables import rows


def identity_of(person: Any, day: date) -> dict[str, Any]:
    """Return who somebody is, and how old on a day.

    Args:
        person: a row of the register of persons.
        day: on which the age is meant; somebody born later is not a year old.

    """
    return {
        "psn_no": person.number,
        "psn_cert_type": person.certificate_type,
        "certno": person.certificate_number,
        "psn_name": person.name,
        "gend": person.sex,
        "naty": person.nationality,
        "brdy": person.birth,
        "age": age_on(person.birth, max(day, person.birth)),
    }


def insurance_of(standing: Status, balance_fen: int, *, is_civil_servant: bool) -> dict[str, Any]:
    """Return how somebody is insured in one scheme."""
    return {
        "balc": balance_fen,
        "insutype": standing.insutype,
        "psn_type": standing.psn_type,
        "psn_insu_stas": standing.code,
        "psn_insu_date": standing.first,
        "paus_insu_date": standing.suspended_from,
        "cvlserv_flag": "1" if is_civil_servant else "0",
        "insuplc_admdvs": standing.division,
        "emp_name": standing.employer_name,
    }


def identities_on(person: Any, day: date) -> Iterator[Mapping[str, Any]]:
    """Yield the identities that earn somebody help on a day (救助身份)."""
    for each in person.identities.filter(during__contains=day).order_by("during"):
        yield {
            "psn_idet_type": each.psn_idet_type or _codes().get(each.category, ""),
            "begntime": _midnight(each.first),
            "endtime": _midnight(each.last),
        }


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime(day.year, day.month, day.day, tzinfo=CHINA)


@cache
def _codes() -> Mapping[str, str]:
    """Return the national code of each identity that a policy names."""
    return {
        row["name"]: row["code"]
        for row in rows("facts", "codes.csv")
        if row["dictionary"] == "psn_idet_type"
    }

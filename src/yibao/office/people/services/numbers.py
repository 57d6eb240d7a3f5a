"""Person numbers and the checks of a person's own data (人员编号)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection

from yibao.office.people.errors import contradicts_certificate, invalid_day
from yibao.office.people.models import Certificate
from yibao.office.people.names import RESIDENT_NUMBER, check_code
from yibao.office.people.services.locks import text
from yibao.terms.admdvs import Division
from yibao.terms.identifiers import parse_resident_number
from yibao.terms.own_ids import SEQUENCE_MAX, make
from yibao.terms.text import Text

EARLIEST_BIRTH = date(1880, 1, 1)


def next_numbers(division: str, day: date, count: int = 1) -> list[str]:
    """Take person numbers; each is given once, whoever asks at the same time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('people_person_sequence') FROM generate_series(1, %s)", [count]
        )
        taken = [row[0] for row in cursor.fetchall()]
    return [make("person", division, day, number % (SEQUENCE_MAX + 1)) for number in taken]


def checked_person(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return the fields of a person, each as it is kept.

    Raises:
        InvalidInput: of a field that is wrong; code ``contradicts_certificate`` when birth or sex
            is not what the resident number says, ``invalid_day`` for a birth that cannot be.

    """
    cleaned = dict(values)
    cleaned["certificate_type"] = check_code("psn_cert_type", str(values["certificate_type"]))
    cleaned["certificate_number"] = checked_certificate(
        cleaned["certificate_type"], str(values["certificate_number"])
    )
    cleaned["name"] = text("psn_name", values["name"], 50, Text("姓名", "name"))
    cleaned["sex"] = check_code("gend", str(values["sex"]))
    if not EARLIEST_BIRTH <= values["birth"] <= today:
        raise invalid_day("brdy", Text("出生日期不可能。", "Nobody is born then."))
    if cleaned["certificate_type"] == RESIDENT_NUMBER:
        said = parse_resident_number(cleaned["certificate_number"])
        if said.birth != values["birth"]:
            raise contradicts_certificate("brdy", said.birth.isoformat())
        if said.gend != cleaned["sex"]:
            raise contradicts_certificate("gend", said.gend)
    if values.get("nationality"):
        cleaned["nationality"] = check_code("naty", str(values["nationality"]))
    cleaned["division"] = Division.parse(str(values["division"]), "insu_admdvs").code
    cleaned["phone"] = text("tel", values.get("phone"), 50)
    cleaned["address"] = text("addr", values.get("address"), 200)
    return cleaned


def checked_certificate(kind: str, number: str) -> str:
    """Return the number of a certificate as it is kept.

    Raises:
        InvalidInput: of a resident number; code ``missing`` or ``too_long`` for another.

    >>> checked_certificate("01", "11010519491231002x")
    '11010519491231002X'

    """
    if kind == RESIDENT_NUMBER:
        return parse_resident_number(number.strip()).number
    return text("certno", number, 50, Text("证件号码", "number of the certificate")).upper()


def holder_of(kind: str, number: str) -> Certificate | None:
    """Return the certificate with its person, where it is known."""
    return Certificate.objects.select_related("person").filter(type=kind, number=number).first()

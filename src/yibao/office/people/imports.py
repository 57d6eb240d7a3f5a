"""Persons taken in from files, with a spell of insurance where one is given (人员导入)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.imports.kind import (
    Counts,
    FileColumn,
    ImportKind,
    Mode,
    Problem,
    Record,
    Reference,
)
from yibao.office.people.models import Person
from yibao.office.people.services import NewPerson, Since, known_certificates, register_many
from yibao.office.people.services.numbers import checked_person
from yibao.office.people.services.rows import enrolment_row
from yibao.office.providers.reach import see_within
from yibao.terms.dictionaries import dictionary
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

PERMISSION = "people.person.import"
RESIDENT_NUMBER = "01"
_VALUES = {
    "certificate_type": "psn_cert_type",
    "certificate_number": "certno",
    "name": "psn_name",
    "sex": "gend",
    "birth": "brdy",
    "nationality": "naty",
    "division": "insu_admdvs",
    "phone": "tel",
    "address": "addr",
}
_SPELL = {
    "insutype": "insutype",
    "psn_type": "psn_type",
    "division": "insu_admdvs",
    "employer": "emp_no",
    "employer_name": "emp_name",
}


def _codes(name: str) -> dict[str, Text]:
    return {code: known.label for code, known in dictionary(name).codes.items()}


def _values(record: Record) -> dict[str, Any]:
    values = {name: record[column] for name, column in _VALUES.items()}
    values["certificate_type"] = values["certificate_type"] or RESIDENT_NUMBER
    return {name: "" if value is None else value for name, value in values.items()}


def _spells(record: Record) -> tuple[Since, ...]:
    if not record["insutype"]:
        return ()
    said = {name: record[column] or "" for name, column in _SPELL.items()}
    return (Since(said, record["begndate"], record["enddate"]),)


def check(record: Record) -> Sequence[Problem]:
    """Return what is wrong with a row, as the services would say it."""
    today = timezone.localdate()
    found = []
    try:
        cleaned = checked_person(_values(record), today)
    except InvalidInput as error:
        found.append(_problem(error, record))
        cleaned = None
    if record["insutype"]:
        missing = [name for name in ("psn_type", "begndate") if not record[name]]
        found += [_missing(name) for name in missing]
        if cleaned is not None and not missing:
            try:
                for spell in _spells(record):
                    enrolment_row(Person(), spell.said, spell.first, spell.last)
            except InvalidInput as error:
                found.append(_problem(error, record))
    return found


def write(actor: Actor, records: list[Record], mode: Mode) -> Counts:
    """Register the persons of a batch; who is known by the certificate is left alone.

    Raises:
        NotAllowed: code ``division_out_of_reach``, for a row of another place.

    """
    del mode
    for division in sorted({str(record["insu_admdvs"]) for record in records}):
        see_within(actor, PERMISSION, division)
    known: set[tuple[str, str]] = set()
    by_type: dict[str, list[str]] = {}
    values = [_values(record) for record in records]
    for said in values:
        by_type.setdefault(said["certificate_type"], []).append(said["certificate_number"].upper())
    for kind, numbers in by_type.items():
        known |= {(kind, number) for number in known_certificates(kind, numbers)}
    new = [
        NewPerson(values=said, enrolments=_spells(record))
        for said, record in zip(values, records, strict=True)
        if (said["certificate_type"], said["certificate_number"].upper()) not in known
    ]
    if new:
        register_many(actor, new, timezone.localdate())
    return Counts(new=len(new), same=len(records) - len(new))


def _problem(error: InvalidInput, record: Record) -> Problem:
    value = record.get(error.field)
    said = "" if value is None else str(value)
    return Problem(error.field, error.reason, error.remedy, said, error.code)


def _missing(field: str) -> Problem:
    return Problem(
        field,
        Text("写了险种，就须写人员类别和开始日期。", "A scheme needs psn_type and begndate."),
        Text("请补充，或清空险种。", "Fill it in, or leave the scheme empty."),
        code="required",
    )


IMPORTS = (
    ImportKind(
        code="people.persons",
        label=Text("参保人员", "Persons"),
        permission=PERMISSION,
        layout=(
            FileColumn(
                "psn_cert_type",
                Text("证件类型", "Certificate"),
                "code",
                codes=_codes("psn_cert_type"),
            ),
            FileColumn("certno", Text("证件号码", "Number"), "code", required=True, max_length=50),
            FileColumn("psn_name", Text("姓名", "Name"), required=True, max_length=50),
            FileColumn("gend", Text("性别", "Sex"), "code", required=True, codes=_codes("gend")),
            FileColumn("brdy", Text("出生日期", "Birth"), "date", required=True),
            FileColumn("naty", Text("民族", "Nationality"), "code", codes=_codes("naty")),
            FileColumn(
                "insu_admdvs",
                Text("参保地医保区划", "Division"),
                "code",
                required=True,
                pattern="[1-9][0-9]{5}",
                form=Text("6 位数字", "6 digits"),
            ),
            FileColumn("tel", Text("联系电话", "Phone"), max_length=50),
            FileColumn("addr", Text("联系地址", "Address"), max_length=200),
            FileColumn("insutype", Text("险种类型", "Scheme"), "code", codes=_codes("insutype")),
            FileColumn("psn_type", Text("人员类别", "Kind"), "code", codes=_codes("psn_type")),
            FileColumn("emp_no", Text("单位编号", "Employer"), "code", max_length=40),
            FileColumn("emp_name", Text("单位名称", "Employer's name"), max_length=200),
            FileColumn("begndate", Text("开始日期", "First day"), "date"),
            FileColumn("enddate", Text("结束日期", "Last day"), "date"),
        ),
        key=("psn_cert_type", "certno"),
        references=(
            Reference(
                ("psn_cert_type", "certno"),
                "people_certificate",
                ("psn_cert_type", "certno"),
                Text("该证件已登记。", "This certificate is registered."),
                Text("删去此行，在登记簿中更正。", "Drop the row, and correct the register."),
                exists=False,
            ),
        ),
        check=check,
        write=write,
        example={
            "psn_cert_type": "01",
            "certno": "990121199001010014",
            "psn_name": "张演示",
            "gend": "1",
            "brdy": "1990-01-01",
            "naty": "1",
            "insu_admdvs": "990121",
            "insutype": "390",
            "psn_type": "15",
            "begndate": "2025-01-01",
            "enddate": "2025-12-31",
        },
    ),
)

"""Institutions taken in from files (机构导入)."""

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
from yibao.office.providers.kinds import Nature, ProviderKind
from yibao.office.providers.reach import see_within
from yibao.office.providers.services import NewInstitution, known_codes, register_many
from yibao.office.providers.services.checks import checked_institution
from yibao.terms.dictionaries import dictionary
from yibao.terms.errors import InvalidInput
from yibao.terms.levels import LEVELS, level_of_code
from yibao.terms.text import Text

PERMISSION = "providers.institution.import"
_VALUES = {
    "code": "fixmedins_code",
    "name": "fixmedins_name",
    "kind": "kind",
    "nature": "nature",
    "division": "admdvs",
    "credit_code": "uscc",
    "address": "addr",
    "phone": "tel",
}


def _values(record: Record) -> dict[str, Any]:
    return {name: record[column] or "" for name, column in _VALUES.items()}


def _new(record: Record) -> NewInstitution:
    hosp_lv = str(record["hosp_lv"] or "")
    usual = "pharmacy" if record["kind"] == ProviderKind.PHARMACY else level_of_code(hosp_lv).key
    return NewInstitution(
        values=_values(record),
        first=record["begndate"] or timezone.localdate(),
        level=str(record["level"] or usual),
        hosp_lv=hosp_lv,
        evidence="文件导入",
    )


def check(record: Record) -> Sequence[Problem]:
    """Return what is wrong with a row, as the services would say it."""
    try:
        checked_institution(_values(record))
    except InvalidInput as error:
        value = record.get(error.field)
        said = "" if value is None else str(value)
        return [Problem(error.field, error.reason, error.remedy, said, error.code)]
    return []


def write(actor: Actor, records: list[Record], mode: Mode) -> Counts:
    """Register the institutions of a batch; those that are known are left alone.

    Raises:
        NotAllowed: code ``division_out_of_reach``, for a row of another place.

    """
    del mode
    for division in sorted({str(record["admdvs"]) for record in records}):
        see_within(actor, PERMISSION, division)
    known = known_codes(str(record["fixmedins_code"]) for record in records)
    new = [_new(record) for record in records if record["fixmedins_code"] not in known]
    if new:
        register_many(actor, new)
    return Counts(new=len(new), same=len(records) - len(new))


IMPORTS = (
    ImportKind(
        code="providers.institutions",
        label=Text("定点医药机构", "Institutions"),
        permission=PERMISSION,
        layout=(
            FileColumn(
                "fixmedins_code", Text("机构编号", "Code"), "code", required=True, max_length=12
            ),
            FileColumn("fixmedins_name", Text("机构名称", "Name"), required=True, max_length=200),
            FileColumn(
                "kind",
                Text("机构类别", "Kind"),
                "code",
                required=True,
                codes={kind.value: kind.label for kind in ProviderKind},
            ),
            FileColumn(
                "nature",
                Text("经营性质", "Ownership"),
                "code",
                required=True,
                codes={nature.value: nature.label for nature in Nature},
            ),
            FileColumn(
                "admdvs",
                Text("医保区划", "Division"),
                "code",
                required=True,
                pattern="[1-9][0-9]{5}",
                form=Text("6 位数字", "6 digits"),
            ),
            FileColumn("uscc", Text("统一社会信用代码", "Credit code"), "code", max_length=18),
            FileColumn(
                "level",
                Text("机构级别", "Class"),
                "code",
                codes={level.key: level.label for level in LEVELS},
            ),
            FileColumn(
                "hosp_lv",
                Text("医院等级", "National class"),
                "code",
                codes={c: known.label for c, known in dictionary("hosp_lv").codes.items()},
            ),
            FileColumn("addr", Text("地址", "Address"), max_length=200),
            FileColumn("tel", Text("联系电话", "Phone"), max_length=50),
            FileColumn("begndate", Text("级别起始日期", "Class from"), "date"),
        ),
        key=("fixmedins_code",),
        references=(
            Reference(
                ("fixmedins_code",),
                "providers_institution",
                ("fixmedins_code",),
                Text("该机构已登记。", "This institution is registered."),
                Text("删去此行，在登记簿中变更。", "Drop the row, and change the register."),
                exists=False,
            ),
        ),
        check=check,
        write=write,
        example={
            "fixmedins_code": "H99012100001",
            "fixmedins_name": "示范甲县人民医院（演示）",
            "kind": "hospital",
            "nature": "public",
            "admdvs": "990121",
            "hosp_lv": "5",
        },
    ),
)

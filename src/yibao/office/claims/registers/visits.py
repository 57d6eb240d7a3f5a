"""The register of visits (就诊登记簿)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet, Sum

from yibao.office.base.rights.granted import Reach, beginning_of
from yibao.office.claims.fields import SHEET_NAME
from yibao.office.claims.models import Visit
from yibao.office.claims.queries.within import visits_within
from yibao.office.claims.registers import words as say
from yibao.office.claims.registers.page import (
    diagnoses_of,
    name_of_institution,
    name_of_person,
)
from yibao.office.claims.registers.story import story_of_visit
from yibao.office.screens.register import (
    Column,
    Detail,
    Fact,
    Filter,
    Register,
    Related,
    Section,
)
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text


def _rows(granted: Granted, reach: Reach) -> QuerySet[Visit]:
    del granted
    return visits_within(reach)


def _find(rows: QuerySet[Visit], text: str) -> QuerySet[Visit]:
    wanted = text.strip().upper()
    return rows.filter(Q(number=wanted) | Q(person=wanted) | Q(own_number=text.strip()))


def _more(row: Visit, granted: Granted) -> Mapping[str, Any]:
    unsettled = row.batches.filter(settlement_id=None).aggregate(
        lines=Sum("line_count"), total=Sum("total_fen")
    )
    return {"diagnoses": diagnoses_of(row, granted), "unsettled": unsettled}


VISITS = Register(
    code="claims.visit",
    title=Text("就诊", "Visits"),
    office="claims",
    permission="claims.visit.view",
    rows=_rows,
    order=("-pk",),
    icon="stethoscope",
    hint=Text("门诊、住院、药店购药。", "Out-patients, stays in bed, purchases."),
    empty=Text("机构登记后显示在这里。", "What institutions register shows here."),
    persons=lambda row: [row.person],
    columns=(
        Column("number", say.VISIT, kind="code", link=True),
        Column("person", say.PERSON, kind="code"),
        Column("provider", say.INSTITUTION, kind="code"),
        Column("setting", say.SETTING, "choice", choices=say.SETTINGS),
        Column("med_type", say.CARE, "choice", choices=say.kinds_of_care, narrow=False),
        Column("begins_on", say.BEGINS, kind="date"),
        Column(
            "ends_at", say.ENDS, kind="date", value=lambda row: say.day_of(row.ends_at), wide=True
        ),
        Column("state", say.STATE, "choice", choices=say.STATES, tones=say.STATE_TONES),
    ),
    filters=(
        Filter(
            "q",
            Text("就诊ID、人员编号或住院号", "Number of the visit, person or stay"),
            "search",
            _find,
        ),
        Filter(
            "setting",
            say.SETTING,
            "choice",
            lambda rows, value: rows.filter(setting=value),
            choices=say.SETTINGS,
        ),
        Filter(
            "state",
            say.STATE,
            "choice",
            lambda rows, value: rows.filter(state=value),
            choices=say.STATES,
        ),
        Filter(
            "begins",
            say.BEGINS,
            "date_range",
            lambda rows, days: say.on_days(rows, "begins_on", days),
        ),
        Filter(
            "division",
            Text("就医地", "Place of care"),
            "division",
            lambda rows, value: rows.filter(division__startswith=beginning_of(value)),
        ),
        Filter("person", say.PERSON, "exact", lambda rows, value: rows.filter(person=value)),
        Filter("provider", say.PROVIDER, "exact", lambda rows, value: rows.filter(provider=value)),
    ),
    detail=Detail(
        heading="number",
        subtitle=lambda row: row.provider,
        status=Fact(say.STATE, "state", "choice", choices=say.STATES, tones=say.STATE_TONES),
        persons=lambda row: [row.person],
        sections=(
            Section(
                Text("就诊信息", "The visit"),
                (
                    Fact(say.NAME, name_of_person, field=SHEET_NAME),
                    Fact(say.PERSON, "person", "code"),
                    Fact(say.PROVIDER, name_of_institution),
                    Fact(say.INSTITUTION, "provider", "code"),
                    Fact(say.SETTING, "setting", "choice", choices=say.SETTINGS),
                    Fact(say.CARE, "med_type", "choice", choices=say.kinds_of_care),
                    Fact(say.SCHEME, "insutype", "choice", choices=say.schemes),
                    Fact(Text("住院/门诊号", "The institution's number"), "own_number", "code"),
                    Fact(Text("开始时间", "Begins"), "begins_at", "time"),
                    Fact(Text("结束时间", "Ends"), "ends_at", "time"),
                    Fact(Text("就医地", "Place of care"), "division", "code"),
                    Fact(Text("参保地", "Place of insurance"), "insured_division", "code"),
                    Fact(Text("科室", "Department"), "department", "code"),
                    Fact(Text("医师", "Doctor"), "doctor", "code"),
                ),
            ),
        ),
        timeline=story_of_visit,
        related=(
            Related(
                Text("结算", "Settlements"),
                "claims.settlement",
                lambda row: {"visit": row.number},
                ("person", "provider", "med_type"),
            ),
        ),
        panels=("claims/diagnoses.html", "claims/unsettled.html"),
        more=_more,
    ),
)

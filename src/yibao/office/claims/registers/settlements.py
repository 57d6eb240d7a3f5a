"""The register of settlements (结算登记簿); what was reversed, and reversals, are marked."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from yibao.office.base.rights.granted import Reach, beginning_of
from yibao.office.claims.fields import SHEET_NAME
from yibao.office.claims.models import Settlement, Visit
from yibao.office.claims.queries.within import reversal_of, settlements_within
from yibao.office.claims.registers import words as say
from yibao.office.claims.registers.page import (
    more_of_settlement,
    name_of_institution,
    name_of_person,
)
from yibao.office.claims.registers.story import story_of_settlement
from yibao.office.screens.addresses import row_address
from yibao.office.screens.register import (
    Column,
    Detail,
    Fact,
    Filter,
    NumberRange,
    Register,
    Related,
    Section,
)
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

Rows = QuerySet[Settlement]


def _rows(granted: Granted, reach: Reach) -> Rows:
    del granted
    return settlements_within(reach)


def _find(rows: Rows, text: str) -> Rows:
    wanted = text.strip().upper()
    # By key, so that each of the three is found through an index of this table.
    visits = list(Visit.objects.filter(number=wanted).values_list("pk", flat=True))
    return rows.filter(Q(number=wanted) | Q(person=wanted) | Q(visit_id__in=visits))


def _amounts(rows: Rows, amounts: NumberRange) -> Rows:
    if amounts.least is not None:
        rows = rows.filter(total_fen__gte=amounts.least)
    return rows if amounts.most is None else rows.filter(total_fen__lte=amounts.most)


def _of_kind(rows: Rows, kind: str) -> Rows:
    if kind == "reversal":
        return rows.filter(reverses__isnull=False)
    if kind == "reversed":
        return rows.filter(reversed_by__isnull=False)
    standing = rows.filter(reverses__isnull=True, reversed_by__isnull=True)
    return standing.filter(mid_stay=kind == "mid_stay")


def kind_of(row: Settlement) -> str:
    """Return how a settlement stands: a key of `words.KINDS`."""
    if row.reverses_id:
        return "reversal"
    if reversal_of(row) is not None:
        return "reversed"
    return "mid_stay" if row.mid_stay else "settled"


def _other(row: Settlement) -> Settlement | None:
    return row.reverses or reversal_of(row)


def _other_number(row: Settlement) -> str:
    other = _other(row)
    return "" if other is None else other.number


def _other_address(row: Settlement) -> str:
    other = _other(row)
    return "" if other is None else row_address("claims.settlement", other.pk)


SETTLEMENTS = Register(
    code="claims.settlement",
    title=Text("结算", "Settlements"),
    office="claims",
    permission="claims.settlement.view",
    rows=_rows,
    order=("-pk",),
    icon="receipt",
    hint=Text("只增不改；撤销另立负数单。", "Only added; undoing is a sheet of its own, negative."),
    empty=Text("机构结算后显示在这里。", "What institutions settle shows here."),
    persons=lambda row: [row.person],
    columns=(
        Column("number", say.NUMBER, kind="code", link=True),
        Column("kind", say.STATE, "choice", value=kind_of, choices=say.KINDS, tones=say.KIND_TONES),
        Column("person", say.PERSON, kind="code"),
        Column("provider", say.INSTITUTION, kind="code", narrow=False),
        Column("med_type", say.CARE, "choice", choices=say.kinds_of_care),
        Column("settled_at", say.SETTLED, kind="time"),
        Column("total_fen", say.TOTAL, kind="money"),
        Column("fund_fen", say.FUND, kind="money"),
    ),
    filters=(
        Filter(
            "q",
            Text("结算ID、就诊ID或人员编号", "Number of settlement, visit or person"),
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
            "insutype",
            say.SCHEME,
            "choice",
            lambda rows, value: rows.filter(insutype=value),
            choices=say.schemes,
        ),
        Filter("kind", say.STATE, "choice", _of_kind, choices=say.KINDS),
        Filter(
            "settled",
            Text("结算日期", "Settled on"),
            "date_range",
            lambda rows, days: say.on_days(rows, "settled_on", days),
        ),
        Filter("total", say.TOTAL, "money_range", _amounts),
        Filter(
            "division",
            Text("统筹区", "Pooling area"),
            "division",
            lambda rows, value: rows.filter(division__startswith=beginning_of(value)),
        ),
        Filter("person", say.PERSON, "exact", lambda rows, value: rows.filter(person=value)),
        Filter("provider", say.PROVIDER, "exact", lambda rows, value: rows.filter(provider=value)),
        Filter("visit", say.VISIT, "exact", lambda rows, value: rows.filter(visit__number=value)),
    ),
    detail=Detail(
        heading="number",
        subtitle=lambda row: row.provider,
        status=Fact(say.STATE, kind_of, "choice", choices=say.KINDS, tones=say.KIND_TONES),
        persons=lambda row: [row.person],
        sections=(
            Section(
                Text("谁、在哪里、何时", "Who, where, when"),
                (
                    Fact(say.NAME, name_of_person, field=SHEET_NAME),
                    Fact(say.PERSON, "person", "code"),
                    Fact(say.PROVIDER, name_of_institution),
                    Fact(say.INSTITUTION, "provider", "code"),
                    Fact(say.SCHEME, "insutype", "choice", choices=say.schemes),
                    Fact(say.CARE, "med_type", "choice", choices=say.kinds_of_care),
                    Fact(
                        say.VISIT,
                        "visit__number",
                        "code",
                        href=lambda row: row_address("claims.visit", row.visit_id),
                    ),
                    Fact(say.BEGINS, "begins_on", "date"),
                    Fact(say.ENDS, "ends_on", "date"),
                    Fact(say.SETTLED, "settled_at", "time"),
                    Fact(Text("待遇年度", "Benefit year"), lambda row: str(row.benefit_year)),
                    Fact(Text("统筹区", "Pooling area"), "division", "code"),
                    Fact(
                        Text("撤销／被撤销", "Reverses, reversed by"),
                        _other_number,
                        "code",
                        href=_other_address,
                    ),
                ),
            ),
        ),
        timeline=story_of_settlement,
        related=(
            Related(
                Text("重算差额", "Differences"),
                "claims.difference",
                lambda row: {"settlement": row.number},
                ("person",),
            ),
        ),
        panels=(
            "claims/summary.html",
            "claims/diagnoses.html",
            "claims/bill.html",
            "claims/layers.html",
            "claims/lines.html",
            "claims/counters.html",
            "claims/accounts.html",
            "claims/postings.html",
        ),
        more=more_of_settlement,
    ),
    export_permission="claims.settlement.export",
)

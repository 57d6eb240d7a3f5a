"""A settled stay in the tables, with the kernel's own amounts: for tests of screens and sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from yibao import benefit
from yibao.benefit.visit import Amounts, FactValue
from yibao.office.claims.models import (
    AccountUse,
    Batch,
    Diagnosis,
    Line,
    Payer,
    Settlement,
    Visit,
)
from yibao.office.claims.partitions import make_month
from yibao.office.claims.plans import kept, plan_for
from yibao.office.claims.queries.trace import kept_bill, kept_facts
from yibao.terms import own_ids

CHINA = ZoneInfo("Asia/Shanghai")
BEGINS, ENDS = datetime(2025, 6, 1, 9, 30, tzinfo=CHINA), datetime(2025, 6, 9, 10, tzinfo=CHINA)
HOSPITAL, COUNTY, POOL = "H99012100001", "990121", "990100"
FACTS = {
    "status": "retired",
    "level": "tertiary_a",
    "age": 66,
    "cover": frozenset({"civil_servant"}),
    "rank": "section",
}
LINES = (
    # item, name, kind of charge, class, amount, full self, over limit, first pay (in fen)
    ("001101000010000", "床位费（三人间）", "01", "01", 40_000, 0, 8_000, 0),
    ("001102000010000", "住院诊察费", "02", "01", 16_000, 0, 0, 0),
    ("002203020000000", "彩色多普勒超声", "03", "02", 90_000, 0, 0, 4_500),
    ("003301000000000", "冠状动脉支架置入术", "06", "02", 860_000, 0, 0, 43_000),
    ("C01010100100000", "药物洗脱支架", "08", "02", 980_000, 0, 22_000, 98_000),
    ("XB01ACC033A001010100", "氯吡格雷片", "09", "02", 54_000, 0, 0, 5_400),
    ("XXXX", "营养液（自费）", "09", "03", 12_000, 12_000, 0, 0),
)


POOR = {
    "status": "elderly",
    "level": "tertiary_a",
    "age": 71,
    "category": frozenset({"minimum_living"}),
}
"""Facts of a resident whom the second and third layer help too."""


@dataclass(frozen=True)
class Asked:
    """Who was in bed, where, how much dearer than `LINES` it was, and how it is numbered."""

    person: str
    provider: str = HOSPITAL
    scheme: str = "310"
    facts: Mapping[str, FactValue] = field(default_factory=lambda: FACTS)
    times: int = 1
    sequence: int = 1


@dataclass(frozen=True)
class Made:
    """What was made."""

    visit: Visit
    settlement: Settlement
    reversal: Settlement | None


def settled_stay(person: str, *, reverse: bool = False, **others: Any) -> Made:
    """Settle a stay of eight days; half of the person's part comes from the account."""
    asked = Asked(person, **others)
    visit = _visit(asked)
    amounts = _lines(visit, asked.times)
    made = benefit.settle(
        benefit.Visit(
            *(asked.scheme, "inpatient", BEGINS.date(), ENDS.date(), ENDS.date(), asked.facts),
            {"main": amounts},
        ),
        plan_for(POOL, ENDS.date()),
    )
    row = _settlement(visit, made, asked.sequence)
    Batch.objects.filter(visit=visit).update(settlement_id=row.pk)
    return Made(visit, row, _reverse(row, asked.sequence) if reverse else None)


def _visit(asked: Asked) -> Visit:
    make_month(BEGINS.date())
    visit = Visit.objects.create(
        number=own_ids.make("visit", COUNTY, BEGINS.date(), asked.sequence),
        division=COUNTY,
        provider=asked.provider,
        person=asked.person,
        insutype=asked.scheme,
        insured_division=COUNTY,
        setting="inpatient",
        med_type="21",
        own_number=f"ZY{asked.sequence:06d}",
        begins_at=BEGINS,
        begins_on=BEGINS.date(),
        ends_at=ENDS,
        state="settled",
        department="A02",
        registered_at=BEGINS,
        changed_at=ENDS,
    )
    for stage, place, code, name in (
        ("admission", 1, "I20.000", "不稳定性心绞痛"),
        ("discharge", 1, "I25.103", "冠状动脉粥样硬化性心脏病"),
        ("discharge", 2, "I10.x00", "高血压病"),
    ):
        Diagnosis.objects.create(
            visit=visit,
            stage=stage,
            place=place,
            kind="1",
            is_main=place == 1,
            code=code,
            name=name,
        )
    return visit


def _lines(visit: Visit, times: int) -> Amounts:
    batch = Batch.objects.create(
        visit=visit, day=visit.begins_on, classified_under=sha256(b"").digest()
    )
    sums = [0, 0, 0, 0]
    covered = next(
        place
        for place, row in enumerate(plan_for(POOL, ENDS.date()).rows)
        if "first_pay" in row.mark.key
    )
    for place, line in enumerate(LINES, 1):
        item, name, kind, charge_class = line[:4]
        amount, full, over, first = (times * part for part in line[4:])
        parts = (full, over, first, amount - full - over - first)
        sums = [sum(pair) for pair in zip(sums, parts, strict=True)]
        Line.objects.create(
            visit_on=visit.begins_on,
            visit_id=visit.pk,
            number=f"{visit.pk}-{place}",
            batch_id=batch.pk,
            charged_at=BEGINS + timedelta(hours=place),
            item=item,
            local_item=f"L{place:03d}",
            item_name=name,
            amount_fen=amount,
            price_e6=amount * 10_000,
            quantity_e4=10_000,
            chrgitm_lv=charge_class,
            med_chrgitm_type=kind,
            ceiling_e6=(amount - over) * 10_000 if over else None,
            first_pay_ppm=first * 1_000_000 // amount,
            full_self_fen=full,
            over_limit_fen=over,
            first_pay_fen=first,
            in_scope_fen=parts[3],
            rule_row=covered,
            taken_at=ENDS,
        )
    Batch.objects.filter(pk=batch.pk).update(line_count=len(LINES), total_fen=sum(sums))
    return Amounts(*sums)


def _settlement(visit: Visit, made: benefit.Settlement, sequence: int) -> Settlement:
    plan = plan_for(POOL, ENDS.date())
    account = made.personal // 2 if visit.insutype == "310" else 0
    row = Settlement.objects.create(
        number=own_ids.make("settlement", COUNTY, ENDS.date(), sequence),
        visit=visit,
        person=visit.person,
        provider=visit.provider,
        insutype=visit.insutype,
        division=POOL,
        setting=visit.setting,
        med_type=visit.med_type,
        care="inpatient",
        begins_on=BEGINS.date(),
        ends_on=ENDS.date(),
        settled_at=ENDS,
        settled_on=ENDS.date(),
        benefit_year=2025,
        sender_id=f"{visit.provider}202506090000{sequence:06d}",
        total_fen=made.total,
        full_self_fen=made.full_self,
        over_limit_fen=made.over_limit,
        first_pay_fen=made.first_pay,
        in_scope_fen=made.in_scope,
        deductible_fen=made.deductible_paid,
        fund_fen=made.fund,
        hospital_fen=made.hospital,
        personal_fen=made.personal,
        account_fen=account,
        shared_fen=0,
        cash_fen=made.personal - account,
        plan=bytes.fromhex(plan.hash),
        facts=kept_facts(made.visit),
        bill=kept_bill(made.visit.amounts),
        layout_id=kept(plan),
        before=made.before.numbers.tolist(),
    )
    paid = {**made.by_fund, "310200": account, "999996": made.hospital}
    for code, amount in paid.items():
        if not amount:
            continue
        Payer.objects.create(settlement_id=row.pk, fund_pay_type=code, amount_fen=amount)
    if account:
        AccountUse.objects.create(
            settlement_id=row.pk, owner=visit.person, amount_fen=account, balance_fen=123_456
        )
    return row


_AMOUNTS = tuple(
    field.name for field in Settlement._meta.concrete_fields if field.name.endswith("_fen")
)


def _reverse(row: Settlement, sequence: int) -> Settlement:
    undoing = Settlement.objects.get(pk=row.pk)
    undoing.pk = None
    undoing.number = own_ids.make("settlement", COUNTY, ENDS.date(), sequence + 50_000)
    undoing.reverses = row
    undoing.settled_at = ENDS + timedelta(hours=2)
    for name in _AMOUNTS:
        setattr(undoing, name, -getattr(row, name))
    undoing.save(force_insert=True)
    for payer in Payer.objects.filter(settlement_id=row.pk):
        Payer.objects.create(
            settlement_id=undoing.pk,
            fund_pay_type=payer.fund_pay_type,
            amount_fen=-payer.amount_fen,
        )
    Batch.objects.filter(settlement_id=row.pk).update(settlement_id=None)
    return undoing

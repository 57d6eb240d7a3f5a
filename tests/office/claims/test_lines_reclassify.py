"""A batch tells what its classification rests on; when that changes it is classified anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.office.claims.making import DAY, HOSPITAL, Region, at, make_region
from tests.office.claims.making_bills import admitted, attended, line
from yibao.benefit.visit import Visit as Facts
from yibao.office.base.actor import SYSTEM
from yibao.office.claims.asked import Attendance, StayChange, VisitKey
from yibao.office.claims.classifying import care_plan, classification_key
from yibao.office.claims.facts import classifying_facts, stay_of
from yibao.office.claims.models import Batch, Line
from yibao.office.claims.plans import plan_for
from yibao.office.claims.services import attend, change, reclassify, upload
from yibao.office.claims.visit_row import lock_visit, visit_row
from yibao.office.people.queries import claimant_of
from yibao.office.providers.queries import presence_on

pytestmark = pytest.mark.django_db

A, B, C = range(3)


@pytest.fixture
def region() -> Region:
    return make_region()


def facts_for(key: VisitKey) -> Facts:
    visit = visit_row(key)
    presence = presence_on(HOSPITAL, DAY)
    plan = care_plan(visit, presence, DAY)
    return classifying_facts(claimant_of(visit.person), visit, presence, plan, DAY)


def test_the_key_holds_what_the_law_of_lines_asks_and_nothing_else(region: Region) -> None:
    plan = plan_for("990121", DAY)
    facts = facts_for(attended(region.employee))
    key = classification_key(plan, facts)
    elsewhere = {**facts.facts, "level": "primary", "status": "retired", "age": 70}
    later = DAY + timedelta(days=40)
    assert classification_key(plan, replace(facts, facts=elsewhere)) == key
    assert classification_key(plan, replace(facts, discharge=later, settlement=later)) == key
    # Xi'an's first payment of class B is 4 % for employees and 5 % for residents.
    assert classification_key(plan, replace(facts, scheme="390")) != key
    assert len(key) == 32


def test_lines_follow_other_facts(region: Region) -> None:
    key = attended(region.employee)
    upload(SYSTEM, key, [line(1, A), line(2, B), line(3, C, batch="B2")])
    before = {batch.number: bytes(batch.classified_under) for batch in Batch.objects.all()}
    facts = replace(facts_for(key), scheme="390")
    plan = plan_for("990121", DAY)
    reclassify(lock_visit(key), facts, plan)
    first, second = Batch.objects.order_by("number")
    assert first.bill == {"main": [0, 0, 50, 1950]}  # 10.00 × 5 % of the line of class B
    assert second.bill == {"main": [1000, 0, 0, 0]}
    assert Line.objects.get(number="2").first_pay_ppm == 50_000
    assert bytes(first.classified_under) == classification_key(plan, facts) != before["B1"]


def test_settled_batches_are_left_alone(region: Region) -> None:
    key = attended(region.employee)
    upload(SYSTEM, key, [line(1, B), line(2, B, batch="B2")])
    Batch.objects.filter(number="B1").update(settlement_id=3)
    reclassify(lock_visit(key), replace(facts_for(key), scheme="390"), plan_for("990121", DAY))
    assert list(Batch.objects.order_by("number").values_list("bill", flat=True)) == [
        {"main": [0, 0, 40, 960]},
        {"main": [0, 0, 50, 950]},
    ]


def test_batches_of_mixed_facts_are_marked(region: Region) -> None:
    key = attended(region.employee)
    upload(SYSTEM, key, [line(1, B)])
    Batch.objects.update(classified_under=b"\1" * 32)
    upload(SYSTEM, key, [line(2, B)])
    assert bytes(Batch.objects.get().classified_under) == b"\0" * 32


def test_saying_anew_what_a_visit_is_for_classifies_anew(region: Region) -> None:
    key = attended(region.employee)
    upload(SYSTEM, key, [line(1, B)])
    was = bytes(Batch.objects.get().classified_under)
    Batch.objects.update(classified_under=b"\1" * 32)
    attend(SYSTEM, key, Attendance("13"))
    assert bytes(Batch.objects.get().classified_under) == was
    stay = admitted(region.chronic)
    upload(SYSTEM, stay, [line(1, B)])
    Batch.objects.update(classified_under=b"\1" * 32)
    change(SYSTEM, stay, StayChange(med_type="24"))
    assert bytes(Batch.objects.get(visit__number=stay.number).classified_under) == was


def test_a_stay_over_new_year_is_taken_up_to_its_end(region: Region) -> None:
    visit = visit_row(admitted(region.employee, date(2025, 12, 20)))
    presence = presence_on(HOSPITAL, DAY)
    plan = plan_for("990121", DAY)
    today = date(2026, 1, 5)
    facts = classifying_facts(claimant_of(visit.person), visit, presence, plan, today)
    assert (facts.admission, facts.discharge) == (date(2025, 12, 20), date(2025, 12, 31))
    ended = visit._replace(ends_at=at(date(2025, 12, 28)))
    assert stay_of(ended, presence, settled_on=today).discharge == date(2025, 12, 28)


def test_an_emergency_away_is_filed_by_itself(region: Region) -> None:
    visit = visit_row(admitted(region.employee, med_type="24"))
    presence = presence_on(HOSPITAL, DAY)
    assert stay_of(visit, presence, settled_on=DAY).filing == ""
    far = replace(presence, division="980101")
    assert stay_of(visit, far, settled_on=DAY).filing == "emergency"
    assert stay_of(visit, far, settled_on=DAY).place == "out_of_province"

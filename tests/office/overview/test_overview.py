"""Sums of the region, and the charts of the home page that are drawn of them."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from tests.office.claims.making import DAY, make_region
from tests.office.claims.settling import bill, open_books, outpatient, settled, stay
from yibao.office.base.actor import SYSTEM
from yibao.office.base.rights.granted import EVERYTHING, Reach
from yibao.office.base.roles import Role
from yibao.office.claims import services as claims
from yibao.office.claims.asked import VisitKey
from yibao.office.overview import services
from yibao.office.overview.models import CareSum, PeopleCount
from yibao.office.overview.queries import Share, care_by, care_by_month, people_by
from yibao.office.people.services import record_death

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 1, 1)


def test_who_is_insured_is_counted_by_county_scheme_and_age(db):
    region = make_region()
    # Born in 1990: 35 on the day. Four persons, one a resident.
    assert services.count_people(DAY) == 4
    assert people_by("insutype", EVERYTHING) == [Share("310", 3), Share("390", 1)]
    assert people_by("age_from", EVERYTHING) == [Share("30", 4)]
    record_death(SYSTEM, region.employee, DAY.replace(day=1), DAY)
    assert services.count_people(DAY) == 3
    assert people_by("division", EVERYTHING) == [Share("990121", 3)]
    assert people_by("division", Reach(("990122",))) == []
    assert PeopleCount.objects.count() == 2


def test_what_was_settled_is_summed_by_day_and_reversals_are_taken_off(db):
    region = make_region()
    open_books()
    today = timezone.localdate()
    first = outpatient(region.employee, 1000)
    lying = stay(region.chronic, DAY, DAY)
    bill(lying, in_scope=5000)
    second = settled(lying, 5000)
    services.sum_care(today)
    by_setting = care_by("setting", "total_fen", EVERYTHING, LONG_AGO)
    assert by_setting == [Share("inpatient", 500_000), Share("outpatient", 100_000)]
    assert care_by_month("fund_fen", EVERYTHING, LONG_AGO) == [
        Share(f"{today:%Y-%m}", first.fund_fen + second.fund_fen)
    ]
    key = VisitKey(lying.provider, lying.number, region.chronic)
    claims.reverse(SYSTEM, key, second.number, SENDER)
    services.sum_care(today)
    assert care_by("setting", "settlements", EVERYTHING, LONG_AGO) == [
        Share("inpatient", 0),
        Share("outpatient", 1),
    ]
    assert CareSum.objects.count() == 2


SENDER = "M1"


def test_the_home_page_draws_them_within_reach_and_knows_names(client_of):
    make_region()
    services.count_people(DAY)
    services.name_areas({"990121": "示范甲县"})
    page = client_of(Role.ENROLMENT).get("/").content.decode()
    assert "示范甲县" in page
    assert "区域概览" in page
    elsewhere = client_of(Role.ENROLMENT, "990122").get("/").content.decode()
    assert "示范甲县" not in elsewhere
    assert "尚无数据" in elsewhere


def test_who_is_no_officer_sees_no_region(client_of):
    page = client_of(Role.INSURED, person="P1").get("/").content.decode()
    assert "区域概览" not in page

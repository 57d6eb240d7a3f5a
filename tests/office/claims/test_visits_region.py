"""The region that other tests stand on, and the months that lines are cut into."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection

from tests.office.claims.making import (
    CHRONIC,
    DAY,
    DEPARTMENT,
    DOCTOR,
    HOSPITAL,
    ITEMS,
    MAPPED,
    SECOND_DOCTOR,
    make_providers,
    make_region,
)
from yibao.office.catalogue.models import Mapping
from yibao.office.claims.partitions import make_ahead, make_month
from yibao.office.people.queries import claimant_of, facts_of
from yibao.office.providers.queries import presence_on

pytestmark = pytest.mark.django_db


def test_the_region_holds_what_it_says() -> None:
    region = make_region()
    assert facts_of(region.chronic).filed[0].content == "diabetes"
    assert Mapping.objects.filter(local_item__provider=HOSPITAL).count() == MAPPED < len(ITEMS)


def test_a_month_is_made_once() -> None:
    assert make_month(date(2019, 2, 28))
    assert not make_month(date(2019, 2, 1))
    assert make_ahead(date(2019, 2, 3), months=2) == 2  # March and April; February is there


def test_the_database_itself_refuses_parts_that_do_not_sum() -> None:
    make_month(date(2019, 2, 1))
    with pytest.raises(IntegrityError, match="four_parts"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO claims_line (visit_on, visit_id, number, batch_id, charged_at, item,"
            " local_item, item_name, amount_fen, price_e6, quantity_e4, chrgitm_lv,"
            " med_chrgitm_type, list_type, limited, tag, track, full_self_fen, over_limit_fen,"
            " first_pay_fen, in_scope_fen, rule_row, department, doctor, taken_at)"
            " VALUES ('2019-02-05', 1, '1', 1, now(), 'X', 'L', '', 100, 1000000, 10000, '01',"
            " '09', '101', 'no', 'none', 'main', 0, 0, 0, 99, 0, '', '', now())"
        )


def test_a_person_is_read_with_everything_a_message_asks() -> None:
    region = make_region()
    known = claimant_of(region.chronic)
    enrolled = known.enrolled_on("310", DAY)
    assert enrolled is not None
    assert (enrolled.psn_type, enrolled.division) == ("11", "990121")
    assert known.enrolled_on("390", DAY) is None
    assert known.within("310").insured_on(DAY).status == "working"
    assert known.within("390").insured == ()
    assert (known.sex, known.certificate_type, known.birth) == ("1", "01", date(1990, 1, 1))
    assert known.disease_of(CHRONIC, DAY) == known.disease_of("diabetes", DAY) == "diabetes"
    assert known.disease_of(CHRONIC, date(2024, 12, 31)) == ""


def test_an_institution_is_read_with_everybody_asked_about() -> None:
    make_providers()
    staff = [(DOCTOR, DAY), (SECOND_DOCTOR, DAY), (DOCTOR, date(2024, 12, 31))]
    departments = [(DEPARTMENT, DAY), ("A03", DAY), ("A04", DAY), ("9999", DAY)]
    known = presence_on(HOSPITAL, DAY, staff, departments)
    assert known.covers("inpatient")
    assert known.covers("delivery")  # a delivery is in-patient care
    assert not known.covers("pharmacy")
    assert known.absent_staff == (staff[1], staff[2])  # elsewhere; not yet
    assert known.unknown_departments == (departments[3],)  # A04 is a national code
    assert known.provider.level == "tertiary_a"
    assert not presence_on(HOSPITAL, date(2026, 1, 1)).scopes  # the agreement has ended

"""Lines are checked, classified and added to their batches; refused ones leave nothing behind."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.office.claims.making import (
    DAY,
    DOCTOR,
    ITEMS,
    SECOND_DOCTOR,
    Region,
    at,
    make_region,
)
from tests.office.claims.making_bills import admitted, attended, line, new_visit
from tests.office.counting import statements
from yibao.office.base.actor import SYSTEM
from yibao.office.claims.asked import NewLine, VisitKey
from yibao.office.claims.models import Batch, Line, Settlement, Visit
from yibao.office.claims.services import register, upload
from yibao.office.people.services import suspend_enrolment
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.django_db

A, B, C, LIMITED, CEILING = range(5)
BED, DEVICE, UNMAPPED = 5, 8, 11


@pytest.fixture
def region() -> Region:
    return make_region()


def refused(key: VisitKey, *lines: NewLine) -> InvalidInput:
    before = Line.objects.count(), list(Batch.objects.values())
    with pytest.raises(InvalidInput) as caught:
        upload(SYSTEM, key, lines)
    assert (Line.objects.count(), list(Batch.objects.values())) == before
    return caught.value


def test_each_class_is_paid_for_as_the_law_says(region: Region) -> None:
    key = attended(region.employee)
    taken = upload(
        SYSTEM,
        key,
        [
            line(1, A),  # class A: all in scope
            line(2, B),  # class B of an employee: 4 % first, 10.00 × 4 % = 0.40
            line(3, C),  # class C: all by oneself
            line(4, LIMITED),  # limited, nobody says it is within: by oneself
            line(5, LIMITED, approved="1"),  # limited and within: in scope
            line(6, A, approved="2"),  # not limited, yet refused: by oneself
            line(7, CEILING, price_e6=12_500_000, quantity_e4=20_000),  # 25.00, 2 × 10.00 count
        ],
    )
    parts = [
        (one.full_self_fen, one.over_limit_fen, one.first_pay_fen, one.in_scope_fen)
        for one in taken
    ]
    assert parts == [
        (0, 0, 0, 1000),
        (0, 0, 40, 960),
        (1000, 0, 0, 0),
        (1000, 0, 0, 0),
        (0, 0, 0, 1000),
        (1000, 0, 0, 0),
        (0, 500, 0, 2000),
    ]
    assert [one.first_pay_ppm for one in taken[:3]] == [0, 40_000, 1_000_000]
    assert (taken[3].is_limited, taken[3].limited_text) == (True, "限二级以上医疗机构")
    assert (taken[6].ceiling_e6, taken[0].ceiling_e6) == (10_000_000, None)
    batch = Batch.objects.get()
    # 6 × 10.00 + 25.00
    assert (batch.number, batch.line_count, batch.total_fen) == ("B1", 7, 8500)
    assert batch.bill == {"main": [3000, 500, 40, 4960]}
    kept = Line.objects.get(number="2")
    assert (kept.batch_id, kept.chrgitm_lv, kept.first_pay_ppm) == (batch.pk, "02", 40_000)
    assert kept.listed_ppm is None  # the catalogue has no share of its own: the law stated it


def test_a_second_upload_adds_to_the_batch(region: Region) -> None:
    key = attended(region.employee)
    upload(SYSTEM, key, [line(1, A), line(2, C, batch="B2")])
    upload(SYSTEM, key, [line(3, B), line(4, A, batch="B2")])
    first, second = Batch.objects.order_by("number")
    assert (first.line_count, first.total_fen) == (2, 2000)
    assert first.bill == {"main": [0, 0, 40, 1960]}
    assert second.bill == {"main": [1000, 0, 0, 1000]}
    assert bytes(first.classified_under) != b"\0" * 32


def test_an_upload_after_settlement_makes_a_new_bill(region: Region) -> None:
    key = attended(region.employee)
    upload(SYSTEM, key, [line(1, A)])
    Batch.objects.update(settlement_id=77)
    upload(SYSTEM, key, [line(2, A)])
    assert list(Batch.objects.order_by("pk").values_list("settlement_id", "line_count")) == [
        (77, 1),
        (None, 1),
    ]
    assert refused(key, line(1, A)).code == "feedetl_sn_taken"


def test_a_stay_has_a_batch_for_each_day(region: Region) -> None:
    key = admitted(region.employee)
    later = DAY + timedelta(days=2)
    upload(SYSTEM, key, [line(1, BED, batch=""), line(2, A, batch="", charged_at=at(later))])
    assert list(Batch.objects.order_by("day").values_list("day", "total_fen")) == [
        (DAY, 1000),
        (later, 1000),
    ]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"number": "0"}, "feedetl_sn_invalid", "feedetl_sn"),
        ({"number": "1" * 16}, "feedetl_sn_invalid", "feedetl_sn"),
        ({"number": "A1"}, "feedetl_sn_invalid", "feedetl_sn"),
        ({"number": "٣"}, "feedetl_sn_invalid", "feedetl_sn"),  # a digit, but no number here
        ({"amount_fen": 1001}, "line_does_not_sum", "det_item_fee_sumamt"),
        ({"quantity_e4": 0, "amount_fen": 0}, "quantity_invalid", "cnt"),
        ({"quantity_e4": -10_000, "amount_fen": -1000}, "refund_not_allowed", "cnt"),
        ({"amount_fen": 10**10 + 1}, "amount_too_large", "det_item_fee_sumamt"),
        ({"item": "X00"}, "item_unknown", "med_list_codg"),
        ({"local_item": "L99"}, "item_not_mapped", "medins_list_codg"),
        ({"item": "", "local_item": "L99"}, "item_not_mapped", "medins_list_codg"),
        ({"local_item": "L02"}, "item_mapped_otherwise", "med_list_codg"),
        (
            {"item": ITEMS[UNMAPPED].code, "local_item": "L12"},
            "item_not_mapped",
            "medins_list_codg",
        ),
        ({"charged_at": at(date(2025, 6, 15))}, "fee_day_outside_visit", "fee_ocur_time"),
        ({"doctor": SECOND_DOCTOR}, "doctor_unknown", "bilg_dr_codg"),
        ({"department": "77"}, "department_unknown", "bilg_dept_codg"),
        ({"disease": "M99001"}, "disease_differs", "dise_codg"),
    ],
)
def test_a_refused_line_names_itself_field_and_remedy(
    region: Region, change: dict[str, Any], code: str, field: str
) -> None:
    key = attended(region.employee)
    error = refused(key, line(1), line(22)._replace(**change))
    assert (error.code, error.field) == (code, field)
    assert str(change.get("number", "22")) in error.reason.zh
    assert error.remedy.zh
    assert error.remedy.en


def test_a_line_later_than_today_is_refused(region: Region) -> None:
    key = attended(region.employee)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert refused(key, line(1, charged_at=at(tomorrow))).code == "fee_day_outside_visit"


def test_a_number_stands_once_in_a_visit(region: Region) -> None:
    key = attended(region.employee)
    assert refused(key, line(1), line(1)).code == "feedetl_sn_taken"
    upload(SYSTEM, key, [line(1)])
    error = refused(key, line(2), line(1))
    assert (error.code, "明细 1" in error.reason.zh) == ("feedetl_sn_taken", True)
    other = attended(region.resident, insutype="390")
    upload(SYSTEM, other, [line(1)])  # another visit numbers for itself


def test_an_item_may_be_named_by_the_own_code_alone(region: Region) -> None:
    key = attended(region.employee)
    (taken,) = upload(SYSTEM, key, [line(1, B, item="")])
    assert (taken.item, taken.item_name) == (ITEMS[B].code, "乙类药")


def test_a_refund_goes_as_far_as_what_was_charged(region: Region) -> None:
    key = admitted(region.employee)
    upload(SYSTEM, key, [line(1, B, quantity_e4=20_000)])
    back = {"quantity_e4": -10_000}
    (taken,) = upload(SYSTEM, key, [line(2, B, **back)])
    assert (taken.first_pay_fen, taken.in_scope_fen) == (-40, -960)
    upload(SYSTEM, key, [line(3, B, **back)])
    assert Batch.objects.get().bill == {"main": [0, 0, 0, 0]}
    error = refused(key, line(4, B, **back))
    assert (error.code, error.field) == ("refund_exceeds_charges", "cnt")
    assert refused(key, line(5, A, **back)).code == "refund_exceeds_charges"
    # Charged and given back in one message, and not for more than it cost.
    upload(SYSTEM, key, [line(6, A), line(7, A, **back)])
    dear = line(9, A, **back)._replace(price_e6=10_010_000, amount_fen=-1001)
    assert refused(key, line(8, A), dear).code == "refund_exceeds_charges"


def test_a_visit_that_nobody_attended_takes_no_lines(region: Region) -> None:
    visit = new_visit(region.employee)
    key = VisitKey(visit.provider, register(SYSTEM, visit))
    assert refused(key, line(1)).code == "visit_not_attended"
    assert refused(replace(key, number="V0"), line(1)).code == "unknown_visit"
    assert refused(replace(key, person=region.resident), line(1)).code == "visit_of_another_person"
    assert refused(replace(key, provider="H99012200002"), line(1)).code == "unknown_visit"


def test_a_settled_stay_takes_no_more_lines(region: Region) -> None:
    key = admitted(region.employee)
    Visit.objects.update(state="settled")
    assert refused(key, line(1)).code == "visit_settled"
    assert not Settlement.objects.exists()


def test_an_empty_bill_is_none(region: Region) -> None:
    assert refused(attended(region.employee)).code == "no_lines"


def test_what_else_was_sent_is_kept(region: Region) -> None:
    key = attended(region.employee)
    details = {"memo": "饭后", "prd_days": 3, "at": at(DAY)}
    upload(SYSTEM, key, [line(1, details=details), line(2)])
    kept = Line.objects.get(number="1").details
    assert kept == {"memo": "饭后", "prd_days": 3, "at": "2025-06-16T09:00:00+08:00"}
    assert Line.objects.get(number="2").details is None
    assert json.dumps(kept)


def test_an_upload_takes_few_statements(region: Region) -> None:
    key = attended(region.employee)
    lines = [line(number, number % 10) for number in range(1, 21)]
    with statements() as run:
        upload(SYSTEM, key, lines)
    assert len(run) <= 5  # visit, provider, person, rules, write
    assert Batch.objects.get().line_count == 20
    again = [one._replace(number=f"9{one.number}") for one in lines]
    with statements() as run:
        upload(SYSTEM, key, again)
    assert len(run) == 2  # the rest is remembered


def test_insurance_that_rests_is_no_obstacle_on_days_before(region: Region) -> None:
    key = attended(region.employee)
    suspend_enrolment(SYSTEM, region.employee, "310", DAY + timedelta(days=1), reason="停薪")
    upload(SYSTEM, key, [line(1)])
    assert Line.objects.get().doctor == DOCTOR

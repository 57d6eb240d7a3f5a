"""Time-outs: the same message again, 2601 for what is known, unknown, or comes late."""

from __future__ import annotations

import json

from tests.office.claims.making import DOCTOR
from tests.office.exchange.care.bill import CLASS_A, Line, bill
from tests.office.exchange.care.counter import purchase
from tests.office.exchange.care.hospital import Insured, Visit, come, pay, registering
from tests.office.exchange.care.region import People
from tests.office.exchange.care.software import Answer, Software
from tests.office.exchange.care.ward import admit, admit_message, leave

BILL = bill(Line(CLASS_A, "500"))


def correct(software: Software, person: Insured, infno: str, msgid: str) -> Answer:
    """Send a 2601."""
    data = {"psn_no": person.psn_no, "omsgid": msgid, "oinfno": infno}
    return software.send("2601", {"data": data})


def ready(hospital: Software, person: Insured) -> Visit:
    """Return a visit whose bill was uploaded."""
    visit = come(hospital, person, DOCTOR)
    visit.upload(BILL)
    return visit


def test_the_same_message_gets_the_same_bytes(hospital: Software, people: People) -> None:
    visit, msgid = ready(hospital, people.worker), hospital.next_id()
    first = visit.settle(BILL, msgid)
    assert visit.settle(BILL, msgid).body == first.body
    # it counted once: the year's deductible is gone, 150 of 1000 are used
    again = pay(come(hospital, people.worker, DOCTOR), *bill(Line(CLASS_A, "100")))
    assert again.told("fund_pay_sumamt", "act_pay_dedc") == (50, 0)


def test_every_changing_message_may_come_twice(hospital: Software, people: People) -> None:
    asked, msgid = registering(people.worker, DOCTOR), hospital.next_id()
    assert hospital.send("2201", asked, msgid).body == hospital.send("2201", asked, msgid).body
    asked, msgid = admit_message(people.worker, DOCTOR), hospital.next_id()
    assert hospital.send("2401", asked, msgid).body == hospital.send("2401", asked, msgid).body


def test_a_message_again_with_another_time_and_operator(hospital: Software, people: People) -> None:
    visit, msgid = ready(hospital, people.worker), hospital.next_id()
    first = visit.settle(BILL, msgid)
    hospital.extra = {"opter_name": "换班", "inf_time": "2026-01-01 08:00:00"}
    assert visit.settle(BILL, msgid).body == first.body


def test_the_same_number_for_another_content_is_refused(hospital: Software, people: People) -> None:
    visit, msgid = ready(hospital, people.worker), hospital.next_id()
    visit.settle(BILL, msgid)
    visit.settle(BILL, msgid, invono="F1").refused("[msgid_reused]")


def test_two_providers_may_use_one_number(
    hospital: Software, village: Software, people: People
) -> None:
    msgid = hospital.next_id()
    assert hospital.send("2201", registering(people.worker, DOCTOR), msgid).succeeded
    asked = registering(people.worker, "D990121000010")
    assert village.send("2201", asked, msgid).succeeded


def test_a_refused_message_may_be_mended_under_its_number(
    hospital: Software, people: People
) -> None:
    visit, msgid = ready(hospital, people.worker), hospital.next_id()
    visit.settle(BILL, msgid, medfee_sumamt=499).refused("medfee_sumamt")
    assert visit.settle(BILL, msgid).succeeded


def test_2601_undoes_a_settlement_that_was_made(hospital: Software, people: People) -> None:
    visit, msgid = ready(hospital, people.worker), hospital.next_id()
    visit.settle(BILL, msgid)
    assert correct(hospital, people.worker, "2207", msgid).output == {}
    assert correct(hospital, people.worker, "2207", msgid).output == {}  # asked again
    visit.settle(BILL, msgid).refused("[message_undone]")
    assert visit.settle(BILL).told("fund_pay_sumamt", "act_pay_dedc") == (150, 200)


def test_2601_of_an_unknown_message_bars_the_late_original(
    hospital: Software, people: People
) -> None:
    visit, lost = ready(hospital, people.worker), hospital.next_id()
    assert correct(hospital, people.worker, "2207", lost).succeeded
    visit.settle(BILL, lost).refused("[message_barred]")  # comes late
    assert visit.settle(BILL).told("fund_pay_sumamt") == (150,)


def test_2601_of_an_admission_and_of_a_stay(hospital: Software, people: People) -> None:
    msgid = hospital.next_id()
    hospital.send("2401", admit_message(people.worker, DOCTOR), msgid)
    assert correct(hospital, people.worker, "2401", msgid).succeeded
    stay, msgid = admit(hospital, people.worker, DOCTOR), hospital.next_id()  # the bed is free
    settled = leave(stay, *bill(Line(CLASS_A, "5000")), msgid=msgid)
    assert settled.told("fund_pay_sumamt") == (3828,)
    assert correct(hospital, people.worker, "2304", msgid).succeeded
    stay.reverse(settled.settlement["setl_id"]).refused()


def test_2601_of_a_purchase(pharmacy: Software, people: People) -> None:
    asked, msgid = purchase(people.saver, bill(Line(CLASS_A, "30"))), pharmacy.next_id()
    assert pharmacy.send("2102", asked, msgid).told("balc") == (470,)
    assert correct(pharmacy, people.saver, "2102", msgid).succeeded
    again = purchase(people.saver, bill(Line(CLASS_A, "10")))
    assert pharmacy.send("2102", again).told("balc") == (490,)


def test_2601_for_somebody_else_is_refused(hospital: Software, people: People) -> None:
    visit, msgid = ready(hospital, people.worker), hospital.next_id()
    visit.settle(BILL, msgid)
    correct(hospital, people.saver, "2207", msgid).refused("psn_no", "[other_person]")


def test_2601_of_another_transaction_names_what_to_do(hospital: Software, people: People) -> None:
    correct(hospital, people.worker, "2204", hospital.next_id()).refused("oinfno")


def test_previews_are_not_kept(hospital: Software, people: People) -> None:
    visit, msgid = ready(hospital, people.worker), hospital.next_id()
    first = hospital.send("2206", visit.claim(BILL), msgid)
    assert first.told("medfee_sumamt") == (500,)
    visit.remove()
    other = bill(Line(CLASS_A, "600"))
    visit.upload(other)
    second = hospital.send("2206", visit.claim(other), msgid)
    assert second.told("medfee_sumamt") == (600,)


def test_the_answer_refers_to_the_message(hospital: Software, people: People) -> None:
    answer = hospital.send("2201", registering(people.worker, DOCTOR))
    envelope = json.loads(answer.body)
    assert envelope["infcode"] == 0
    assert len(envelope["inf_refmsgid"]) == 30
    assert envelope["inf_refmsgid"].startswith("990100")
    assert len(envelope["refmsg_time"]) == len(envelope["respond_time"]) == 17

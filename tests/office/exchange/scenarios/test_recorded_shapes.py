"""What we answer beside what was recorded: the same nodes, the same fields, the same kinds."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from tests.office.claims.making import DOCTOR
from tests.office.exchange.care.bill import CLASS_A, CLASS_B, CLASS_C, Line, bill
from tests.office.exchange.care.hospital import come, registering
from tests.office.exchange.care.region import People
from tests.office.exchange.care.software import Answer, Software
from tests.office.exchange.care.ward import admit

DATA = Path(__file__).parents[3] / "data" / "interface_samples"
OF_ONE_REGION = frozenset(
    (
        *("othfund_pay", "psn_pay", "mdtrt_cert_no", "ownpay_hosp_part", "inscp_amt"),
        *("cashPayamt", "dedc_std", "crt_dedc", "psn_insu_rlts_id", "insu_admdvs"),
        *("enctype", "signtype"),
    )
)
"""Fields of 2303 that one region answers beside the document's, and of its envelope."""
KINDS: dict[str, tuple[type, ...]] = {"number": (int, float), "text": (str,)}


def recorded(sample: str) -> list[dict[str, str]]:
    with (DATA / "shapes.csv").open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if row["sample"] == sample]


def check_shape(sample: str, answer: Answer) -> None:
    """Assert that every recorded field is in the answer, of the same kind."""
    assert answer.succeeded, answer.message
    for row in recorded(sample):
        if row["field"] in OF_ONE_REGION:
            continue
        place: Any = answer.output[row["node"]] if row["node"] else answer.envelope
        assert isinstance(place, list) == (row["repeats"] == "yes"), row
        for found in place if isinstance(place, list) else [place]:
            assert row["field"] in found, row
            assert isinstance(found[row["field"]], KINDS.get(row["kind"], (object,))), row


def test_out_patient_care(hospital: Software, people: People) -> None:
    check_shape("2201-1", hospital.send("2201", registering(people.saver, DOCTOR)))
    visit = come(hospital, people.saver, DOCTOR)
    lines = bill(Line(CLASS_B, "4.52"))
    check_shape("2204-1", visit.upload(lines))
    settled = visit.settle(lines, account="1")
    check_shape("2207-1", settled)
    check_shape("2208-1", visit.reverse(settled.settlement["setl_id"]))


def test_a_stay(hospital: Software, people: People) -> None:
    stay = admit(hospital, people.retired, DOCTOR)
    lines = bill(Line(CLASS_A, "2", "3"), Line(CLASS_C, "1.5"))
    check_shape("2301-1", stay.upload(lines))
    check_shape("2303-1", stay.preview(lines, account="1"))


def test_the_recorded_out_patient_bill(hospital: Software, people: People) -> None:
    visit = come(hospital, people.saver, DOCTOR)
    lines = bill(Line(CLASS_B, "4.52"))
    visit.upload(lines)
    settled = visit.settle(lines, account="1")
    # as recorded but for the ratio, there 5 %: 4.52 × 4 % = 0.1808; below the deductible
    assert settled.told("preselfpay_amt", "inscp_scp_amt") == (0.18, 4.34)
    assert settled.told("act_pay_dedc", "acct_pay", "fund_pay_sumamt") == (4.34, 4.52, 0)
    assert settled.payers == {"310200": 4.52}

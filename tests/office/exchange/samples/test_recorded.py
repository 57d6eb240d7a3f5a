"""Recorded messages: what held there holds here, and what we answer looks as it did."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tests.office.exchange.care.identities import PARTS, check_identities
from yibao.office.exchange.definitions import definition

DATA = Path(__file__).parents[3] / "data" / "interface_samples"
Rows = list[dict[str, str]]
OTHER_REGIONS = {
    *("othfund_pay", "insu_admdvs", "psn_pay", "mdtrt_cert_no", "ownpay_hosp_part", "inscp_amt"),
    *("cashPayamt", "dedc_std", "crt_dedc", "psn_insu_rlts_id"),
}
"""Fields of 2303 that one region answers beside those of the document."""


def table(name: str) -> Rows:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def settlements() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in table("settlements.csv"):
        found[row["sample"]][row["field"]] = row["amount"]
    return found


@pytest.mark.parametrize("sample", ["2207-1", "2303-1"])
def test_the_identities_hold_in_recorded_settlements(sample: str) -> None:
    payers = [row for row in table("payers.csv") if row["sample"] == sample]
    check_identities(settlements()[sample], payers)


def test_a_recorded_reversal_is_negative_and_has_its_account_among_the_payers() -> None:
    told = settlements()["2208-1"]
    parts = sum((Decimal(told[name]) for name in PARTS), Decimal())
    assert parts == Decimal(told["medfee_sumamt"]) == Decimal("-25.1")
    (paid,) = (row for row in table("payers.csv") if row["sample"] == "2208-1")
    assert (paid["fund_pay_type"], Decimal(paid["fund_payamt"])) == ("310200", Decimal("-25.1"))


@pytest.mark.parametrize(
    "row", table("lines.csv"), ids=lambda row: f"{row['sample']}/{row['place']}"
)
def test_a_recorded_line_is_classified_as_ours_are(row: dict[str, str]) -> None:
    amount, ratio = Decimal(row["det_item_fee_sumamt"]), Decimal(row["selfpay_prop"])
    over = max(Decimal(), Decimal(row["pric"]) - Decimal(row["pric_uplmt_amt"])) * Decimal(
        row["cnt"]
    )
    whole = amount if ratio == 1 else Decimal()
    first = (
        Decimal() if whole else ((amount - over) * ratio).quantize(Decimal("0.01"), ROUND_HALF_UP)
    )
    parts = ("fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt", "inscp_scp_amt")
    assert [Decimal(row[name]) for name in parts] == [
        whole,
        over,
        first,
        amount - whole - over - first,
    ]
    assert (row["chrgitm_lv"] == "03") == (ratio == 1)


def recorded_answers() -> list[tuple[str, str]]:
    return sorted(
        {
            (row["sample"], row["node"])
            for row in table("shapes.csv")
            if row["node"]
            and row["sample"].split("-")[0] in ("2201", "2204", "2207", "2208", "2301", "2303")
        }
    )


@pytest.mark.parametrize(("sample", "node"), recorded_answers())
def test_we_answer_every_field_that_was_recorded(sample: str, node: str) -> None:
    known = definition(sample.split("-", 1)[0])
    assert known is not None
    ours = known.response[node]
    rows = [row for row in table("shapes.csv") if (row["sample"], row["node"]) == (sample, node)]
    assert all((row["repeats"] == "yes") == ours.repeats for row in rows)
    fields = {field.name: field for field in ours.fields}
    missing = {row["field"] for row in rows} - set(fields) - OTHER_REGIONS
    assert not missing
    for row in rows:
        field = fields.get(row["field"])
        if field is not None and row["kind"] == "number":
            assert not field.kind.is_text, field.name

"""In which order visits count, and in which year (docs/algorithms/bulk.md §3).

The law is tests/policies/own/years.yaml: residents in hospital bear 200 yuan of the first stay of a
year and 100 of every later one, of the rest the fund pays 60 %, from 1 July 2025 70 %.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from runs.drawn import Row
from runs.few import claim, day, files, funds, settle_few, years
from runs.laws import own_law
from runs.reference import naive_run

FIRST, LATER = Decimal("480.00"), Decimal("540.00")
"""Of 1000 yuan: (1000 − 200) × 60 % and (1000 − 100) × 60 %."""


def changing(first: str, day: str, second: str) -> str:
    """Write a word of the procedure that becomes another one on a day."""
    versions = (("2000-01-01", first), (day, second))
    listed = ", ".join(f"{{valid_from: {since}, value: {word}}}" for since, word in versions)
    return f"{{versions: [{listed}]}}"


def test_visits_count_in_the_order_of_settlement(tmp_path: Path) -> None:
    rows = [claim("B", "2024-03-02 09:00:01"), claim("A", "2024-03-02 09:00:00")]
    assert funds(settle_few(own_law(tmp_path), tmp_path, rows)) == {"A": FIRST, "B": LATER}


@pytest.mark.parametrize("numbers", [("K1", "K2"), ("K2", "K1")])
def test_at_the_same_time_the_number_decides(numbers: tuple[str, str], tmp_path: Path) -> None:
    rows = [claim(number, "2024-03-02") for number in numbers]
    assert funds(settle_few(own_law(tmp_path), tmp_path, rows)) == {"K1": FIRST, "K2": LATER}


def test_a_bill_of_the_old_year_settled_in_the_new_one(tmp_path: Path) -> None:
    rows = [
        claim("new", "2024-01-03"),
        claim("late", "2024-01-05", begndate=day("2023-12-20"), enddate=day("2023-12-30")),
        claim("old", "2023-06-01"),
    ]
    finished = settle_few(own_law(tmp_path), tmp_path, rows)
    assert years(finished) == {"old": 2023, "late": 2023, "new": 2024}
    # The late bill is the second stay of 2023; the year 2024, settled before it, has its own first.
    assert funds(finished) == {"old": FIRST, "late": LATER, "new": FIRST}


@pytest.mark.parametrize(("order", "first"), [("settlement", "B"), ("service_end", "A")])
def test_the_end_of_the_service_may_decide(order: str, first: str, tmp_path: Path) -> None:
    rows = [
        claim("A", "2024-04-01", enddate=day("2024-03-10"), begndate=day("2024-03-08")),
        claim("B", "2024-03-21", enddate=day("2024-03-20"), begndate=day("2024-03-18")),
    ]
    paid = funds(settle_few(own_law(tmp_path, fold_order=order), tmp_path, rows))
    assert paid[first] == FIRST
    assert sorted(paid.values()) == [FIRST, LATER]


def test_a_benefit_year_that_begins_in_july(tmp_path: Path) -> None:
    rows = [claim(n, d) for n, d in (("a", "2024-06-30"), ("b", "2024-07-01"), ("c", "2024-12-31"))]
    rows.append(claim("d", "2025-01-01"))
    law = own_law(tmp_path, benefit_year_start='"07-01"')
    finished = settle_few(law, tmp_path, rows)
    assert years(finished) == {"a": 2023, "b": 2024, "c": 2024, "d": 2024}
    assert funds(finished) == {"a": FIRST, "b": FIRST, "c": LATER, "d": LATER}


@pytest.mark.parametrize(("counts", "second"), [("region", LATER), ("level", FIRST)])
def test_the_stays_of_each_level_may_count_apart(
    counts: str, second: Decimal, tmp_path: Path
) -> None:
    rows = [
        claim("a", "2024-02-01"),
        claim("b", "2024-03-01", level="tertiary"),
        claim("c", "2024-04-01", level="tertiary"),
    ]
    paid = funds(settle_few(own_law(tmp_path, ordinal_counts=counts), tmp_path, rows))
    assert paid == {"a": FIRST, "b": second, "c": LATER}


def test_visits_that_are_no_stay_use_no_ordinal(tmp_path: Path) -> None:
    rows = [claim("a", "2024-02-01", med_type="11", level=None), claim("b", "2024-03-01")]
    # The out-patient visit: (1000 − 100) × 50 % = 450, of which a month allows 300.
    expected = {"a": Decimal("300.00"), "b": FIRST}
    assert funds(settle_few(own_law(tmp_path), tmp_path, rows)) == expected


def test_the_law_of_which_day_holds_may_change(tmp_path: Path) -> None:
    """The moment of the policy's date is as on the day of settlement."""
    words = changing("admission", "2025-08-01", "settlement")
    law = own_law(tmp_path, policy_date=words, year_date="admission")
    rows = [
        claim("a", "2025-07-20", begndate=day("2025-06-25")),
        claim("b", "2025-08-02", begndate=day("2025-06-26"), psn_no="P2"),
    ]
    # 60 % as on admission in June; 70 % as on settlement in August: (1000 − 200) × 70 % = 560.
    assert funds(settle_few(law, tmp_path, rows)) == {"a": FIRST, "b": Decimal("560.00")}


def test_the_day_of_eligibility_may_change(tmp_path: Path) -> None:
    words = changing("admission", "2024-04-01", "discharge")
    law = own_law(tmp_path, eligibility_date=words)
    register = {"psn_no": "P1", "insutype": "390"}
    persons = [
        register | {"enddate": day("2024-02-29")},
        register | {"begndate": day("2024-03-01"), "category": ["destitute"]},
    ]
    rows = [
        claim("a", "2024-03-05", begndate=day("2024-02-20")),
        claim("b", "2024-04-05", begndate=day("2024-02-25")),
    ]
    paid = funds(settle_few(law, tmp_path, rows, persons=persons))
    # Admitted in February, not yet destitute: 60 %. By discharge in April destitute:
    # the second stay bears 100, of the rest 90 % are paid, 810.
    assert paid == {"a": FIRST, "b": Decimal("810.00")}


def test_the_order_itself_may_change_with_the_law(tmp_path: Path) -> None:
    """Which order holds is as on the policy's date, here the discharge."""
    law = own_law(tmp_path, fold_order=changing("settlement", "2024-06-01", "service_end"))

    def stay(number: str, end: str, settled: str, person: str) -> Row:
        return claim(number, settled, begndate=day(end), enddate=day(end), psn_no=person)

    rows = [
        stay("a", "2024-05-30", "2024-06-10", "before"),
        stay("b", "2024-05-31", "2024-06-05", "before"),
        stay("c", "2024-06-01", "2024-06-20", "after"),
        stay("d", "2024-06-02", "2024-06-15", "after"),
    ]
    paid = funds(settle_few(law, tmp_path, rows))
    assert paid == {"a": LATER, "b": FIRST, "c": FIRST, "d": LATER}
    given = files(tmp_path / "naive", rows)
    for one in naive_run(law.plan, given.claims, None, None).settled:
        assert one.settlement is not None
        assert Decimal(one.settlement.fund) / 100 == paid[one.row["setl_id"]]


def test_each_scheme_counts_for_itself(tmp_path: Path) -> None:
    worker = {"insutype": "310", "status": "working"}
    rows = [claim("a", "2024-02-01"), claim("b", "2024-03-01", **worker), claim("c", "2024-04-01")]
    # Employees bear 400 in a secondary hospital: (1000 − 400) × 80 % = 480.
    paid = funds(settle_few(own_law(tmp_path), tmp_path, rows))
    assert paid == {"a": FIRST, "b": Decimal("480.00"), "c": LATER}


def test_only_one_year_is_written_but_all_are_folded(tmp_path: Path) -> None:
    # The lifetime cap of 50000 is used up by the years before: five times the year's cap of 10000.
    rows = [claim(f"y{year}", f"{year}-05-01", "100000") for year in range(2019, 2026)]
    rows += [claim("again", "2024-06-01"), claim("broken", "2024-07-01", level="palace")]
    law = own_law(tmp_path)
    finished = settle_few(law, tmp_path, rows, year=2024)
    # 2019 is before the law begins and is refused; 2020 to 2024 pay 10000 each.
    assert funds(finished) == {"y2024": Decimal("10000.00"), "again": Decimal("0.00")}
    assert finished.settled == 2
    # What was refused in 2019 is why both are provisional: it is to be mended too.
    assert finished.provisional == 2
    assert finished.reasons == {
        "policy_unknown layers.resident_inpatient.deductible.amount": 1,
        "name_unknown level": 1,
    }
    assert finished.sums["fund_pay_sumamt"] == 1_000_000

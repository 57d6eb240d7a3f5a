"""Published examples come out to the fen; where they are wrong or differ, we do not follow."""

from collections import Counter

from worked import Case, by_id, fen, granted, read_cases, visits_of, waited

CASES = read_cases("cases.yaml")


@by_id([case for case in CASES if "visits" in case])
def test_settles_as_worked_out_by_hand(case: Case) -> None:
    figures = list(visits_of(case))
    assert figures
    assert [figure for figure in figures if not figure.agrees] == []


@by_id([case for case in CASES if "visits" in case and case["use"] in ("wrong", "differs")])
def test_does_not_settle_to_a_figure_that_the_rule_does_not_give(case: Case) -> None:
    published = list(visits_of(case, "published"))
    assert published
    assert [figure for figure in published if figure.agrees] == []


@by_id([case for case in CASES if "grant" in case])
def test_grants_as_worked_out_by_hand(case: Case) -> None:
    assert granted(case) == fen(case["grant"]["expect"]["amount"])
    if case["use"] == "wrong":
        assert granted(case) != fen(case["grant"]["published"]["amount"])


@by_id([case for case in CASES if "wait" in case])
def test_waits_as_worked_out_by_hand(case: Case) -> None:
    found, expected = waited(case), case["wait"]["expect"]
    assert (found.months, found.first_day) == (expected["months"], expected["first_day"])


def test_every_case_at_hand_is_here() -> None:
    assert all(sum(key in case for key in ("visits", "grant", "wait")) == 1 for case in CASES)
    uses = Counter(case["use"] for case in CASES)
    assert uses == {"published": 20, "wrong": 4, "differs": 3, "rule": 1}

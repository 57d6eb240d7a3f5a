"""Rules of every kind that published examples are made of, on invented round numbers."""

from worked import Case, by_id, fen, granted, read_cases, visits_of, waited

KINDS = read_cases("kinds.yaml")


@by_id([case for case in KINDS if "visits" in case])
def test_settles_as_worked_out_by_hand(case: Case) -> None:
    figures = list(visits_of(case))
    assert figures
    assert [figure for figure in figures if not figure.agrees] == []


@by_id([case for case in KINDS if "grant" in case])
def test_grants_as_worked_out_by_hand(case: Case) -> None:
    assert granted(case) == fen(case["grant"]["expect"]["amount"])


@by_id([case for case in KINDS if "wait" in case])
def test_waits_as_worked_out_by_hand(case: Case) -> None:
    found, expected = waited(case), case["wait"]["expect"]
    assert (found.months, found.first_day) == (expected["months"], expected["first_day"])

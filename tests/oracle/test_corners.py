"""Corners of the algorithm that random plans meet seldom: pinned by hand, each with its sentence.

Every example gives the numbers of a layer after the last visit, as the prose has them: base,
deductible, copay, above cap, paid.
"""

from dataclasses import astuple

import pytest

from oracle.comparison import Refused
from oracle.corners import law, settle_both, visit
from oracle.naive import NaiveSettlement
from yibao.benefit import Visit

Numbers = tuple[int, int, int, int, int]
FIRST, SECOND, THIRD = "2024-03-01", "2024-03-02", "2024-03-03"
ONE = (visit(FIRST),)
GOING_ON = (visit(FIRST), visit(SECOND, link="continued"))

LAYERS = {
    "4.6 what lies behind the point is above the cap, also where a band pays nothing": (
        law("""
        x:
          bands:
            axis: visit
            from: zero
            list: [{over: 0元, to: 500元, pay: 80%}, {over: 500元, to: none, pay: 0%}]
          caps: {year: {on: fund, per: year, limit: 100元}}
        """),
        ONE,
        (1000_00, 0, 25_00, 875_00, 100_00),
    ),
    "4.6 what lies behind the point is above the cap, also where no band is": (
        law("""
        x:
          bands:
            axis: visit
            from: zero
            list: [{over: 0元, to: 500元, pay: 80%}, {over: 600元, to: 700元, pay: 80%}]
          caps: {year: {on: fund, per: year, limit: 100元}}
        """),
        ONE,
        (1000_00, 0, 25_00, 875_00, 100_00),
    ),
    "4.6 where nothing is paid the first point is the beginning": (
        law("""
        x:
          bands: {axis: visit, from: zero, list: [{over: 20元, to: none, pay: 80%}]}
          caps: {year: {on: fund, per: year, limit: 0元}}
        """),
        ONE,
        (1000_00, 0, 0, 1000_00, 0),
    ),
    "4.6 where a band is paid in full the first point is its end": (
        law("""
        x:
          bands:
            axis: visit
            from: zero
            list: [{over: 0元, to: 500元, pay: 80%}, {over: 600元, to: none, pay: 80%}]
          caps: {year: {on: fund, per: year, limit: 400元}}
        """),
        ONE,
        (1000_00, 0, 100_00, 500_00, 400_00),
    ),
    "3.3 a link counts only between stays": (
        law("x: {pay: {by: ordinal, of: {'1': 80%, '2': 50%}}}"),
        (visit(FIRST), visit(SECOND, care="outpatient", link="continued")),
        (1000_00, 0, 500_00, 0, 500_00),
    ),
    "6.4 layers that name the same counter share what was borne in the year": (
        law("""
        first: {pay: 80%, deductible: {amount: 500元, counter: shared}}
        x:
          base: [copay.first, deductible.first]
          pay: 80%
          deductible: {amount: 400元, counter: shared, year_ceiling: 600元}
        """),
        ONE,
        (600_00, 100_00, 100_00, 0, 400_00),
    ),
    "1 years without a claim are none where they are not given": (
        law("x: {pay: {rows: [{when: {zero_claim_years: 0-2}, value: 50%}, 80%]}}"),
        ONE,
        (1000_00, 0, 500_00, 0, 500_00),
    ),
    "1 a row holds only on the days on which its version is in force": (
        law(
            "x: {pay: {by: ordinal, of: {'1': 80%, 2+: 50%}}}",
            """
            procedure:
              ordinal_counts:
                versions:
                - {valid_from: 2020-01-01, value: region}
                - {valid_from: 2024-07-01, value: level}
            """,
        ),
        (visit(FIRST), visit(SECOND, level="tertiary")),
        (1000_00, 0, 500_00, 0, 500_00),
    ),
    "1 also of a procedure, by the policy's date": (
        law(
            "x: {pay: 80%, caps: {year: {on: fund, per: year, limit: 1000元}}}",
            """
            procedure:
              policy_date: admission
              year_date:
                versions:
                - {valid_from: 2020-01-01, value: discharge}
                - {valid_from: 2024-01-03, value: admission}
            """,
        ),
        (visit("2023-12-20"), visit("2023-12-25", until="2024-01-05")),
        (1000_00, 0, 200_00, 0, 800_00),
    ),
    "7 no limit stays no limit": (
        law("""
        x:
          pay: 80%
          caps: {year: {on: fund, per: year, limit: 9元, adjust: [{set: none}, {times: 60%}]}}
        """),
        ONE,
        (1000_00, 0, 200_00, 0, 800_00),
    ),
    "4.4 a fixed sum is paid once for the same stay": (
        law("x: {fixed: 1500元}"),
        (visit(FIRST), visit(SECOND, 900_00, link="continued")),
        (900_00, 0, 400_00, 0, 500_00),
    ),
    "5 a cap per visit counts what the layer has paid of the same stay": (
        law("x: {pay: 80%, caps: {stay: {on: fund, per: visit, limit: 1000元}}}"),
        GOING_ON,
        (1000_00, 0, 50_00, 750_00, 200_00),
    ),
    "3.7 what a layer gives back leaves what its chain has paid": (
        law("x: {fixed: 800元}", "overall: [{share: 50%, of: [total]}]"),
        GOING_ON,
        (1000_00, 0, 700_00, 0, 300_00),
    ),
    "3.7 what a layer gives back leaves its fund counters": (
        law(
            "x: {pay: 80%, caps: {year: {on: fund, per: year, limit: 1000元}}}",
            "overall: [{share: 50%, of: [total]}]",
        ),
        (visit(FIRST), visit(SECOND)),
        (1000_00, 0, 125_00, 375_00, 500_00),
    ),
    "4.4 half of a fen goes to the even one": (
        law("x: {pay: 50%, rounding: {mode: half_even}}"),
        (visit(FIRST, 1_01),),
        (1_01, 0, 51, 0, 50),
    ),
    "5 a day is remembered for 31 days": (
        law("x: {pay: 80%, caps: {day: {on: fund, per: day, limit: 1000元}}}"),
        (visit("2024-03-02"), visit("2024-04-01"), visit("2024-03-02")),
        (1000_00, 0, 50_00, 750_00, 200_00),
    ),
    "5 an older claim finds 0": (
        law("x: {pay: 80%, caps: {day: {on: fund, per: day, limit: 1000元}}}"),
        (visit("2024-03-01"), visit("2024-04-01"), visit("2024-03-01")),
        (1000_00, 0, 200_00, 0, 800_00),
    ),
    "5 the last twelve months include this one": (
        law("x: {pay: 80%, caps: {rolling: {on: fund, per: rolling_12_months, limit: 1000元}}}"),
        (visit("2023-03-31"), visit("2024-02-01")),
        (1000_00, 0, 50_00, 750_00, 200_00),
    ),
    "5 the last twelve months are no more than twelve": (
        law("x: {pay: 80%, caps: {rolling: {on: fund, per: rolling_12_months, limit: 1000元}}}"),
        (visit("2023-03-31"), visit("2024-03-01")),
        (1000_00, 0, 200_00, 0, 800_00),
    ),
    "5 the share is of the second highest quota": (
        law("""
        x:
          pay: 80%
          caps:
            year:
              on: fund
              per: year
              quota:
                combine: highest_plus_share
                plus: 50%
                diseases: {illness_a: 100元, illness_b: 300元, illness_c: 200元}
        """),
        (visit(FIRST, filed=frozenset({"illness_a", "illness_b", "illness_c"})),),
        (1000_00, 0, 100_00, 500_00, 400_00),
    ),
    "6.1 within so many days counts the last of them": (
        law("x: {pay: 80%, deductible: {amount: 500元, within_days: 30天, linked: {up: waived}}}"),
        (visit(FIRST), visit("2024-03-31", link="up")),
        (1000_00, 0, 200_00, 0, 800_00),
    ),
    "6.1 a link that comes later than that does not count": (
        law("x: {pay: 80%, deductible: {amount: 500元, within_days: 30天, linked: {up: waived}}}"),
        (visit(FIRST), visit("2024-04-01", link="up")),
        (1000_00, 500_00, 100_00, 0, 400_00),
    ),
    "7 the product of an add_each is held on both sides": (
        law("""
        x:
          pay: 80%
          deductible:
            amount: 500元
            adjust: [{add_each: {of: age, above: 40, amount: -100元, at_most: 150元}}]
        """),
        ONE,
        (1000_00, 350_00, 130_00, 0, 520_00),
    ),
    "6 other care leaves the chain alone": (
        law("x: {pay: 80%, deductible: {amount: 500元}}"),
        (visit(FIRST), visit(SECOND, care="outpatient"), visit(THIRD, link="continued")),
        (1000_00, 0, 200_00, 0, 800_00),
    ),
    "4.7 a floor pays into the deductible first": (
        law("x: {pay: 10%, deductible: {amount: 900元}, floor: {share: 40%, of: [in_scope]}}"),
        ONE,
        (1000_00, 600_00, 0, 0, 400_00),
    ),
    "5 the quota is held at or below at_most, also of a single disease": (
        law("""
        x:
          pay: 80%
          caps:
            year:
              on: fund
              per: year
              quota: {combine: separate, at_most: 100元, diseases: {illness_a: 500元}}
        """),
        (visit(FIRST, disease="illness_a"),),
        (1000_00, 0, 25_00, 875_00, 100_00),
    ),
    "5 a late claim finds the count of its own month": (
        law("x: {pay: 80%, caps: {month: {on: fund, per: month, limit: 1000元}}}"),
        (visit(FIRST), visit("2024-05-01"), visit("2024-03-20")),
        (1000_00, 0, 50_00, 750_00, 200_00),
    ),
}


@pytest.mark.parametrize(("text", "visits", "expected"), LAYERS.values(), ids=LAYERS)
def test_both_settle_as_the_prose_says(
    text: str, visits: tuple[Visit, ...], expected: Numbers
) -> None:
    settled = settle_both(text, *visits)
    assert isinstance(settled, NaiveSettlement)
    assert astuple(settled.layers["x"]) == expected


REFUSED = {
    "7 at_most of an add_each that finds no row refuses the visit": (
        "{add_each: {of: ordinal, amount: 10元, at_most: {when: {status: retired}, value: 5元}}}",
        Refused("no_rule", "layers.x.deductible.adjust[0].add_each.at_most"),
    ),
    "7 likewise of a times_each": (
        "{times_each: {of: ordinal, share: 10%, at_most: {when: {status: retired}, value: 5%}}}",
        Refused("no_rule", "layers.x.deductible.adjust[0].times_each.at_most"),
    ),
    "1 the refusal names the key that is unknown": (
        "{add_each: {of: ordinal, amount: 10元, at_most: unknown}}",
        Refused("unknown", "layers.x.deductible.adjust[0].add_each.at_most"),
    ),
}


@pytest.mark.parametrize(("adjustment", "expected"), REFUSED.values(), ids=REFUSED)
def test_both_refuse_as_the_prose_says(adjustment: str, expected: Refused) -> None:
    text = law(f"x: {{pay: 80%, deductible: {{amount: 100元, adjust: [{adjustment}]}}}}")
    assert settle_both(text, visit(FIRST)) == expected


def test_the_hospital_bears_the_remainder_also_of_what_a_ceiling_takes_back() -> None:
    text = law("x: {fixed: 500元, remainder: hospital}", "overall: [{share: 10%, of: [total]}]")
    settled = settle_both(text, visit(FIRST))
    assert isinstance(settled, NaiveSettlement)
    assert (settled.fund, settled.hospital, settled.personal) == (100_00, 900_00, 0)


def test_an_earlier_year_is_refused() -> None:
    text = law("x: {pay: 80%}")
    assert settle_both(text, visit(FIRST), visit("2023-12-31")) == Refused("earlier_year", "")

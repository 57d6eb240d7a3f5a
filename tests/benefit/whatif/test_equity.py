"""Indices of inequality against their definitions, written out."""

from itertools import pairwise
from math import isclose, log
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given
from hypothesis import strategies as st

from whatif.cases import compared, files, question
from yibao.benefit.whatif.burden import SHARES, SUMS, above_shares, above_sums, entropy
from yibao.benefit.whatif.compare import compare_files
from yibao.benefit.whatif.equity import (
    concentration,
    gini,
    gini_with_zeros,
    lorenz,
    theil,
)
from yibao.benefit.whatif.report.equity_tables import incomes, theils
from yibao.benefit.whatif.report.gather import tables_of

AMOUNTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=60)
GROUPS = st.lists(st.tuples(st.integers(1, 500), st.integers(0, 10**9)), min_size=1, max_size=8)


@given(AMOUNTS)
def test_gini_is_half_the_mean_difference_relative_to_the_mean(amounts: list[int]):
    count, whole = len(amounts), sum(amounts)
    differences = sum(abs(one - other) for one in amounts for other in amounts)
    expected = differences / (2 * count * whole) if whole else 0.0
    assert isclose(gini(np.array(amounts)), expected, abs_tol=1e-9)


@given(AMOUNTS, st.integers(0, 50))
def test_gini_with_persons_who_pay_nothing(amounts: list[int], others: int):
    direct = gini(np.array(amounts + [0] * others))
    if sum(amounts):
        own = gini(np.array(amounts))
        everybody = len(amounts) + others
        assert isclose(gini_with_zeros(own, len(amounts), everybody), direct, abs_tol=1e-9)


@given(GROUPS)
def test_concentration_is_one_less_twice_the_area_below_its_curve(groups: list[tuple[int, int]]):
    persons, amounts = [p for p, _ in groups], [a for _, a in groups]
    if sum(amounts) == 0:
        assert concentration(persons, amounts) == 0.0
        return
    p = np.concatenate(([0], np.cumsum(persons))) / sum(persons)
    held = np.concatenate(([0], np.cumsum(amounts))) / sum(amounts)
    area = sum(
        (p2 - p1) * (l1 + l2) / 2
        for (p1, p2), (l1, l2) in zip(pairwise(p), pairwise(held), strict=True)
    )
    assert isclose(concentration(persons, amounts), 1 - 2 * area, abs_tol=1e-9)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10**8)), min_size=1, max_size=50))
def test_theil_is_the_sum_of_within_and_between(rows: list[tuple[int, int]]):
    codes, amounts = np.array([c for c, _ in rows]), np.array([a for _, a in rows])
    parts = entropy(codes, (amounts, amounts))
    persons = np.array([int((codes == code).sum()) for code in parts.codes])
    sums = np.array([int(amounts[codes == code].sum()) for code in parts.codes])
    found = theil(persons, sums, parts.amounts[:, 0])
    mean = amounts.sum() / len(amounts)
    expected = sum(a / mean * log(a / mean) for a in amounts.tolist() if a) / len(amounts)
    if mean:
        assert isclose(found.whole, expected, abs_tol=1e-7)
        assert found.between > -1e-9
        assert found.within > -1e-9


@given(AMOUNTS)
def test_a_lorenz_curve_is_below_the_line_and_rises(amounts: list[int]):
    curve = lorenz(np.array(amounts))
    assert curve[0] == (0.0, 0.0)
    assert curve[-1] == (1.0, 1.0)
    for (p1, l1), (p2, l2) in pairwise(curve):
        assert p1 < p2
        assert l1 <= l2
    assert all(held <= share + 1e-12 for share, held in curve)


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(-1, 10**7))))
def test_payments_above_shares_of_income(persons: list[tuple[int, int, int]]):
    paid = tuple(np.array([p[law] for p in persons], np.int64) for law in (0, 1))
    found = above_shares((paid[0], paid[1]), np.array([p[2] for p in persons], np.int64))
    known = [p for p in persons if p[2] > 0]
    assert (found.persons, found.left_out) == (len(known), len(persons) - len(known))
    for law in (0, 1):
        for at, percent in enumerate(SHARES):
            over = [p[law] / p[2] - percent / 100 for p in known if p[law] * 100 > p[2] * percent]
            assert found.heads[law, at] == len(over)
            assert isclose(found.over[law, at], sum(over), rel_tol=1e-9, abs_tol=1e-9)


def test_payments_above_sums():
    paid = np.array([SUMS[0], SUMS[0] + 7, SUMS[2] + 1])
    found = above_sums((paid, paid * 0))
    assert found.heads.tolist() == [[2, 1, 1, 0], [0, 0, 0, 0]]
    assert found.over[0].tolist() == [7 + SUMS[2] + 1 - SUMS[0], SUMS[2] + 1 - SUMS[1], 1.0, 0.0]


def test_without_incomes_the_table_says_that_it_is_no_catastrophic_rate():
    table = tables_of(compared("xian"))["heavy_payments"]
    assert "不是灾难性支出率" in table.title.zh
    assert table.note is not None
    assert "disposable_income" in table.note.zh


def test_with_incomes_catastrophic_payments_are_counted(tmp_path: Path):
    persons = pq.read_table(files("xian") / "persons.parquet")
    income = [None if at % 50 == 0 else at % 7 * 900 for at in range(len(persons))]
    column = pa.array(income, pa.decimal128(16, 2))
    pq.write_table(persons.append_column("disposable_income", column), tmp_path / "p.parquet")
    found = compare_files(question("xian", persons=tmp_path / "p.parquet"))
    assert found.total.sums.tolist() == compared("xian").total.sums.tolist()
    assert found.heavy.left_out > 0
    assert found.heavy.persons + found.heavy.left_out == int(found.total.persons[0])
    heads = found.heavy.heads
    assert (np.diff(heads, axis=1) <= 0).all()
    assert (heads[:, 0] > 0).all()
    assert tables_of(found)["heavy_payments"].title.zh == "灾难性卫生支出"


def test_persons_behind_the_shares_are_the_insured_of_the_register():
    found = compared("xian")
    poor = incomes(found)
    assert poor is not None
    assert found.population is not None
    assert poor.insured
    assert sum(poor.persons) == found.population.persons == 600
    assert [label.zh for label in poor.labels] == [f"第 {n} 组" for n in range(1, 6)]
    total = found.total.sums[0]
    for name, at in (("fund", 4), ("personal", 8)):
        assert [sum(amounts) for amounts in poor.amounts[name]] == total[at : at + 2].tolist()


def test_the_theil_index_over_parts_is_that_of_all_persons():
    found = compared("xian")
    both = theils(found)
    assert both is not None
    for law, index in enumerate(both):
        amounts = found.personal[law]
        mean = amounts.sum() / len(amounts)
        expected = sum(a / mean * log(a / mean) for a in amounts.tolist() if a) / len(amounts)
        assert isclose(index.whole, expected, rel_tol=1e-9)

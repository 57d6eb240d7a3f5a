"""Lines as numbers: what is wrong with one, price × quantity, ceilings; against `classify`."""

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runs.comparison import asked, run, settlements
from runs.drawn import Row
from runs.few import ARROW, TEXT, claim, files, line, settle_few, written
from runs.forms import Files
from runs.laws import DEMO, XIAN, Law, own_law
from runs.reading import rows_of

from yibao.benefit import Visit
from yibao.benefit.classify import Line, classify, product_fen
from yibao.benefit.files.lines import PRODUCT, LineStaging, stage_lines
from yibao.benefit.runs.sources import connect, open_sources
from yibao.policy.facts import FACTS
from yibao.terms.errors import InvalidInput

WRONG: list[tuple[Row, str | None]] = [
    ({}, None),
    ({"class": ""}, "field_missing chrgitm_lv"),
    ({"class": "d"}, "name_unknown class"),
    ({"class": "", "chrgitm_lv": "1"}, None),
    ({"class": "", "chrgitm_lv": "001"}, "name_unknown chrgitm_lv"),
    ({"class": "", "chrgitm_lv": "011"}, "name_unknown chrgitm_lv"),
    ({"class": "c", "chrgitm_lv": "99"}, None),
    ({"item": "potion"}, "name_unknown item"),
    ({"med_chrgitm_type": "99"}, None),
    ({"tag": "cheap"}, "name_unknown tag"),
    ({"limited": "maybe"}, "name_unknown limited"),
    ({"fee_ocur_time": ""}, "field_missing fee_ocur_time"),
    ({"fee_ocur_time": "then"}, "invalid_date fee_ocur_time"),
    ({"det_item_fee_sumamt": ""}, "field_missing det_item_fee_sumamt"),
    ({"det_item_fee_sumamt": "100.001"}, "not_a_number det_item_fee_sumamt"),
    ({"det_item_fee_sumamt": "100000000.01"}, "not_a_number det_item_fee_sumamt"),
    ({"det_item_fee_sumamt": "-9223372036854775808"}, "not_a_number det_item_fee_sumamt"),
    ({"pric": "100", "cnt": "1"}, None),
    ({"pric": "33.333333", "cnt": "3"}, None),
    ({"pric": "33.33", "cnt": "3"}, "line_does_not_sum det_item_fee_sumamt"),
    ({"pric": "0.0000001"}, "not_a_number pric"),
    ({"pric": "999999999999", "cnt": "99999999999999"}, "line_does_not_sum det_item_fee_sumamt"),
    ({"pric": "9999999999999"}, "not_a_number pric"),
    ({"cnt": "1.00001"}, "not_a_number cnt"),
    ({"cnt": "many"}, "not_a_number cnt"),
    ({"pric_uplmt_amt": "1e2"}, "not_a_number pric_uplmt_amt"),
    ({"pric_uplmt_amt": "999999999999", "cnt": "99999999"}, None),
    ({"selfpay_prop": "1.000001"}, "not_a_number selfpay_prop"),
    ({"selfpay_prop": "-0.1"}, "not_a_number selfpay_prop"),
    ({"selfpay_prop": "5000"}, "not_a_number selfpay_prop"),
    ({"selfpay_prop": "1"}, None),
]


def test_what_is_wrong_with_a_line_refuses_its_visit(tmp_path: Path) -> None:
    claims = [claim(f"S{n}", "2024-03-02", psn_no=f"P{n}") for n in range(len(WRONG))]
    good = [line(f"S{n}", "50", psn_no=f"P{n}") for n in range(len(WRONG))]
    bad = [
        {**line(f"S{n}", "100", psn_no=f"P{n}"), **changes} for n, (changes, _) in enumerate(WRONG)
    ]
    for row in claims:
        del row["inscp_scp_amt"]
    finished = settle_few(own_law(tmp_path), tmp_path, claims, lines=[*good, *bad], form=TEXT)
    why = {
        row["setl_id"]: f"{row['reject_code']} {row['reject_field']}"
        for row in rows_of(finished.rejects)
    }
    found = [(changes, why.get(f"S{n}")) for n, (changes, _) in enumerate(WRONG)]
    assert found == WRONG


def staged(law: Law, given: Files, folder: Path) -> tuple[pa.Table, LineStaging]:
    connection = connect(1, 2**30, folder / "spill")
    try:
        sources = open_sources(asked(law, given, folder / "out"), connection)
        assert sources.lines is not None
        staging = stage_lines(law.plan, sources.lines, ("feedetl_sn",), claims=sources.claims)
        return connection.sql(staging.sql).to_arrow_table(), staging
    finally:
        connection.close()


HALVES = st.tuples(st.integers(-2_000_000, 2_000_000).map(lambda k: (2 * k + 1) * 5_000))
PRICES = st.one_of(st.integers(-(10**9), 10**9), HALVES.map(lambda one: one[0]))
QUANTITIES = st.one_of(st.just(10_000), st.integers(-(10**7), 10**7), st.just(5_000))


@given(st.lists(st.tuples(PRICES, QUANTITIES, st.sampled_from((-1, 0, 0, 1))), min_size=1))
@settings(max_examples=10, deadline=None)
@pytest.mark.parametrize("form", [ARROW, TEXT], ids=["decimals", "text"])
def test_price_by_quantity_is_rounded_as_classify_rounds(
    form: object, tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[int, int, int]]
) -> None:
    """Half up, away from zero, exact whatever the size; one fen beside it is refused."""
    folder = tmp_path_factory.mktemp("lines")
    rows = []
    for number, (price, quantity, beside) in enumerate(lines):
        amount = product_fen(price, quantity) + beside
        rows.append(
            line("S1", str(Decimal(amount).scaleb(-2)), feedetl_sn=f"L{number}")
            | {"pric": Decimal(price).scaleb(-6), "cnt": Decimal(quantity).scaleb(-4)}
            | {"pric_uplmt_amt": Decimal(price).scaleb(-6)}
        )
    law = XIAN
    given_files = files(folder, [claim("S1", "2022-03-02")], lines=rows, form=form)
    table, staging = staged(law, given_files, folder)
    wrong = staging.problems.index(PRODUCT) + 1
    order = [int(number[1:]) for number in table["feedetl_sn"].to_pylist()]
    for row, problem, allowed in zip(
        order, table["problem"].to_pylist(), table["line_allowed"].to_pylist(), strict=True
    ):
        price, quantity, beside = lines[row]
        assert problem == (wrong if beside else 0)
        assert allowed == abs(product_fen(price, quantity))


@pytest.mark.parametrize("law", [DEMO, XIAN], ids=["demo", "xian"])
def test_each_line_is_classified_as_classify_does(law: Law, tmp_path: Path) -> None:
    """One line a visit: the parts of its bill are those of the line."""
    drawing = Random(3)
    claims, lines, wanted = [], [], {}
    for number in range(250):
        scheme = drawing.choice(("310", "390"))
        drawn = _draw_line(drawing, law, number)
        day = date(law.year, 3, 2)
        facts = {"status": "working", "level": "secondary"}
        visit = Visit(scheme, "inpatient", day, day, day, facts)
        [found] = classify(visit, [drawn], law.plan)[1]
        parts = (found.full_self, found.over_limit, found.first_pay, found.in_scope)
        wanted[f"S{number}"] = [Decimal(part) / 100 for part in parts]
        claims.append(claim(f"S{number}", str(day), psn_no=f"P{number}", insutype=scheme, **facts))
        del claims[-1]["inscp_scp_amt"]
        lines.append(_row(drawn, number))
    finished = settle_few(law, tmp_path, claims, lines=lines, parts=2)
    names = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
    found_rows = {
        row["setl_id"]: [row[name] for name in names] for row in settlements(finished.out)
    }
    assert finished.rejected < 25
    assert found_rows == {number: wanted[number] for number in found_rows}
    assert all(any(parts[k] for parts in found_rows.values()) for k in range(4))


def _draw_line(drawing: Random, law: Law, number: int) -> Line:
    def some(name: str) -> str:
        return drawing.choice(FACTS[name].names)

    return Line(
        number=f"L{number}",
        day=date(law.year, drawing.randrange(1, 13), 1),
        amount=drawing.randrange(500_000),
        quantity_e4=drawing.randrange(1, 100_000),
        item_class=some("class"),
        item=some("item"),
        tag=some("tag"),
        limited=some("limited"),
        ceiling_e6=drawing.choice((None, drawing.randrange(10**9))),
        first_pay_ppm=drawing.randrange(10**4) * 100,
    )


def _row(one: Line, number: int) -> Row:
    ceiling = None if one.ceiling_e6 is None else Decimal(one.ceiling_e6).scaleb(-6)
    return line(f"S{number}", str(Decimal(one.amount).scaleb(-2)), psn_no=f"P{number}") | {
        "fee_ocur_time": datetime.combine(one.day, time()),
        "class": one.item_class,
        "item": one.item,
        "tag": one.tag,
        "limited": one.limited,
        "cnt": Decimal(one.quantity_e4).scaleb(-4),
        "pric_uplmt_amt": ceiling,
        "selfpay_prop": Decimal(one.first_pay_ppm or 0).scaleb(-6),
    }


def test_a_class_by_catalogue_needs_the_ratio_of_the_item(tmp_path: Path) -> None:
    """Class B is paid first by the item's own ratio, which no line gives here."""
    law = own_law(tmp_path)
    rows = [claim("A", "2024-03-02"), claim("B", "2024-03-02", psn_no="P2")]
    for row in rows:
        del row["inscp_scp_amt"]
    known = line("A", "1000", selfpay_prop=Decimal("0.1")) | {"class": "b"}
    unknown = line("B", "1000", psn_no="P2") | {"class": "b"}
    finished = settle_few(law, tmp_path, rows, lines=[known, unknown])
    assert finished.reasons == {"first_pay_missing selfpay_prop": 1}
    # 10 % of 1000 are paid first; (900 − 200) × 60 % = 420.
    assert finished.sums["preselfpay_amt"] == 10_000
    assert finished.sums["fund_pay_sumamt"] == 42_000


def test_a_file_without_any_class_is_refused_as_a_whole(tmp_path: Path) -> None:
    given_files = files(tmp_path, [claim("A", "2024-03-02")])
    rows = [{k: v for k, v in line("A", "1000").items() if k != "class"}]
    lines = written(tmp_path / "lines.csv", rows)
    with pytest.raises(InvalidInput) as refused:
        run(own_law(tmp_path), Files(given_files.claims, None, lines), tmp_path / "out")
    assert (refused.value.code, refused.value.field) == ("column_missing", "chrgitm_lv")

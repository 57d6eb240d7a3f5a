"""A region's invented year as files: the same bytes again, whole, and made of known names."""

from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from yibao.benefit.files.columns import AMOUNTS, CLAIMS, LINES, PERSONS
from yibao.policy import Plan, compile_plan, load_policy
from yibao.synthetic.region_files import Asked, Written, write_region
from yibao.terms.dictionaries import dictionary
from yibao.terms.errors import InvalidInput

REGIONS = [("cn/61/6101", 2022), ("demo", 2025)]
CODED = {
    "claims": ("insutype", "med_type", "hosp_lv"),
    "persons": ("insutype", "psn_type", "gend"),
    "lines": ("chrgitm_lv", "med_chrgitm_type"),
}
OF_LAW = ("status", "level", "provider_kind", "place", "filing", "delivery", "disease", "rank")
OF_LAW_SETS = ("filed", "category", "cover")


def asked(region: str = "demo", year: int = 2025, **more: object) -> Asked:
    return Asked(region, year, **({"persons": 500, "visits": 4_000} | more))  # type: ignore[arg-type]


def hashes(written: Written) -> list[str]:
    files = (written.claims, written.persons, written.lines)
    return [sha256(file.read_bytes()).hexdigest() for file in files if file]


@pytest.fixture(scope="module", params=REGIONS, ids=lambda region: region[0])
def region(request: pytest.FixtureRequest) -> tuple[str, int]:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def plan(region: tuple[str, int]) -> Plan:
    return compile_plan(load_policy(region[0]))


@pytest.fixture(scope="module")
def plain(region: tuple[str, int], tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write_region(tmp_path_factory.mktemp("plain"), asked(*region))


@pytest.fixture(scope="module")
def lined(region: tuple[str, int], tmp_path_factory: pytest.TempPathFactory) -> Written:
    return write_region(tmp_path_factory.mktemp("lined"), asked(*region, lines_per_visit=6))


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    wanted = asked(visits=2_000, lines_per_visit=5, flawed=0.02, unknown_share=0.1)
    first = hashes(write_region(tmp_path / "first", wanted))
    assert len(first) == 3
    assert hashes(write_region(tmp_path / "again", wanted)) == first


def test_another_seed_gives_other_rows(
    region: tuple[str, int], plain: Written, tmp_path: Path
) -> None:
    other = hashes(write_region(tmp_path, asked(*region, seed=2)))
    assert not set(other) & set(hashes(plain))


def test_there_are_as_many_rows_as_were_asked_for(plain: Written) -> None:
    assert (plain.visit_count, plain.person_count, plain.line_count) == (4_000, 500, 0)
    assert pq.read_metadata(plain.claims).num_rows == 4_000
    assert pq.read_metadata(plain.persons).num_rows == 500
    assert plain.lines is None
    assert sum(plain.flaws.values()) == 0


def test_the_parts_of_a_bill_sum_to_it(plain: Written) -> None:
    claims = pq.read_table(plain.claims)
    for row in claims.select(["medfee_sumamt", *AMOUNTS]).to_pylist():
        parts = [row[name] for name in AMOUNTS]
        assert min(parts) >= 0
        assert sum(parts) == row["medfee_sumamt"] > 0


def test_a_bill_is_the_sum_of_its_lines(lined: Written) -> None:
    assert lined.lines is not None
    lines = pq.read_table(lined.lines)
    assert len(lines) == lined.line_count
    assert 5 <= lined.line_count / lined.visit_count <= 7
    claims = pq.read_table(lined.claims)
    assert not set(AMOUNTS) & set(claims.column_names)
    sums = lines.group_by(["setl_id", "psn_no"]).aggregate([("det_item_fee_sumamt", "sum")])
    made = {(r["setl_id"], r["psn_no"]): r["det_item_fee_sumamt_sum"] for r in sums.to_pylist()}
    assert made == {
        (row["setl_id"], row["psn_no"]): row["medfee_sumamt"] for row in claims.to_pylist()
    }


def test_bills_are_as_large_with_lines_as_without(plain: Written, lined: Written) -> None:
    """The same visits are drawn; their lines make up what they cost, but for some rounding."""
    both = [pq.read_table(one.claims)["medfee_sumamt"].to_pylist() for one in (plain, lined)]
    for bill, of_lines in zip(*both, strict=True):
        assert abs(bill - of_lines) <= max(2, bill / 10)


def test_lines_lie_within_their_visit(lined: Written) -> None:
    claims = {row["setl_id"]: row for row in pq.read_table(lined.claims).to_pylist()}
    for line in pq.read_table(lined.lines).to_pylist():
        claim = claims[line["setl_id"]]
        assert claim["begndate"] <= line["fee_ocur_time"].date() <= claim["enddate"]
        assert line["fee_ocur_time"] <= claim["setl_time"]


def test_columns_are_those_of_the_national_tables_in_their_order(lined: Written) -> None:
    for file, columns in ((lined.claims, CLAIMS), (lined.persons, PERSONS), (lined.lines, LINES)):
        names = pq.read_schema(file).names
        assert names == [name for name in columns if name in names]
        assert {name for name, column in columns.items() if column.required} <= set(names)


def test_types_say_what_stands_in_a_column(lined: Written) -> None:
    schema = pq.read_schema(lined.claims)
    assert schema.field("setl_time").type == pa.timestamp("us")
    assert schema.field("begndate").type == pa.date32()
    assert schema.field("medfee_sumamt").type == pa.decimal128(16, 2)
    assert schema.field("setl_id").type == schema.field("insutype").type == pa.string()


def test_only_known_names_occur(plan: Plan, lined: Written) -> None:
    for name, file in (
        ("claims", lined.claims),
        ("persons", lined.persons),
        ("lines", lined.lines),
    ):
        table = pq.read_table(file)
        for column in CODED[name]:
            for code in values(table, column):
                dictionary(column).check(code, column)
        for fact in OF_LAW:
            assert values(table, fact) <= plan.vocabulary.codes[fact].keys()
        for fact in ("item", "tag", "limited"):
            assert values(table, fact) <= plan.vocabulary.codes[fact].keys()
    persons = pq.read_table(lined.persons)
    for fact in OF_LAW_SETS:
        members = set(pc.list_flatten(persons[fact]).to_pylist())
        assert members <= plan.vocabulary.codes[fact].keys()
    assert values(persons, "insu_admdvs") <= {f"99{number:04d}" for number in range(121, 128)}
    assert values(persons, "income_group") == set("12345")


def values(table: pa.Table, column: str) -> set[str]:
    if column not in table.column_names:
        return set()
    return set(pc.unique(table[column]).to_pylist()) - {None}


def test_numbers_are_given_once_and_everybody_is_in_the_register(plain: Written) -> None:
    claims, persons = pq.read_table(plain.claims), pq.read_table(plain.persons)
    assert pc.count_distinct(claims["setl_id"]).as_py() == 4_000
    assert pc.count_distinct(persons["psn_no"]).as_py() == 500
    assert values(claims, "psn_no") <= values(persons, "psn_no")
    assert all(number.startswith("99") for number in values(claims, "psn_no"))


def test_a_person_has_one_scheme_in_both_files(plain: Written) -> None:
    persons = {row["psn_no"]: row["insutype"] for row in pq.read_table(plain.persons).to_pylist()}
    for claim in pq.read_table(plain.claims).to_pylist():
        assert claim["insutype"] == persons[claim["psn_no"]]


def test_claims_do_not_come_person_by_person(plain: Written) -> None:
    numbers = pq.read_table(plain.claims)["psn_no"].to_pylist()
    beside = sum(first == second for first, second in pairwise(numbers))
    assert beside < 100


def test_visits_are_like_those_of_a_year(region: tuple[str, int], plain: Written) -> None:
    claims = pq.read_table(plain.claims).to_pylist()
    stays = [row for row in claims if row["med_type"] in ("21", "28", "52")]
    assert 0.12 <= len(stays) / len(claims) <= 0.18
    nights = [(row["enddate"] - row["begndate"]).days for row in stays]
    assert (min(nights), max(nights)) == (0, 19)
    for row in claims:
        assert row["begndate"].year == row["enddate"].year == region[1]
        assert row["begndate"] <= row["enddate"] <= row["setl_time"].date()
    often = sorted(
        pc.value_counts(pq.read_table(plain.claims)["psn_no"]).field("counts").to_pylist()
    )
    assert often[-1] > 4 * 8 > often[len(often) // 2]


def test_nobody_lies_in_two_beds(plain: Written) -> None:
    beds: dict[str, list[tuple[object, object]]] = {}
    for row in pq.read_table(plain.claims).to_pylist():
        if row["med_type"] == "21":
            beds.setdefault(row["psn_no"], []).append((row["begndate"], row["enddate"]))
    for stays in beds.values():
        stays.sort()
        assert all(end < begin for (_, end), (begin, _) in pairwise(stays))


def test_keys_as_whole_numbers_are_the_same_numbers(
    region: tuple[str, int], lined: Written, tmp_path: Path
) -> None:
    written = write_region(tmp_path, asked(*region, lines_per_visit=6, integer_keys=True))
    assert lined.lines is not None
    assert written.lines is not None
    for files, columns in (
        ((lined.claims, written.claims), ("setl_id", "psn_no")),
        ((lined.persons, written.persons), ("psn_no",)),
        ((lined.lines, written.lines), ("setl_id", "psn_no", "feedetl_sn")),
    ):
        for column in columns:
            text, whole = (pq.read_table(file, columns=[column])[column] for file in files)
            assert whole.type == pa.int64()
            assert [int(number) for number in text.to_pylist()] == whole.to_pylist()


def test_nothing_is_overwritten(plain: Written) -> None:
    with pytest.raises(InvalidInput, match="file_exists"):
        write_region(plain.claims.parent, asked())


def test_a_run_that_breaks_off_leaves_no_file(tmp_path: Path) -> None:
    def broken(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_region(tmp_path, asked(), progress=broken)
    assert not list(tmp_path.iterdir())


def test_progress_counts_all_visits(tmp_path: Path) -> None:
    done: list[int] = []
    write_region(tmp_path, asked(), progress=done.append)
    assert sum(done) == 4_000


@pytest.mark.parametrize(
    "wrong",
    [
        {"persons": 0},
        {"visits": 0},
        {"visits": 2**31},
        {"lines_per_visit": -1},
        {"seed": -1},
        {"flawed": 1.5},
        {"unknown_share": -0.1},
    ],
)
def test_sizes_that_cannot_be_drawn_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidInput, match="sample_size") as refused:
        asked(**wrong)
    assert refused.value.field == next(iter(wrong))


def test_too_many_visits_for_the_persons_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="sample_size"):
        write_region(tmp_path, asked(persons=2, visits=100_000))


def test_a_year_without_known_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no_benefit"):
        write_region(tmp_path, asked(year=1990))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("persons", "visits"), [(1, 1), (3, 20), (1_000, 1)])
def test_small_years_are_whole_too(persons: int, visits: int, tmp_path: Path) -> None:
    written = write_region(tmp_path, asked(persons=persons, visits=visits, lines_per_visit=1))
    assert (written.person_count, written.visit_count) == (persons, visits)
    assert written.line_count == visits

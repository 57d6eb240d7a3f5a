"""Whatever stands in a file: each row is settled or refused, and the run comes to its end."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from runs.comparison import run, settlements
from runs.drawn import Row
from runs.few import claim, line, written
from runs.forms import Files
from runs.laws import DEMO

WILD = st.one_of(
    st.sampled_from(
        [
            *("", " ", "NULL", "nan", "inf", "-inf", "infinity", "epoch", "true", "0x10", "1e400"),
            *(
                "-0",
                "+1",
                "1_000",
                "1,000",
                "１２",
                "''",
                "'; DROP",
                "a'b",
                'a"b',
                "a;b",
                ";;",
                "{}",
            ),
            *("9" * 40, "-" + "9" * 40, "0." + "0" * 40 + "1", "99999999999999999999999999"),
            *("-9223372036854775808", "9223372036854775807", "4611686018427387904", "1e-9"),
            *("0000-00-00", "0000-01-01", "9999-12-31", "99999-01-01", "2024-02-30", "24:00"),
            *("2024-03-01 24:00:00", "2024-03-01T25:00", "4713-01-01 (BC)", "2024-W01-1"),
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x00"), max_size=6),
)


def wild(row: Row) -> st.SearchStrategy[Row]:
    """Draw a row of which a few values are anything at all."""
    names = st.lists(st.sampled_from(list(row)), max_size=3, unique=True)
    return names.flatmap(
        lambda some: st.fixed_dictionaries(dict.fromkeys(some, WILD)).map(
            lambda odd: {name: str(value) for name, value in row.items()} | odd
        )
    )


VISIT = claim("S1", "2025-03-01") | {
    "medfee_sumamt": "1000",
    "begndate": "2025-03-01",
    "enddate": "2025-03-01",
    "brdy": "1960-01-01",
    "annual_wage": "50000",
    "link": "none",
    "disease": "none",
    "category": "destitute",
    "age": "",
    "psn_type": "15",
    "hosp_lv": "5",
}
PERSON = {"psn_no": "P1", "insutype": "390", "begndate": "2020-01-01", "enddate": "2030-01-01"}
PERSON |= {"psn_type": "15", "brdy": "1960-01-01", "cover": "", "annual_wage": "1"}
LINE = line("S1", "1000") | {"cnt": "1", "pric": "1000", "pric_uplmt_amt": "", "selfpay_prop": "0"}


@pytest.mark.parametrize("with_lines", [False, True], ids=["bills", "lines"])
@given(
    st.lists(wild(VISIT), min_size=1, max_size=30),
    st.lists(wild(PERSON), min_size=1, max_size=5),
    st.lists(wild(LINE), min_size=1, max_size=10),
)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.large_base_example, HealthCheck.too_slow],
)
def test_every_row_is_settled_or_refused(
    with_lines: bool,
    tmp_path_factory: pytest.TempPathFactory,
    claims: list[Row],
    persons: list[Row],
    lines: list[Row],
) -> None:
    folder: Path = tmp_path_factory.mktemp("wild")
    given_files = Files(
        written(folder / "claims.csv", claims),
        written(folder / "persons.csv", persons),
        written(folder / "lines.csv", lines) if with_lines else None,
    )
    finished = run(DEMO, given_files, folder / "out", parts=2)
    assert finished.settled + finished.rejected == len(claims)
    assert finished.unreadable == 0
    for row in settlements(finished.out):
        whole = row["fund_pay_sumamt"] + row["hosp_part_amt"] + row["psn_part_amt"]
        assert row["medfee_sumamt"] == whole

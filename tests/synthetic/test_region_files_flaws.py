"""Mistakes made on purpose: counted by kind, and everything else as without them."""

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from yibao.synthetic.region_files import Asked, Written, write_region
from yibao.synthetic.region_files.flaws import FLAWS

Row = dict[str, Any]
PARTS = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")


@pytest.fixture(scope="module", params=[0, 3], ids=["bills", "lines"])
def pair(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Written, Written]:
    def written(flawed: float) -> Written:
        wanted = Asked("demo", 2025, 400, 5_000, request.param, flawed=flawed)
        return write_region(tmp_path_factory.mktemp("flawed"), wanted)

    return written(0), written(0.1)


def changes(sound: Row, claim: Row) -> frozenset[str]:
    return frozenset(name for name in claim if claim[name] != sound[name])


def kind_of(changed: frozenset[str], sound: Row, claim: Row) -> str:
    """Name the mistake by what of the row is another."""
    if changed == {"psn_no"}:
        return "psn_no_missing" if claim["psn_no"] is None else "person_not_registered"
    if changed & {"medfee_sumamt", *PARTS}:
        return (
            "amount_negative"
            if claim["medfee_sumamt"] < 0 or "inscp_scp_amt" in changed
            else ("parts_do_not_sum")
        )
    if changed <= {"hosp_lv", "level"}:
        return "hosp_lv_unknown"
    return {
        "insutype": "insutype_unknown",
        "setl_time": "setl_time_missing",
        "begndate": "dates_reversed",
        "setl_id": "setl_id_twice",
    }[next(iter(changed))]


def test_each_kind_is_made_and_counted(pair: tuple[Written, Written]) -> None:
    clean, flawed = pair
    found = Counter[str]()
    before = pq.read_table(clean.claims).to_pylist()
    for sound, claim in zip(before, pq.read_table(flawed.claims).to_pylist(), strict=True):
        changed = changes(sound, claim)
        if changed:
            found[kind_of(changed, sound, claim)] += 1
    assert dict(found) == dict(flawed.flaws)
    assert set(found) == set(FLAWS)
    assert 0.08 <= found.total() / 5_000 <= 0.12


def test_the_register_is_the_same(pair: tuple[Written, Written]) -> None:
    clean, flawed = pair
    assert clean.persons.read_bytes() == flawed.persons.read_bytes()


def test_a_number_that_stands_twice_is_another_visit_of_the_person(
    pair: tuple[Written, Written],
) -> None:
    clean, flawed = pair
    before = pq.read_table(clean.claims).to_pylist()
    person_of = {row["setl_id"]: row["psn_no"] for row in before}
    twice = 0
    for sound, claim in zip(before, pq.read_table(flawed.claims).to_pylist(), strict=True):
        if claim["setl_id"] != sound["setl_id"]:
            twice += 1
            assert person_of[claim["setl_id"]] == sound["psn_no"]
    assert twice == flawed.flaws["setl_id_twice"]


def test_nobody_else_has_the_number_of_a_stranger(pair: tuple[Written, Written]) -> None:
    _, flawed = pair
    registered = set(pq.read_table(flawed.persons)["psn_no"].to_pylist())
    numbers = pq.read_table(flawed.claims)["psn_no"].to_pylist()
    strangers = [number for number in numbers if number and number not in registered]
    assert len(strangers) == flawed.flaws["person_not_registered"]


def test_the_share_may_be_everything(tmp_path: Path) -> None:
    written = write_region(tmp_path, Asked("demo", 2025, 50, 300, flawed=1.0))
    assert sum(written.flaws.values()) == 300

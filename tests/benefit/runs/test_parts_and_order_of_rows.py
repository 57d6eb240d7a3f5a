"""The outcome depends on the rows alone: not on parts, threads, memory, or where a row stands."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest

from runs.comparison import rejects, run, settlements
from runs.drawn import Region, draw
from runs.forms import FORMS, Files, write
from runs.laws import XIAN
from yibao.benefit.runs.bundles import Bundles
from yibao.terms.errors import InvalidInput

LITTLE = 1
"""So little memory that every row is dealt out on disk."""


@pytest.fixture(scope="module")
def region() -> Region:
    return draw(XIAN, seed=5, persons=40, visits=300)


@pytest.fixture(scope="module")
def files(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("region")
    return write(region, folder, FORMS["decimals"], lines=True)


def as_text(rows: list[dict[str, object]]) -> list[str]:
    return sorted(str(sorted(row.items())) for row in rows)


@pytest.mark.parametrize("memory", [LITTLE, 4 * 2**30], ids=["disk", "memory"])
@pytest.mark.parametrize(("parts", "threads"), [(1, 2), (2, 1), (8, 2)])
def test_equal_rows_however_they_are_dealt(
    files: Files, parts: int, threads: int, memory: int, tmp_path: Path
) -> None:
    usual = run(XIAN, files, tmp_path / "usual")
    other = run(XIAN, files, tmp_path / "other", parts=parts, threads=threads, memory=memory)
    assert usual.parts == 1
    assert len(list(other.out.glob("part-*.parquet"))) == parts
    assert settlements(other.out) == settlements(usual.out)
    assert as_text(rejects(other)) == as_text(rejects(usual))
    assert replace(other, parts=1, out=usual.out, rejects=usual.rejects) == usual
    assert not (other.out / "_staging").exists()


def test_rows_are_dealt_on_disk_where_memory_is_short(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LITTLE is no room for any row, so each of the four parts is a bundle of its own."""
    found = []
    take_in = Bundles.take_in

    def watched(self: Bundles, wanted: Iterable[int]) -> None:
        take_in(self, wanted)
        folders = (tmp_path / "out" / "_staging").glob("*/_bundle=*")
        found.extend(sorted((one.parent.name, one.name[-1]) for one in folders))

    monkeypatch.setattr(Bundles, "take_in", watched)
    run(XIAN, files, tmp_path / "out", parts=4, memory=LITTLE)
    assert found == [(name, n) for name in ("claims", "lines", "persons") for n in "0123"]


def test_the_same_bytes_every_time(region: Region, tmp_path: Path) -> None:
    """Even from rows in another order, through the disk, on another number of threads."""
    mixed = replace(region, claims=list(region.claims), lines=list(region.lines))
    for rows in (mixed.claims, mixed.lines):
        Random(1).shuffle(rows)
    first = write(region, tmp_path / "first", FORMS["fen"], lines=True)
    second = write(mixed, tmp_path / "second", FORMS["fen"], lines=True)
    one = run(XIAN, first, tmp_path / "one", parts=4)
    two = run(XIAN, second, tmp_path / "two", parts=4, threads=1, memory=LITTLE)
    for path in one.out.glob("part-*.parquet"):
        assert path.read_bytes() == (two.out / path.name).read_bytes(), path.name
    assert one.sums == two.sums


def test_a_person_is_whole_in_one_part(files: Files, tmp_path: Path) -> None:
    out = run(XIAN, files, tmp_path / "out", parts=8).out
    seen: dict[object, str] = {}
    for path in sorted(out.glob("part-*.parquet")):
        for person in pq.read_table(path)["psn_no"].to_pylist():
            assert seen.setdefault(person, path.name) == path.name
    assert len(set(seen.values())) >= 6


@pytest.mark.parametrize("parts", [0, 3, 12, 2048])
def test_parts_are_a_power_of_two(files: Files, parts: int, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        run(XIAN, files, tmp_path / "out", parts=parts)
    assert refused.value.code == "parts_not_a_power_of_two"

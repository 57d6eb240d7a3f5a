"""Whose the folder is: the same run goes on or stays, another one is refused, nothing is lost."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from runs.comparison import asked, settlements
from runs.few import claim, files
from runs.forms import Files
from runs.laws import Law, own_law
from yibao.benefit.runs.asked import Asked
from yibao.benefit.runs.run import settle_files
from yibao.terms.errors import InvalidInput


class Cut(Exception):  # noqa: N818 -- not an error of the code under test
    pass


@pytest.fixture
def law(tmp_path: Path) -> Law:
    return own_law(tmp_path)


@pytest.fixture
def wish(law: Law, tmp_path: Path) -> Asked:
    """A run that is finished."""
    rows = [claim("A", "2024-02-01"), claim("B", "2024-03-01", level="palace")]
    wish = asked(law, files(tmp_path, rows), tmp_path / "out", parts=2)
    settle_files(wish)
    return wish


def refused(wish: Asked) -> str:
    with pytest.raises(InvalidInput) as error:
        settle_files(wish)
    return error.value.code


def test_another_run_is_refused(wish: Asked, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in wish.out.rglob("*") if path.is_file()}
    other = files(tmp_path / "other", [claim("A", "2024-02-01")])
    persons = files(tmp_path / "p", [claim("A", "2024-02-01")], [{"psn_no": "P1"}]).persons
    for changed in (
        {"year": 2024},
        {"columns": ("setl_id", "fund_pay_sumamt")},
        {"money": "fen"},
        {"parts": 4},
        {"claims": other.claims},
        {"persons": persons},
        {"allow_unverified": False},
    ):
        assert refused(replace(wish, **changed)) == "another_run", changed
    law = Path(wish.region)
    law.write_text(law.read_text(encoding="utf-8").replace("60%", "61%"), encoding="utf-8")
    assert refused(wish) == "another_run"
    assert before == {path: path.read_bytes() for path in wish.out.rglob("*") if path.is_file()}


def test_the_same_claims_at_another_time_are_another_run(wish: Asked) -> None:
    os.utime(wish.claims, ns=(1, 1))
    assert refused(wish) == "another_run"


def test_threads_and_memory_make_no_other_run(wish: Asked) -> None:
    assert settle_files(replace(wish, threads=1, memory=1)).parts_done_before == 2


def test_a_fresh_run_throws_away_its_own_files_only(wish: Asked) -> None:
    mine = wish.out / "part-of-something-else.parquet"
    mine.write_text("keep", encoding="utf-8")
    finished = settle_files(replace(wish, parts=4, fresh=True))
    assert (finished.parts, finished.parts_done_before) == (4, 0)
    assert len(list(wish.out.glob("part-0*.parquet"))) == 4
    assert mine.read_text(encoding="utf-8") == "keep"


def test_a_fresh_run_that_is_cut_while_it_clears(
    wish: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left is never taken for a run that is finished."""
    unlink = Path.unlink
    left = 0

    def cutting(self: Path, missing_ok: bool = False) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Cut
        unlink(self, missing_ok=missing_ok)

    whole = settlements(wish.out)
    monkeypatch.setattr(Path, "unlink", cutting)
    for allowed in (1, 2, 3):
        left = allowed
        with pytest.raises(Cut):
            settle_files(replace(wish, fresh=True))
        left = -1
        settle_files(replace(wish, fresh=not (wish.out / "_manifest.json").exists()))
        assert settlements(wish.out) == whole


def test_files_of_nobody_knows_whom_are_not_written_over(law: Law, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "part-00000.parquet").write_text("?", encoding="utf-8")
    wish = asked(law, files(tmp_path, [claim("A", "2024-02-01")]), out)
    assert refused(wish) == "foreign_files"
    assert refused(replace(wish, fresh=True)) == "foreign_files"


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"run": {"format": 99}}', '{"run": null}'])
def test_a_manifest_that_cannot_be_read(content: str, wish: Asked) -> None:
    (wish.out / "_manifest.json").write_text(content, encoding="utf-8")
    assert refused(wish) == "manifest_unusable"
    assert settle_files(replace(wish, fresh=True)).settled == 1


def test_claims_are_never_written_over(law: Law, tmp_path: Path) -> None:
    """Not even by a fresh run into the folder that they lie in."""
    out = tmp_path / "out"
    path = files(out, [claim("A", "2024-02-01")]).claims
    path = path.rename(out / "part-00000.parquet")
    before = path.read_bytes()
    for claims in (path, out):
        wish = asked(law, Files(claims, None, None), out, fresh=True)
        assert refused(wish) == "input_is_output"
    beside = path.rename(tmp_path / "out.rejects.parquet")
    assert refused(asked(law, Files(beside, None, None), out, fresh=True)) == "input_is_output"
    assert beside.read_bytes() == before


def test_a_file_where_the_folder_should_be(law: Law, tmp_path: Path) -> None:
    given = files(tmp_path, [claim("A", "2024-02-01")])
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    assert refused(asked(law, given, tmp_path / "out")) == "out_unusable"


def test_a_folder_of_files_is_one_file_of_claims(law: Law, tmp_path: Path) -> None:
    folder = tmp_path / "claims"
    folder.mkdir()
    for number in (1, 2):
        rows = [claim(f"S{number}", f"2024-0{number}-01")]
        files(tmp_path / str(number), rows).claims.rename(folder / f"{number}.parquet")
    wish = asked(law, Files(folder, None, None), tmp_path / "out")
    # The second stay bears 100: 480 + 540.
    assert settle_files(wish).sums["fund_pay_sumamt"] == 102_000
    os.utime(folder / "2.parquet", ns=(2**62, 2**62))
    assert refused(wish) == "another_run"


def test_a_finished_run_is_left_as_it_is(wish: Asked) -> None:
    first = settle_files(wish)
    assert first.rejects is not None
    somebody_mends = first.rejects.read_bytes() + b"..."
    first.rejects.write_bytes(somebody_mends)
    again = settle_files(wish)
    assert again == first
    assert first.rejects.read_bytes() == somebody_mends
    first.rejects.unlink()
    settle_files(wish)
    assert first.rejects.exists()

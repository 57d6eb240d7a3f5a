"""A run that was cut off, anywhere, goes on to the same outcome; another one is not mixed in."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from runs.comparison import asked, rejects, run, settlements
from runs.drawn import draw
from runs.few import claim, files
from runs.forms import FORMS, Files, write
from runs.laws import ROOT, XIAN, Law, own_law
from yibao.benefit.runs import write as writing
from yibao.benefit.runs.asked import Asked, Finished
from yibao.benefit.runs.run import settle_files
from yibao.terms.errors import InvalidInput

PARTS = 8


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("given")
    return write(draw(XIAN, seed=8, visits=160), folder, FORMS["decimals"])


@pytest.fixture(scope="module")
def wanted(given: Files, tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    """Return what comes of a run that nobody cuts off."""
    return outcome(run(XIAN, given, tmp_path_factory.mktemp("wanted") / "out", parts=PARTS))


def outcome(finished: Finished) -> tuple[object, ...]:
    refused = sorted(str(sorted(row.items())) for row in rejects(finished))
    totals = json.loads((finished.out / "_manifest.json").read_text(encoding="utf-8"))["finished"]
    assert totals == finished.as_totals()
    return settlements(finished.out), refused, totals


def everything_is_whole(out: Path) -> None:
    """Read every file that has its final name."""
    for path in out.rglob("[!.]*.parquet"):
        pq.read_table(path, partitioning=None)
    for path in out.rglob("[!.]*.json"):
        json.loads(path.read_text(encoding="utf-8"))


class Cut(Exception):  # noqa: N818 -- not an error of the code under test
    pass


@pytest.mark.parametrize("memory", [1, 2**32], ids=["disk", "memory"])
def test_parts_that_are_there_are_not_settled_again(
    memory: int, given: Files, wanted: tuple[object, ...], tmp_path: Path
) -> None:
    def cut(step: str, done: int, whole: int) -> None:
        if step == "settle" and done == 3:
            raise Cut

    wish = asked(XIAN, given, tmp_path / "out", parts=PARTS, threads=1, memory=memory)
    with pytest.raises(Cut):
        settle_files(wish, cut)
    everything_is_whole(wish.out)
    there = {path: path.stat().st_mtime_ns for path in wish.out.rglob("part-*")}
    entries = len(list((wish.out / "_parts").iterdir()))
    assert entries >= 3
    finished = settle_files(wish)
    assert finished.parts_done_before == entries
    assert outcome(finished) == wanted
    with_entry = {f"part-{part:05d}" for part in range(PARTS)}
    with_entry &= {path.stem for path in there if path.parent.name == "_parts"}
    for path, at in there.items():
        if path.stem in with_entry:
            assert path.stat().st_mtime_ns == at, path


@pytest.mark.parametrize("half_written", [False, True])
def test_a_cut_before_any_file_gets_its_name(
    half_written: bool,
    given: Files,
    wanted: tuple[object, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Cut at every single file that a run writes, one after the other."""
    atomically = writing.atomically
    left = 0

    def cutting(path: Path, write_to: object) -> None:
        nonlocal left
        left -= 1
        if left:
            atomically(path, write_to)  # type: ignore[arg-type]
            return
        if half_written:
            path.with_name(f".{path.name}.unfinished").write_bytes(b"PAR1 and no more")
        raise Cut

    for name in ("write", "finish"):
        monkeypatch.setattr(f"yibao.benefit.runs.{name}.atomically", cutting)
    wish = asked(XIAN, given, tmp_path / "out", parts=2, threads=1)
    cuts = 0
    for allowed in range(1, 30):
        left = allowed
        try:
            finished = settle_files(replace(wish, fresh=allowed == 1))
        except Cut:
            cuts += 1
            everything_is_whole(wish.out)
        else:
            break
    # Each go comes one file further: the manifest, three files of each part, rejects, manifest.
    assert cuts >= 5
    assert outcome(finished)[:2] == wanted[:2]


def test_a_file_is_there_as_a_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name is given last, when everything is on the disk; then the name is, too."""
    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")

    def half(to: Path) -> None:
        to.write_text("ne", encoding="utf-8")
        raise Cut

    with pytest.raises(Cut):
        writing.atomically(path, half)
    assert path.read_text(encoding="utf-8") == "old"
    seen = []
    forced, renamed = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        forced(descriptor)
        seen.append(path.read_text(encoding="utf-8"))

    def replace_it(self: Path, target: Path) -> Path:
        seen.append("renamed")
        return renamed(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace_it)
    writing.atomically(path, lambda to: to.write_text("new", encoding="utf-8") and None)
    assert seen == ["old", "renamed", "new"]


KILLED = """
import os, signal, sys, threading
from runs.comparison import asked
from runs.forms import Files
from runs.laws import XIAN
from pathlib import Path
from yibao.benefit.runs.run import settle_files

claims, persons, out = (Path(one) for one in sys.argv[1:])
wish = asked(XIAN, Files(claims, persons, None), out, parts=8, memory=1)

def kill(step, done, whole):
    if step == "settle" and done == 2:
        os.kill(os.getpid(), signal.SIGKILL)

settle_files(wish, kill)
"""


def test_killed_on_the_spot(given: Files, wanted: tuple[object, ...], tmp_path: Path) -> None:
    out = tmp_path / "out"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "tests" / "benefit")}
    command = [sys.executable, "-c", KILLED, str(given.claims), str(given.persons), str(out)]
    died = subprocess.run(command, env=environment, check=False)
    assert died.returncode == -signal.SIGKILL
    everything_is_whole(out)
    assert (out / "_staging").exists()
    finished = run(XIAN, given, out, parts=PARTS)
    assert 2 <= finished.parts_done_before < PARTS
    assert outcome(finished) == wanted
    assert not (out / "_staging").exists()


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

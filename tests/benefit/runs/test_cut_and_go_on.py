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
from runs.forms import FORMS, Files, write
from runs.laws import ROOT, XIAN
from yibao.benefit.runs import write as writing
from yibao.benefit.runs.asked import Finished
from yibao.benefit.runs.run import settle_files

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

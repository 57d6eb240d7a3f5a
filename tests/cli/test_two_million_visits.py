"""Two million visits within a limit of memory, cut off in the middle and gone on with."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from yibao.benefit.runs.manifest import entries
from yibao.synthetic.region_files import Asked, Written, write_region

VISITS = 2_000_000
PEAK_MIB = 1536
"""Half a gigabyte beside the memory given: Python, its libraries, the machine code."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    asked = Asked("cn/61/6101", 2022, VISITS // 8, VISITS, seed=2, flawed=0.0005)
    return write_region(tmp_path_factory.mktemp("files"), asked)


def settle(written: Written, out: Path, cut_after: int | None = None) -> float:
    """Run `yibao settle` as a process, killed when so many parts are there; return its MiB."""
    command = [sys.executable, "-m", "yibao", "settle", str(written.claims)]
    command += ["--persons", str(written.persons), "--region", "cn/61/6101"]
    command += ["--out", str(out), "--memory", "1GiB"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, peak_of(process.pid))
        if cut_after is not None and (out / "_parts").exists() and len(entries(out)) >= cut_after:
            process.send_signal(signal.SIGKILL)
            process.wait()
        time.sleep(0.01)
    assert cut_after is not None or process.returncode == 0
    return peak


def peak_of(process: int) -> float:
    """Return how many MiB a process has held at most; 0 before it runs and after its end.

    What waiting for a process tells (ru_maxrss) counts what its parent held as well.
    """
    try:
        told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    held = [line.split()[1] for line in told.splitlines() if line.startswith("VmHWM:")]
    return int(held[0]) / 1024 if held else 0.0


def test_memory_and_a_cut(written: Written, tmp_path: Path) -> None:
    one, two = tmp_path / "one.parquet", tmp_path / "two.parquet"
    peaks = [settle(written, one)]
    peaks.append(settle(written, two, cut_after=3))
    there = len(entries(two))
    assert 3 <= there < len(entries(one))
    peaks.append(settle(written, two))
    # Python alone takes tens of MiB: less was not measured.
    assert min(peaks) > 50
    assert max(peaks) <= PEAK_MIB
    for part in sorted(one.glob("part-*.parquet")):
        assert part.read_bytes() == (two / part.name).read_bytes()
    settled = duckdb.sql(f"SELECT count(*) FROM '{one}/*.parquet'").fetchall()[0][0]
    rejected = duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/one.rejects.parquet'").fetchall()[0][0]
    assert settled + rejected == VISITS
    assert rejected > VISITS // 4000

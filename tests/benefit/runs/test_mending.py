"""Rejects that were mended and came back: as one run over the corrected claims (`--mend`)."""

from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from runs.comparison import asked, rejects, run, settlements
from runs.drawn import Row, draw
from runs.few import ARROW, TEXT, claim, day, files, settle_few, written
from runs.forms import FORMS, Files, write
from runs.laws import XIAN, Law, own_law
from yibao.benefit.runs.asked import Finished
from yibao.benefit.runs.run import settle_files
from yibao.terms.errors import InvalidInput

PARTS = 16


def outcome(finished: Finished) -> tuple[object, ...]:
    """Return all that a run came to."""
    refused = sorted(str(sorted(row.items())) for row in rejects(finished))
    counts = (finished.settled, finished.rejected, finished.provisional, finished.sums)
    return settlements(finished.out), refused, counts, finished.reasons


def written_parts(out: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in out.glob("part-*.parquet")}


@dataclass
class Story:
    """A region as it came, the rows that mend it, and the region as it should have come."""

    came: Files
    mended: list[Row]
    corrected: Files


def story(folder: Path, form: str, seed: int) -> Story:
    """Draw a region twice, with and without mistakes; what differs is mended.

    A row whose number is missing is found again by nobody, and stays as it is.
    """
    flawed, sound = draw(XIAN, seed, flawed=0.2), draw(XIAN, seed, flawed=0)
    corrected, mended, numbers = [], [], set()
    for bad, good in zip(flawed.claims, sound.claims, strict=True):
        lost = bad["setl_id"] is None
        corrected.append(bad if lost else good)
        if bad != good and not lost:
            mended.append(good)
            numbers |= {bad["setl_id"], good["setl_id"]}
    # The other row of a number that stood twice comes back too, as it was.
    mended += [row for row in corrected if row["setl_id"] in numbers and row not in mended]
    came = write(flawed, folder / "came", FORMS[form])
    again = write(replace(sound, claims=corrected), folder / "corrected", FORMS[form])
    assert len(mended) > 20
    return Story(came, mended, again)


def correction(folder: Path, rows: list[Row], form: str) -> Path:
    """Write mended rows in the form in which the claims came."""
    folder.mkdir()
    region = draw(XIAN, 0, visits=1)
    return write(replace(region, claims=rows, lines=[]), folder, FORMS[form]).claims


@pytest.mark.parametrize("form", ["decimals", "fen", "csv"])
def test_mended_in_two_goes(form: str, tmp_path: Path) -> None:
    told = story(tmp_path, form, seed=2)
    wanted = outcome(run(XIAN, told.corrected, tmp_path / "wanted", parts=PARTS))
    first = run(XIAN, told.came, tmp_path / "out", parts=PARTS)
    assert outcome(first) != wanted
    half = len(told.mended) // 2
    one = correction(tmp_path / "one", told.mended[:half], form)
    two = correction(tmp_path / "two", told.mended[half:], form)
    run(XIAN, told.came, tmp_path / "out", parts=PARTS, mended=(one,))
    both = run(XIAN, told.came, tmp_path / "out", parts=PARTS, mended=(one, two))
    assert outcome(both) == wanted
    at_once = run(XIAN, told.came, tmp_path / "at once", parts=PARTS, mended=(one, two))
    assert outcome(at_once) == wanted


def test_mended_after_a_cut(tmp_path: Path) -> None:
    """Half of the parts are there when the corrections come."""
    told = story(tmp_path, "decimals", seed=3)
    wanted = outcome(run(XIAN, told.corrected, tmp_path / "wanted", parts=PARTS))

    def cut(step: str, done: int, whole: int) -> None:
        if step == "settle" and done == whole // 2:
            raise KeyboardInterrupt

    plain = asked(XIAN, told.came, tmp_path / "out", parts=PARTS, threads=1)
    with pytest.raises(KeyboardInterrupt):
        settle_files(plain, cut)
    assert PARTS // 2 <= len(written_parts(plain.out)) < PARTS
    path = correction(tmp_path / "mended", told.mended, "decimals")
    assert outcome(settle_files(replace(plain, mended=(path,)))) == wanted


def test_a_cut_while_mending(tmp_path: Path) -> None:
    told = story(tmp_path, "fen", seed=4)
    wanted = outcome(run(XIAN, told.corrected, tmp_path / "wanted", parts=PARTS))
    plain = asked(XIAN, told.came, tmp_path / "out", parts=PARTS, threads=1)
    settle_files(plain)
    path = correction(tmp_path / "mended", told.mended, "fen")

    def cut(step: str, done: int, whole: int) -> None:
        if step == "settle" and done == 2:
            raise KeyboardInterrupt

    mending = replace(plain, mended=(path,))
    with pytest.raises(KeyboardInterrupt):
        settle_files(mending, cut)
    assert outcome(settle_files(mending)) == wanted


@pytest.fixture
def law(tmp_path: Path) -> Law:
    return own_law(tmp_path)


def test_only_the_parts_of_the_persons_concerned_are_written_again(
    law: Law, tmp_path: Path
) -> None:
    rows = [claim(f"S{n}", "2024-03-01", psn_no=f"P{n}") for n in range(40)]
    rows[7]["level"] = "palace"
    given = files(tmp_path, rows)
    first = run(law, given, tmp_path / "out", parts=PARTS)
    before = written_parts(first.out)
    good = files(tmp_path / "mended", [rows[7] | {"level": "secondary"}]).claims
    again = run(law, given, tmp_path / "out", parts=PARTS, mended=(good,))
    assert again.settled == 40
    assert again.parts_done_before == PARTS - 1
    changed = {name for name, at in written_parts(first.out).items() if before[name] != at}
    assert len(changed) == 1


def numbers_apart(law: Law, folder: Path, how_many: int) -> list[str]:
    """Name persons who lie in as many different parts."""
    rows = [claim(f"S{n}", "2024-03-01", psn_no=f"P{n}") for n in range(40)]
    out = settle_few(law, folder / "apart", rows, parts=PARTS).out
    tables = (pq.read_table(path) for path in sorted(out.glob("part-*.parquet")))
    persons = [table["psn_no"][0].as_py() for table in tables if table.num_rows]
    assert len(persons) >= how_many
    return persons[:how_many]


def test_the_number_of_the_person_was_wrong_twice(law: Law, tmp_path: Path) -> None:
    """P to Q, then Q to R: it has left the part of Q as well as that of P."""
    p, q, r = numbers_apart(law, tmp_path, 3)
    rows = [claim(f"of {person}", "2024-05-01", psn_no=person) for person in (p, q, r)]
    wanderer = claim("W", "2024-02-01", psn_no=p)
    once = files(tmp_path / "once", [wanderer | {"psn_no": q}]).claims
    twice = files(tmp_path / "twice", [wanderer | {"psn_no": r}]).claims
    given, out = files(tmp_path, [*rows, wanderer]), tmp_path / "out"
    for mended in ((), (once,), (once, twice)):
        finished = run(law, given, out, parts=PARTS, mended=mended)
    corrected = [*rows, wanderer | {"psn_no": r}]
    wanted = settle_few(law, tmp_path / "wanted", corrected, parts=PARTS)
    assert outcome(finished) == outcome(wanted)


def test_a_new_row_may_come_with_the_mended_ones(law: Law, tmp_path: Path) -> None:
    rows = [claim("A", "2024-02-01")]
    more = files(tmp_path / "more", [claim("B", "2024-01-01")]).claims
    given = files(tmp_path, rows)
    run(law, given, tmp_path / "out")
    finished = run(law, given, tmp_path / "out", mended=(more,))
    wanted = settle_few(law, tmp_path / "wanted", [*rows, claim("B", "2024-01-01")])
    assert outcome(finished) == outcome(wanted)


MENDED_AS_TEXT = [
    ({}, None),
    ({"inscp_scp_amt": "2000.005"}, "not_a_number inscp_scp_amt"),
    ({"begndate": "soon"}, "invalid_date begndate"),
    ({"category": "destitute; orphan"}, None),
    ({"category": "destitute;rich"}, "name_unknown category"),
    ({"setl_time": "2024-02-01 10:00:00"}, None),
]


@pytest.mark.parametrize(("changes", "reason"), MENDED_AS_TEXT)
def test_texts_may_mend_a_file_that_has_types(
    changes: Row, reason: str | None, law: Law, tmp_path: Path
) -> None:
    """Nothing is rounded, and nothing that cannot be read is taken for nothing."""
    usual = {"begndate": day("2024-01-30"), "category": ["destitute"]}
    rows = [claim("A", "2024-02-01", **usual), claim("B", "2024-03-01", **usual, psn_no="P2")]
    text = {name: str(value) for name, value in rows[0].items()} | {"category": "destitute"}
    path = written(tmp_path / "mended.csv", [text | {"inscp_scp_amt": "2000"} | changes])
    finished = settle_few(law, tmp_path, rows, mended=(path,))
    assert finished.reasons == ({reason: 1} if reason else {})
    if reason is None:
        # (2000 − 200) × 90 % + (1000 − 200) × 90 % = 1620 + 720
        assert finished.sums["fund_pay_sumamt"] == 234_000


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        ({"begndate": None}, "columns_differ", "begndate"),
        ({"hosp_lv": "5"}, "columns_differ", "hosp_lv"),
        ({"psn_no": None}, "column_missing", "psn_no"),
    ],
)
def test_a_correction_has_the_columns_of_the_claims(
    row: Row, code: str, field: str, law: Law, tmp_path: Path
) -> None:
    """A column that is left out is not the same as one that is empty."""
    rows = [claim("A", "2024-02-01", begndate=day("2024-01-30"))]
    given = {k: v for k, v in (rows[0] | row).items() if v is not None}
    path = files(tmp_path / "mended", [given]).claims
    with pytest.raises(InvalidInput) as refused:
        settle_few(law, tmp_path, rows, mended=(path,))
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_number_of_two_persons_is_not_mended(law: Law, tmp_path: Path) -> None:
    """By its number alone the row of the other person would go too."""
    rows = [claim("A", "2024-02-01", level="palace"), claim("A", "2024-02-01", psn_no="P2")]
    path = files(tmp_path / "mended", [rows[0] | {"level": "secondary"}]).claims
    with pytest.raises(InvalidInput) as refused:
        settle_few(law, tmp_path, rows, mended=(path,))
    assert refused.value.code == "setl_id_of_several_persons"


@pytest.mark.parametrize("form", [ARROW, TEXT], ids=["parquet", "csv"])
def test_the_file_of_rejects_is_not_mended_in_place(form: object, law: Law, tmp_path: Path) -> None:
    """The next run would write over what mends this one."""
    rows = [claim("A", "2024-02-01", level="palace")]
    given, out = files(tmp_path, rows, form=form), tmp_path / "out"
    finished = run(law, given, out)
    assert finished.rejects is not None
    with pytest.raises(InvalidInput) as refused:
        run(law, given, out, mended=(finished.rejects,))
    assert refused.value.code == "input_is_output"
    assert finished.rejects.exists()
    moved = finished.rejects.rename(tmp_path / f"mended{finished.rejects.suffix}")
    assert run(law, given, out, mended=(moved,)).rejected == 1


def test_fewer_corrections_are_another_run(law: Law, tmp_path: Path) -> None:
    rows = [claim("A", "2024-02-01")]
    path = files(tmp_path / "mended", [claim("A", "2024-02-01", "2000")]).claims
    given = files(tmp_path, rows)
    run(law, given, tmp_path / "out", mended=(path,))
    with pytest.raises(InvalidInput) as refused:
        run(law, given, tmp_path / "out")
    assert refused.value.code == "another_run"

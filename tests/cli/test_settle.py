"""`yibao settle` as somebody types it."""

import csv
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from yibao.cli import app

RUNNER = CliRunner()
LAW = Path(__file__).parents[1] / "policies" / "own" / "years.yaml"
HEADING = ("setl_id", "psn_no", "insutype", "med_type", "setl_time", "level", "inscp_scp_amt")


def write(path: Path, *rows: tuple[str, ...], heading: tuple[str, ...] = HEADING) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([heading, *rows])
    return path


def stay(number: str, day: str, level: str = "secondary", person: str = "P1") -> tuple[str, ...]:
    return (number, person, "390", "21", day, level, "1000.00")


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    """Three stays, of which the second is refused; residents bear 200 yuan, then 100."""
    rows = (stay("A", "2024-02-01"), stay("B", "2024-03-01", "palace"), stay("C", "2024-04-01"))
    return write(tmp_path / "claims.csv", *rows)


def run(*words: object, law: Path = LAW) -> tuple[int, str]:
    typed = ["settle", *map(str, words), "--region", str(law), "--allow-unverified"]
    result = RUNNER.invoke(app, typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_the_report_in_chinese(claims: Path, tmp_path: Path) -> None:
    code, output = run(claims, "--out", tmp_path / "out")
    assert code == 0
    assert "2 笔已结算，其中 1 笔待定；1 笔未能结算。共 1 片。" in output
    # (1000 − 200) × 60 % + (1000 − 100) × 60 % = 480 + 540 of 2000.
    assert [line.split() for line in output.splitlines() if "基金支付" in line] == [
        ["基金支付", "1,020.00"]
    ]
    assert ["个人负担", "980.00"] in [line.split() for line in output.splitlines()]
    assert ["name_unknown", "level", "1"] in [line.split() for line in output.splitlines()]
    assert "--mend" in output
    assert "out.rejects.csv" in output.replace("\n", "")
    assert "Settled" not in output


def test_the_report_in_english(claims: Path, tmp_path: Path) -> None:
    code, output = run(claims, "--out", tmp_path / "out", "--lang", "en")
    assert code == 0
    flat = " ".join(output.split())
    assert "2 visits settled, 1 of them provisional; 1 refused. 1 parts." in flat
    assert "funds 1,020.00" in flat
    assert "Rows to mend and hand back with --mend" in flat
    assert "结算" not in output
    again = " ".join(run(claims, "--out", tmp_path / "out", "--lang", "en")[1].split())
    assert "1 parts, 1 of them done before." in again
    assert "funds 1,020.00" in again


def test_rejects_are_mended_and_handed_back(claims: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(claims, "--out", out)
    mended = (tmp_path / "out.rejects.csv").rename(tmp_path / "mended.csv")
    mended.write_text(mended.read_text("utf-8").replace("palace,", "secondary,"), "utf-8")
    code, output = run(claims, "--out", out, "--mend", mended)
    assert code == 0
    assert "3 笔已结算，其中 0 笔待定；0 笔未能结算。" in output
    # The third stay bears 100 too: 480 + 540 + 540.
    assert "1,560.00" in output
    assert "--mend" not in output


def test_only_some_columns_and_fen(claims: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    columns = "setl_id, fund_pay_sumamt,provisional"
    assert run(claims, "--out", out, "--columns", columns, "--money", "fen")[0] == 0
    rows = pq.read_table(out).to_pylist()
    assert rows == [
        {"setl_id": "A", "fund_pay_sumamt_fen": 48_000, "provisional": False},
        {"setl_id": "C", "fund_pay_sumamt_fen": 54_000, "provisional": True},
    ]


def test_only_one_year(tmp_path: Path) -> None:
    rows = (stay("A", "2023-02-01"), stay("B", "2024-03-01"), stay("C", "2025-03-01"))
    claims = write(tmp_path / "claims.csv", *rows)
    code, output = run(claims, "--out", tmp_path / "out", "--year", "2024")
    assert code == 0
    assert "1 笔已结算" in output
    assert pq.read_table(tmp_path / "out")["setl_id"].to_pylist() == ["B"]
    manifest = json.loads((tmp_path / "out" / "_manifest.json").read_text(encoding="utf-8"))
    assert manifest["run"]["year"] == 2024


def test_lines_and_what_does_not_fit(tmp_path: Path) -> None:
    claims = write(tmp_path / "claims.csv", stay("A", "2024-02-01"), ("B", "P2"))
    heading = ("setl_id", "psn_no", "feedetl_sn", "fee_ocur_time", "class", "det_item_fee_sumamt")
    charges = [("A", "P1", "1", "2024-02-01", "a", "700"), ("X", "P1", "2", "2024-02-01", "a", "1")]
    lines = write(tmp_path / "lines.csv", *charges, heading=heading)
    persons = write(tmp_path / "persons.csv", ("P1",), heading=("psn_no",))
    words = (claims, "--lines", lines, "--persons", persons, "--out", tmp_path / "out")
    code, output = run(*words, "--lang", "en", "--parts", 4, "--threads", 1, "--memory", "1GiB")
    assert code == 0
    assert "1 lines have no visit." in output
    assert "1 lines could not be cut into columns" in output
    assert (tmp_path / "out.unreadable.csv").exists()
    # (700 − 200) × 60 %
    assert "300.00" in output


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("--columns", "setl_id,total"), "结果中没有字段 total", "no column `total`"),
        (("--money", "jiao"), "没有“jiao”", "jiao"),
        (("--memory", "much"), "“much”不是可用的内存上限", "'much' is no usable limit"),
        (("--memory", "100MiB"), "不是可用的内存上限", "is no usable limit"),
        (("--parts", "3"), "分片数 3", "3 is no power of 2"),
        (("--persons", "nobody.csv"), "没有这个文件", "There is no such file"),
        (("--lines", "lines.xlsx"), "没有这个文件", "There is no such file"),
        (("--mend", "mended.csv"), "没有这个文件", "There is no such file"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(
    words: tuple[str, ...], zh: str, en: str, claims: Path, tmp_path: Path
) -> None:
    for number, (language, sentence) in enumerate((("zh", zh), ("en", en))):
        out = tmp_path / f"out{number}"
        code, output = run(claims, "--out", out, *words, "--lang", language)
        assert code == 2
        assert sentence in output.replace("\n", "")
        assert "Traceback" not in output
        assert not list(out.glob("part-*"))


def test_claims_that_cannot_be_used(tmp_path: Path) -> None:
    rows = [stay("A", "2024-02-01")[1:]]
    claims = write(tmp_path / "claims.csv", *rows, heading=HEADING[1:])
    code, output = run(claims, "--out", tmp_path / "out")
    assert code == 2
    assert "缺少字段 setl_id（结算ID）" in output.replace("\n", "")
    code, output = run(tmp_path / "none.parquet", "--out", tmp_path / "out", "--lang", "en")
    assert code == 2
    assert "There is no such file." in output
    code, output = run(claims, "--out", claims, "--lang", "en")
    assert code == 2
    assert "would write over" in output.replace("\n", " ")


def test_a_folder_that_holds_another_run(claims: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(claims, "--out", out)
    code, output = run(claims, "--out", out, "--year", "2024", "--lang", "en")
    assert code == 2
    assert "--fresh" in output
    assert run(claims, "--out", out, "--year", "2024", "--fresh")[0] == 0


def test_a_law_that_cannot_be_read(claims: Path, tmp_path: Path) -> None:
    law = tmp_path / "law.yaml"
    law.write_text(LAW.read_text(encoding="utf-8").replace("pay: 50%", "pay: 50"), "utf-8")
    code, output = run(claims, "--out", tmp_path / "out", law=law)
    assert code == 2
    assert "law.yaml:" in output
    assert "50%" in output


def test_help_names_every_option() -> None:
    result = RUNNER.invoke(app, ["settle", "--help"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    options = ("region", "out", "persons", "lines", "mend", "year", "columns", "money")
    options += ("allow-unverified", "parts", "threads", "memory", "fresh", "lang")
    for name in options:
        assert f"--{name}" in result.output

"""The report: whole offline, marked on every part, in one language, its sums those compared."""

import csv
import json
import re
import zipfile
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from tempfile import mkdtemp

import pytest

from whatif.cases import compared, question
from yibao.benefit.whatif import sums
from yibao.benefit.whatif.compare import compare_files
from yibao.benefit.whatif.report import assets
from yibao.benefit.whatif.report.gather import tables_of
from yibao.benefit.whatif.report.page import as_script
from yibao.benefit.whatif.report.write import write_report
from yibao.terms.errors import InvalidInput

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@cache
def report(name: str, lang: str) -> Path:
    folder = Path(mkdtemp(prefix="whatif-report-"))
    write_report(folder, compared(name), tables_of(compared(name)), lang)
    return folder


class Reader(HTMLParser):
    """Collects what a page loads, and its texts by tag."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.loaded += [
            str(given[key]) for key in ("src", "href", "data", "action") if key in given
        ]
        self.ids += [str(given["id"])] if "id" in given else []
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.texts.setdefault(self.open[-1], []).append(data.strip())


def read(name: str, lang: str) -> Reader:
    reader = Reader()
    reader.feed((report(name, lang) / "report.html").read_text(encoding="utf-8"))
    return reader


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_asks_the_network_for_nothing(lang: str):
    page = read("xian", lang)
    assert all(one.startswith(("#", "data:")) for one in page.loaded), page.loaded
    html = (report("xian", lang) / "report.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in html
    assert html.count("</script>") == 2
    assert "@import" not in html
    assert "url(" not in html.split("</style>", maxsplit=1)[0]


def test_every_section_and_table_is_marked():
    page = read("xian", "zh")
    assert page.texts["h2"]
    assert page.texts["span"].count("假设") == len(page.texts["h2"])
    html = (report("xian", "zh") / "report.html").read_text(encoding="utf-8")
    assert '@top-right { content: "假设方案 · 测算"' in html
    for table in re.findall(r'<figure class="table">.*?</figcaption>', html, re.DOTALL):
        assert "（假设）" in table


def test_a_law_against_a_law_is_a_simulation_and_no_hypothesis(tmp_path: Path):
    found = compare_files(question("xian", changes=(), against="demo"))
    write_report(tmp_path, found, tables_of(found), "zh")
    html = (tmp_path / "report.html").read_text(encoding="utf-8").split("<script>")[0]
    assert "测算" in html
    assert "假设方案" not in html


def test_an_english_page_speaks_english():
    page = read("xian", "en")
    for tag in ("h1", "h2", "th", "dt", "summary", "figcaption", "p", "li", "a", "span"):
        for text in page.texts.get(tag, []):
            assert not CHINESE.search(text), (tag, text)
    html = (report("xian", "en") / "report.html").read_text(encoding="utf-8")
    options = re.search(r"const OPTIONS = (\{.*\});", html)
    assert options is not None
    assert not CHINESE.search(options[1])


def test_every_chart_has_its_place():
    html = (report("xian", "zh") / "report.html").read_text(encoding="utf-8")
    found = re.search(r"const OPTIONS = (\{.*\});", html)
    assert found is not None
    options = json.loads(found[1])
    places = {one.removeprefix("chart-") for one in read("xian", "zh").ids if "chart-" in one}
    assert options.keys() == places
    assert {"funds", "sizes", "lorenz", "concentration", "ratio_level"} <= places
    formats = set(re.findall(r'"(@\w+)"', found[1]))
    assert formats <= set(re.findall(r'"(@\w+)":', assets.template("report.js")))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", ["xian", "demo"])
def test_csv_groups_sum_to_the_total(name: str):
    tables = report(name, "zh") / "tables"
    total = compared(name).total.sums[0]
    for path in sorted(tables.glob("by_*.csv")):
        *groups, whole = rows_of(path)
        for key, at in (
            ("bill", sums.BILL),
            ("fund_b", sums.FUND_B),
            ("personal_a", sums.PERSONAL_A),
        ):
            assert sum(Decimal(row[key]) for row in groups) == Decimal(whole[key])
            assert Decimal(whole[key]) * 100 == int(total[at])
    *funds, whole = rows_of(tables / "funds.csv")
    assert sum(Decimal(row["paid_b"]) for row in funds) == Decimal(whole["paid_b"])


def test_columns_of_csv_are_explained():
    tables = report("xian", "zh") / "tables"
    explained = {(row["table"], row["column"]) for row in rows_of(tables / "columns.csv")}
    for path in tables.glob("*.csv"):
        if path.stem != "columns":
            heading = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
            assert {(path.stem, column) for column in heading} <= explained
            assert len(heading) == len(set(heading)), path.stem


def test_the_summary_has_the_totals_in_fen():
    content = json.loads((report("xian", "zh") / "summary.json").read_text(encoding="utf-8"))
    total = compared("xian").total.sums[0]
    assert content["totals_fen"]["fund_b"] == int(total[sums.FUND_B])
    assert content["hypothetical"] is True
    assert sum(content["persons_by_change"]) == content["persons"]
    assert content["indices"].keys() >= {"gini_with_visit", "concentration_fund", "theil_whole"}


def test_the_workbook_has_a_sheet_a_table_and_one_that_explains():
    path = report("xian", "zh") / "tables.xlsx"
    with zipfile.ZipFile(path) as book:
        names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        contents = [book.read(name).decode() for name in sheets]
    assert names[0] == "说明"
    assert len(names) == len(set(names)) == len(tables_of(compared("xian")).by_key) + 1
    assert all("假设方案" in content for content in contents)
    assert sum("<pane" in content for content in contents) == len(names) - 1


def test_the_same_comparison_gives_the_same_bytes(tmp_path: Path):
    again = compare_files(question("xian", parts=8))
    write_report(tmp_path, again, tables_of(again), "zh")
    first = report("xian", "zh")
    for path in sorted(first.rglob("*")):
        if path.is_file():
            assert (tmp_path / path.relative_to(first)).read_bytes() == path.read_bytes(), path.name


def test_what_a_report_of_before_left_is_replaced(tmp_path: Path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "by_age.csv").write_text("old", encoding="utf-8")
    (tmp_path / "tables" / "gone.csv").write_text("old", encoding="utf-8")
    write_report(tmp_path, compared("xian"), tables_of(compared("xian")), "zh")
    assert not (tmp_path / "tables" / "gone.csv").exists()
    assert rows_of(tmp_path / "tables" / "by_age.csv")


def test_a_package_without_charts_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(assets, "_LIBRARY", "not-there.js")
    with pytest.raises(InvalidInput) as refused:
        assets.charts_library()
    assert refused.value.code == "assets_missing"


def test_the_licence_lies_beside_the_charts_library():
    shipped = files("yibao") / "shipped_assets"
    assert "Apache License" in (shipped / "echarts.LICENSE.txt").read_text(encoding="utf-8")
    assert "Apache ECharts" in (shipped / "echarts.NOTICE.txt").read_text(encoding="utf-8")


def test_names_from_files_cannot_break_out_of_the_page():
    assert "<" not in as_script({"a": "</script><script>alert(1)</script>"})

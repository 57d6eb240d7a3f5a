"""Calibration (校准): what was planned against what was made, figure by figure.

`standards/synthetic/calibration.csv` says of each figure what was planned and by which query of
the region's files it is measured.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.planned import planned
from yibao.terms.tables import rows
from yibao.terms.text import Text

WITHIN = 0.05
"""A figure is met if what was made differs by no more than this part of what was planned."""
_TABLES = ("persons", "visits", "lines", "institutions", "doctors", "employers", "faults")
_DAYS_A_YEAR = 365.25
_VIEWS = (
    """create view aged as
       select year(asked.last_day) - year(brdy) as age from persons cross join asked""",
    """create table bills as
       select visit, sum(det_item_fee_sumamt)::double as yuan from lines group by visit""",
    """create view places as
       select (row_number() over ()) - 1 as institution, kind from institutions""",
    """create table care_of as
       select visits.person, persons.insutype as scheme, place, yuan,
              case when care in ('inpatient', 'day_surgery', 'delivery') then 'stay'
                   when care = 'pharmacy' then 'pharmacy'
                   when course in ('chronic', 'dialysis') then 'chronic'
                   else 'outpatient' end as what,
              greatest(enddate - begndate, 1) as days
       from visits join persons using (person) join bills using (visit)""",
    """create table rates as
       select scheme, what, avg(yuan) as mean, avg(days) as days,
              count(*) / any_value(heads.many) / any_value(asked.years) as a_head
       from care_of cross join asked
       join (select insutype as scheme, count(*) as many from persons group by insutype) heads
         using (scheme)
       group by scheme, what""",
)
_PAID = """create view paid as
    select settled.*, care in ('inpatient', 'day_surgery', 'delivery') as stay, category
    from settled join visits using (setl_id) join persons using (person)"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure: planned against made."""

    name: str
    label: Text
    unit: str
    planned: float
    made: float
    note: str

    @property
    def difference(self) -> float:
        """By which part of what was planned the made figure differs."""
        return self.made / self.planned - 1

    @property
    def is_met(self) -> bool:
        """Whether it differs by no more than `WITHIN`."""
        return abs(self.difference) <= WITHIN


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of a region."""

    figures: tuple[Measured, ...]

    @property
    def met(self) -> int:
        """How many figures are met."""
        return sum(one.is_met for one in self.figures)

    def markdown(self) -> str:
        """Return the figures as a table in Markdown."""
        lines = [
            "| figure | 指标 | unit | planned | made | difference | |",
            "|---|---|---|--:|--:|--:|---|",
        ]
        lines += [
            f"| {one.label.en} | {one.label.zh} | {one.unit} | {_number(one.planned)} "
            f"| {_number(one.made)} | {one.difference:+.1%} | {'' if one.is_met else '✗'} |"
            for one in self.figures
        ]
        return "\n".join(lines) + "\n"

    def csv(self) -> str:
        """Return the figures as CSV."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("name", "unit", "planned", "made", "difference", "met"))
        for one in self.figures:
            cells = (f"{one.planned:.6g}", f"{one.made:.6g}", f"{one.difference:.4f}")
            writer.writerow((one.name, one.unit, *cells, int(one.is_met)))
        return text.getvalue()


def report(folder: Path, settled: Path | None = None) -> Report:
    """Measure a region that `write.write` wrote against what was planned.

    Args:
        folder: with a file `<table>.parquet` or a folder `<table>` of such files for each table,
            and the manifest that says what was asked.
        settled: the outcome of a run of settlements over it; without one, figures of money paid
            are left out.

    """
    asked = asked_of(folder)
    with duckdb.connect() as tables:
        _open(tables, folder, asked)
        if settled is not None:
            tables.execute(f"create view settled as from read_parquet('{settled}/part-*.parquet')")
            tables.execute(_PAID)
        wanted = [row for row in _wanted() if settled is not None or row["of"] == "files"]
        return Report(tuple(_measured(tables, row, asked) for row in wanted))


def asked_of(folder: Path) -> Asked:
    """Return what was asked of the generator when a folder was written."""
    request = json.loads((folder / "_manifest.json").read_text(encoding="utf-8"))["request"]
    first, last = (date.fromisoformat(request[name]) for name in ("first_day", "last_day"))
    return Asked(float(request["scale"]), first, last, int(request["seed"]))


def _wanted() -> list[dict[str, str]]:
    return list(rows("synthetic", "calibration.csv"))


def _measured(tables: duckdb.DuckDBPyConnection, row: dict[str, str], asked: Asked) -> Measured:
    found = tables.execute(row["measured"]).fetchone()
    made = float(found[0]) if found and found[0] is not None else float("nan")
    label = Text(row["label"], row["label_en"])
    wanted = planned(row["planned"], asked.scale)
    return Measured(row["name"], label, row["unit"], wanted, made, row["note"])


def _open(tables: duckdb.DuckDBPyConnection, folder: Path, asked: Asked) -> None:
    for name in _TABLES:
        inside = folder / name
        files = f"{inside}/**/*.parquet" if inside.is_dir() else f"{inside}.parquet"
        tables.execute(f"create view {name} as from read_parquet('{files}')")
    years = ((asked.last_day - asked.first_day).days + 1) / _DAYS_A_YEAR
    tables.execute(
        "create table asked as select ?::double as scale, ?::double as years, ?::date as last_day",
        [asked.scale, years, asked.last_day],
    )
    for statement in _VIEWS:
        tables.execute(statement)


def _number(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.4g}"


def main(arguments: list[str]) -> None:
    """Print the report of FOLDER, with money paid if SETTLED is given, or write it to OUT.csv."""
    folder, *rest = (Path(argument) for argument in arguments)
    out = [path for path in rest if path.suffix == ".csv"]
    settled = [path for path in rest if path.suffix != ".csv"]
    found = report(folder, settled[0] if settled else None)
    sys.stdout.write(found.markdown())
    sys.stdout.write(f"\n{found.met} / {len(found.figures)}\n")
    for path in out:
        path.write_text(found.csv(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

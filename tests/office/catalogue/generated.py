"""Files as the national platform would send them, made up: every column filled as its kind is."""

from __future__ import annotations

from yibao.office.catalogue.layouts import NationalFile, files
from yibao.office.imports.kind import FileColumn

CODES = {
    "1301": "XA01AAA{:03d}A001010100001",
    "1302": "T{:09d}",
    "1303": "Y{:019d}",
    "1305": "{:015d}",
    "1306": "C{:019d}",
    "1306A": "C{:026d}",
    "1307": "A{:02d}.001",
    "1308": "01.{:04d}",
    "1309": "M{:05d}",
    "1313": "M{:05d}/0",
    "1320": "T{:019d}",
    "1321": "01{:013d}",
}
KEYS_OF_OTHERS = {"1323": {"reagent_product_id": "1322", "certificate_id": "1326"}}


def code_of(number: str, row: int) -> str:
    """Return the code of a row of a file."""
    return CODES.get(number, f"K{number}-{{:04d}}").format(row)


def cell(file: NationalFile, column: FileColumn, row: int) -> str:
    """Return what stands in a column of a row."""
    if column.name == file.key:
        return code_of(file.number, row)
    other = KEYS_OF_OTHERS.get(file.number, {}).get(column.name)
    if other is not None:
        return code_of(other, row)
    if column.name in file.names:
        return f"{file.label.zh[:4]}名称{row}"[: column.max_length]
    if column.name in {*file.begins, *file.ends}:
        clock = " 00:00:00" if column.kind == "time" else ""
        return ("2024-01-01" if column.name in file.begins else "9999-12-31") + clock
    values = {"date": "2023-05-06", "time": "2023-05-06 07:08:09", "flag": "1", "number": "2.5"}
    if column.name == "admdvs":
        return "990100"
    return values.get(column.kind, f"{column.name[: min(12, column.max_length - 4)]}{row}"[:20])


def text_of(
    number: str, rows: int, *, heading: bool = False, changed: dict[str, str] | None = None
) -> str:
    """Return a file with some rows; `changed` cells are the same in all rows."""
    file = files()[number]
    lines = [[column.label.zh for column in file.columns]] if heading else []
    for row in range(1, rows + 1):
        cells = {
            column.name: cell(file, column, row)[: column.max_length] for column in file.columns
        }
        lines.append(list((cells | (changed or {})).values()))
    return "".join("\t".join(line) + "\n" for line in lines)

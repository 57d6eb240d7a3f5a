"""The file that is imported: services as message 1305 sends them, three rows in a hundred wrong."""

from __future__ import annotations

import random
from pathlib import Path

from yibao.office.catalogue.layouts import files
from yibao.office.imports.kind import FileColumn

KIND = "catalogue.n1305"
BAD_IN_THOUSAND = 30
_NAMES = ("超声", "造影", "切除术", "缝合术", "活检", "护理", "检测", "置换术", "穿刺", "治疗")
_PARTS = ("心脏", "肝脏", "肾脏", "肺部", "眼部", "关节", "脊柱", "血管", "皮肤", "神经")


def write(path: Path, rows: int, bad_in_thousand: int) -> int:
    """Write a file; return how many of its rows are wrong."""
    draw = random.Random(1)
    columns = files()["1305"].columns
    bad = 0
    with path.open("w", encoding="utf-8") as stream:
        for row in range(rows):
            cells = _cells(columns, row)
            if draw.randrange(1000) < bad_in_thousand and row:
                _spoil(cells, draw.randrange(5))
                bad += 1
            stream.write("\t".join(cells.values()) + "\n")
    return bad


def _cells(columns: tuple[FileColumn, ...], row: int) -> dict[str, str]:
    name = f"{_PARTS[row % 10]}{_NAMES[row // 10 % 10]}{row // 100 % 500}型"
    known = {
        "med_list_codg": f"{row:015d}",
        "service_name": name,
        "vali_flag": "1",
        "begndate": "2024-01-01",
        "enddate": "9999-12-31",
        "effective_from": "2024-01-01 00:00:00",
        "ver": "V202401",
        "memo": "",
    }
    return {
        column.name: known.get(column.name, f"{column.label.zh}{row % 97}") for column in columns
    }


def _spoil(cells: dict[str, str], way: int) -> None:
    """Make a row wrong in one of five ways."""
    if way == 0:
        cells["service_name"] = ""
    elif way == 1:
        cells["effective_from"] = "2024-02-30"
    elif way == 2:
        cells["enddate"] = "2023-12-31"
    elif way == 3:
        cells["vali_flag"] = "7"
    else:
        cells["ver"] = "V" * 51

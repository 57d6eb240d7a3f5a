"""Bills as providers keep them: lines in yuan, their sum, the rows of each upload."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

_NUMBERS = count(1)

CLASS_A = "XA01AAA001A001010100001"
CLASS_B = "XA01AAA002A001010100002"
CLASS_C = "XA01AAA003A001010100003"
LIMITED = "XA01AAA004A001010100004"
CAPPED = "XA01AAA005A001010100005"
"""A drug of class A with a price ceiling of 10 yuan."""
BED = "001101000010000"
"""A bed: class A, ceiling 40 yuan a day."""
VISIT = "001102000000100"
LABORATORY = "002501010150200"
NEEDLE = "C0344051070500007551"
PATENT = "ZA01AAA0010010101001"
UNMAPPED = "XA01AAA006A001010100006"
LOCAL = {
    code: f"L{place:02d}"
    for place, code in enumerate(
        (
            *(CLASS_A, CLASS_B, CLASS_C, LIMITED, CAPPED, BED, VISIT, LABORATORY, NEEDLE, PATENT),
            *("T001700001", UNMAPPED),
        ),
        1,
    )
}
"""What hospitals call the items in their own systems."""


@dataclass(frozen=True)
class Line:
    """One line: what, how many, at which price in yuan; its number is drawn when it is made."""

    item: str
    price: str
    quantity: str = "1"
    day: date = date(2025, 6, 16)
    approved: str = "0"
    number: str = ""

    @property
    def amount(self) -> Decimal:
        return (Decimal(self.price) * Decimal(self.quantity)).quantize(Decimal("0.01"))


def bill(*lines: Line) -> tuple[Line, ...]:
    """Number the lines as a hospital does: digits, each once."""
    return tuple(replace(line, number=str(next(_NUMBERS))) for line in lines)


def total(lines: Sequence[Line]) -> float:
    return float(sum((line.amount for line in lines), Decimal()))


def row(line: Line, doctor: str, **others: Any) -> dict[str, Any]:
    """Return a line as both 2204 and 2301 carry it."""
    return {
        "feedetl_sn": line.number,
        "fee_ocur_time": f"{line.day:%Y-%m-%d} 10:00:00",
        "med_list_codg": line.item,
        "medins_list_codg": LOCAL[line.item],
        "det_item_fee_sumamt": float(line.amount),
        "cnt": float(line.quantity),
        "pric": float(line.price),
        "bilg_dept_codg": "0001",
        "bilg_dept_name": "内科",
        "bilg_dr_codg": doctor,
        "bilg_dr_name": "王医师",
        "hosp_appr_flag": line.approved,
        "rx_circ_flag": "0",
        **others,
    }

"""Purchases over the counter of a pharmacy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.office.exchange.care.bill import LOCAL, Line, total
from tests.office.exchange.care.hospital import DAY, Insured
from tests.office.exchange.care.software import Answer, Software


def purchase(
    person: Insured, lines: Sequence[Line], day: date = DAY, account: str = "1", **others: Any
) -> dict[str, Any]:
    """Return the input of 2101 and 2102."""
    node = {
        **person.card,
        "begntime": f"{day:%Y-%m-%d} 11:00:00",
        "medfee_sumamt": total(lines),
        "acct_used_flag": account,
        "med_type": "41",
        **others,
    }
    rows = [
        {
            "feedetl_sn": line.number,
            "rx_circ_flag": "0",
            "fee_ocur_time": f"{day:%Y-%m-%d} 11:00:00",
            "med_list_codg": line.item,
            "medins_list_codg": LOCAL[line.item],
            "det_item_fee_sumamt": float(line.amount),
            "cnt": float(line.quantity),
            "pric": float(line.price),
        }
        for line in lines
    ]
    return {"druginfo": node, "drugdetail": rows}


def give_back(software: Software, person: Insured, settlement: dict[str, Any]) -> Answer:
    """Reverse a purchase (2103)."""
    key = {name: settlement[name] for name in ("setl_id", "mdtrt_id")}
    return software.send("2103", {"data": {**key, "psn_no": person.psn_no}})

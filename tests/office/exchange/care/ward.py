"""Stays: admission, bill, discharge, settlement, as messages in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from tests.office.exchange.care.bill import Line, row, total
from tests.office.exchange.care.hospital import Insured, diagnosis
from tests.office.exchange.care.software import Answer, Software

_NUMBERS = count(1)
IN, OUT = date(2025, 6, 16), date(2025, 6, 20)
PNEUMONIA = ("J18.900", "肺炎")


@dataclass
class Stay:
    """A stay as the hospital's software keeps it."""

    software: Software
    person: Insured
    doctor: str
    number: str
    day: date = IN
    med_type: str = "21"
    diagnosis: tuple[str, str] = PNEUMONIA

    @property
    def key(self) -> dict[str, str]:
        return {"mdtrt_id": self.number, "psn_no": self.person.psn_no}

    def diagnosed(self, day: date) -> list[dict[str, Any]]:
        of = diagnosis(*self.diagnosis, self.doctor, day, maindiag_flag="1", **self.key)
        return [of]

    def upload(self, lines: Sequence[Line], **others: Any) -> Answer:
        rows = [
            row(line, self.doctor, med_type=self.med_type, **self.key, **others) for line in lines
        ]
        return self.software.send("2301", {"feedetail": rows})

    def remove(self, *numbers: str) -> Answer:
        rows = [{**self.key, "feedetl_sn": number} for number in numbers or ("0000",)]
        return self.software.send("2302", {"data": rows})

    def claim(self, lines: Sequence[Line], account: str = "0", **others: Any) -> dict[str, Any]:
        """Return the input of 2303 and 2304."""
        return {
            "data": {
                **self.person.card,
                **self.key,
                "medfee_sumamt": total(lines),
                "psn_setlway": "01",
                "acct_used_flag": account,
                "mid_setl_flag": "0",
                "insuplc_admdvs": self.software.insured_division,
                "mdtrtarea_admvs": self.software.division,
                **others,
            }
        }

    def preview(self, lines: Sequence[Line], **others: Any) -> Answer:
        return self.software.send("2303", self.claim(lines, **others))

    def settle(self, lines: Sequence[Line], msgid: str = "", **others: Any) -> Answer:
        return self.software.send("2304", self.claim(lines, **others), msgid)

    def settle_so_far(self, lines: Sequence[Line], upto: date) -> Answer:
        """Settle the lines up to a day; the stay goes on (中途结算)."""
        return self.settle(lines, mid_setl_flag="1", dscgTime=f"{upto:%Y-%m-%d}")

    def discharge(self, day: date = OUT, way: str = "1") -> Answer:
        node = {
            **self.key,
            "insutype": self.person.insutype,
            "endtime": f"{day:%Y-%m-%d} 15:00:00",
            "dscg_dept_codg": "0001",
            "dscg_dept_name": "内科",
            "dscg_way": way,
        }
        return self.software.send("2402", {"dscginfo": node, "diseinfo": self.diagnosed(day)})

    def undo_discharge(self) -> Answer:
        return self.software.send("2405", {"data": self.key})

    def change(self, **changes: Any) -> Answer:
        node = admitting(self.person, self.doctor, self.day, self.med_type)
        node |= {**self.key, "ipt_otp_no": node.pop("ipt_no"), **changes}
        return self.software.send("2403", {"adminfo": node, "diseinfo": self.diagnosed(self.day)})

    def reverse(self, setl_id: str) -> Answer:
        return self.software.send("2305", {"data": {**self.key, "setl_id": setl_id}})

    def withdraw(self) -> Answer:
        return self.software.send("2404", {"data": self.key})


def admitting(person: Insured, doctor: str, day: date, med_type: str) -> dict[str, Any]:
    """Return the node that 2401 and 2403 share."""
    return {
        "psn_no": person.psn_no,
        "insutype": person.insutype,
        "begntime": f"{day:%Y-%m-%d} 09:00:00",
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": person.certno,
        "cert_type": "01",
        "certno": person.certno,
        "med_type": med_type,
        "ipt_no": f"ZY{next(_NUMBERS):08d}",
        "atddr_no": doctor,
        "chfpdr_name": "王医师",
        "adm_diag_dscr": "肺炎",
        "adm_dept_codg": "0001",
        "adm_dept_name": "内科",
        "adm_bed": "12",
        "dscg_maindiag_code": PNEUMONIA[0],
        "dscg_maindiag_name": PNEUMONIA[1],
        "insuplc_admdvs": "990100",
        "mdtrtarea_admvs": "990100",
    }


def admit_message(
    person: Insured, doctor: str, day: date = IN, med_type: str = "21", **others: Any
) -> dict[str, Any]:
    """Return the input of 2401."""
    node = admitting(person, doctor, day, med_type) | others
    of = diagnosis(*PNEUMONIA, doctor, day, maindiag_flag="1", psn_no=person.psn_no)
    return {"mdtrtinfo": node, "diseinfo": [of]}


def admit(software: Software, person: Insured, doctor: str, **others: Any) -> Stay:
    """Admit somebody (2401)."""
    day, med_type = others.get("day", IN), others.get("med_type", "21")
    answer = software.send("2401", admit_message(person, doctor, day, med_type))
    number = answer.output["result"]["mdtrt_id"]
    return Stay(software, person, doctor, number, **others)


def leave(stay: Stay, *lines: Line, day: date = OUT, msgid: str = "", **others: Any) -> Answer:
    """Upload (2301), preview (2303), discharge (2402) and settle (2304) a stay."""
    assert len(stay.upload(lines).output["result"]) == len(lines)
    assert stay.preview(lines, **others).settlement["medfee_sumamt"] == total(lines)
    assert stay.discharge(day).output == {}
    return stay.settle(lines, msgid, **others)

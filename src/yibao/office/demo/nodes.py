"""The nodes of messages about a visit (演示报文节点), by their national names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from yibao.office.demo.past import diagnosis_names, disease_of
from yibao.office.demo.region import CITY
from yibao.synthetic.people import EMPLOYEES

_TIME = "%Y-%m-%d %H:%M:%S"
_BED = "1"
PARTS = {
    "fulamt_ownpay_amt": "fulamt_ownpay_amt",
    "overlmt_selfpay": "overlmt_amt",
    "preselfpay_amt": "preselfpay_amt",
    "inscp_scp_amt": "inscp_scp_amt",
}
"""The four parts: what a settlement calls them, and what a line does."""
BATCH = "1"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Attended:
    """A visit as the software of its institution knows it."""

    visit: Row
    person: Row
    doctor: Row
    lines: Sequence[Row]
    begins: datetime

    @property
    def card(self) -> Row:
        """What the card or the document of the person tells."""
        certificate = self.person["certno"]
        return {
            "psn_no": self.person["psn_no"],
            "mdtrt_cert_type": "02",
            "mdtrt_cert_no": certificate,
            "psn_cert_type": "01",
            "certno": certificate,
            "psn_type": self.person["psn_type"],
            "psn_name": self.person["psn_name"],
            "insutype": self.visit["insutype"],
        }

    @property
    def total(self) -> float:
        """The sum of the lines, in yuan."""
        return float(sum((row["det_item_fee_sumamt"] for row in self.lines), Decimal()))

    def key(self, number: str) -> Row:
        """Return what names the visit, by the number that it was given."""
        return {"mdtrt_id": number, "psn_no": self.person["psn_no"]}

    def registration(self) -> Row:
        """Return the input of 2201."""
        doctor = self.doctor
        return {
            "data": {
                **self.card,
                "begntime": self.begins.strftime(_TIME),
                "ipt_otp_no": f"MZ{self.visit['visit']}",
                "atddr_no": doctor.get("dr_codg", ""),
                "dr_name": doctor.get("dr_name", ""),
                "dept_code": doctor.get("dept_code", ""),
                "dept_name": doctor.get("dept_name", ""),
                "caty": doctor.get("caty", ""),
            }
        }

    def attendance(self, number: str) -> Row:
        """Return the input of 2203."""
        disease = disease_of(self.visit)
        node = {
            **self.key(number),
            "med_type": self.visit["med_type"],
            "begntime": self.begins.strftime(_TIME),
            "main_cond_dscr": "见诊断",
            "dise_codg": disease,
            "dise_name": self.visit["disease"] if disease else "",
        }
        return {"mdtrtinfo": node, "diseinfo": list(self._diagnoses(vali_flag="1"))}

    def admission(self) -> Row:
        """Return the input of 2401."""
        doctor, code = self.doctor, self.visit["diagnosis"]
        node = {
            **self.card,
            "begntime": self.begins.strftime(_TIME),
            "med_type": self.visit["med_type"],
            "ipt_no": f"ZY{self.visit['visit']}",
            "atddr_no": doctor["dr_codg"],
            "chfpdr_name": doctor["dr_name"],
            "adm_diag_dscr": diagnosis_names().get(code, ""),
            "adm_dept_codg": doctor["dept_code"],
            "adm_dept_name": doctor["dept_name"],
            "adm_bed": _BED,
            "dscg_maindiag_code": code,
            "dscg_maindiag_name": diagnosis_names().get(code, ""),
            "insuplc_admdvs": CITY,
            "mdtrtarea_admvs": CITY,
        }
        return {"mdtrtinfo": node, "diseinfo": list(self._of_stay())}

    def discharge(self, number: str, ends: datetime) -> Row:
        """Return the input of 2402."""
        node = {
            **self.key(number),
            "insutype": self.visit["insutype"],
            "endtime": ends.strftime(_TIME),
            "dscg_dept_codg": self.doctor["dept_code"],
            "dscg_dept_name": self.doctor["dept_name"],
            "dscg_way": self.visit["discharge_way"] or "1",
        }
        rows = [row | {"mdtrt_id": number} for row in self._of_stay()]
        return {"dscginfo": node, "diseinfo": rows}

    def charges(self, number: str, *, of_stay: bool) -> Row:
        """Return the input of 2204 or 2301."""
        more = {"med_type": self.visit["med_type"]} if of_stay else {}
        if not of_stay:
            more = {"chrg_bchno": BATCH, "dise_codg": disease_of(self.visit)}
        return {
            "feedetail": [
                {**self._charge(place, row), **self.key(number), **self._billing(), **more}
                for place, row in enumerate(self.lines, 1)
            ]
        }

    def purchase(self) -> Row:
        """Return the input of 2102."""
        node = {
            **self.card,
            "begntime": self.begins.strftime(_TIME),
            "medfee_sumamt": self.total,
            "acct_used_flag": self._account(),
            "med_type": self.visit["med_type"],
        }
        return {
            "druginfo": node,
            "drugdetail": [self._charge(*line) for line in enumerate(self.lines, 1)],
        }

    def claim(self, number: str, taken: Sequence[Row], *, of_stay: bool) -> Row:
        """Return the input of 2207 or 2304, with the four parts as the lines were answered."""
        node = {
            **self.card,
            **self.key(number),
            "med_type": self.visit["med_type"],
            "medfee_sumamt": self.total,
            "psn_setlway": "01",
            "acct_used_flag": "0" if of_stay else self._account(),
            **{sent: _sum(taken, told) for sent, told in PARTS.items()},
        }
        if of_stay:
            node |= {"mid_setl_flag": "0", "insuplc_admdvs": CITY, "mdtrtarea_admvs": CITY}
        else:
            node["chrg_bchno"] = BATCH
        return {"data": node}

    def reversal(self, number: str, settlement: str) -> Row:
        """Return the input of 2208 or 2305."""
        return {"data": {**self.key(number), "setl_id": settlement}}

    def _account(self) -> str:
        return "1" if self.visit["insutype"] == EMPLOYEES else "0"

    def _billing(self) -> Row:
        doctor = self.doctor
        return {
            "bilg_dept_codg": doctor.get("dept_code", ""),
            "bilg_dept_name": doctor.get("dept_name", ""),
            "bilg_dr_codg": doctor.get("dr_codg", ""),
            "bilg_dr_name": doctor.get("dr_name", ""),
        }

    def _charge(self, place: int, row: Row) -> Row:
        charged = max(row["fee_ocur_time"], self.begins + timedelta(minutes=1))
        return {
            "feedetl_sn": str(place),
            "fee_ocur_time": charged.strftime(_TIME),
            "med_list_codg": row["med_list_codg"],
            "medins_list_codg": row["medins_list_codg"],
            "det_item_fee_sumamt": float(row["det_item_fee_sumamt"]),
            "cnt": float(row["cnt"]),
            "pric": float(row["pric"]),
            "hosp_appr_flag": _approved(row["limited"]),
            "rx_circ_flag": "0",
        }

    def _of_stay(self) -> Iterator[Row]:
        return self._diagnoses(psn_no=self.person["psn_no"], maindiag_flag="1")

    def _diagnoses(self, **more: str) -> Iterator[Row]:
        """Yield the diagnoses, the main one first; only that one is marked as the main one."""
        codes = [self.visit["diagnosis"], *(self.visit["others"] or ())]
        for number, code in enumerate((code for code in codes if code), 1):
            said = dict(more)
            if number > 1 and "maindiag_flag" in said:
                said["maindiag_flag"] = "0"
            yield {
                **said,
                "diag_type": "1",
                "diag_srt_no": number,
                "diag_code": code,
                "diag_name": diagnosis_names().get(code, ""),
                "diag_dept": self.doctor.get("dept_code", ""),
                "dise_dor_no": self.doctor.get("dr_codg", ""),
                "dise_dor_name": self.doctor.get("dr_name", ""),
                "diag_time": self.begins.strftime(_TIME),
            }


def _approved(limited: str | None) -> str:
    """Return what a hospital says of an item's restriction, so that it reads as the file has it."""
    return {"approved": "1", "refused": "2"}.get(limited or "", "0")


def _sum(taken: Sequence[Row], name: str) -> float:
    return float(sum((Decimal(str(row[name])) for row in taken), Decimal()))

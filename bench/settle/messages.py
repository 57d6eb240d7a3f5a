"""Messages as a hospital's software sends them, made ready beforehand: marks are filled in.

Nothing here knows the server: everything comes from the description of the demonstration.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

LINES = 20
BILLS = 12
"""Different bills of so many lines."""
OUTPATIENT = ("2201", "2203", "2204", "2206", "2207")
INPATIENT = ("2401", "2301", "2303", "2402", "2304")
PREVIEWS = ("2206", "2303")
DIAGNOSIS = ("J06.900", "急性上呼吸道感染")
STAY_DAYS = 5
PLACES = {"insuplc_admdvs": "990100", "mdtrtarea_admvs": "990121"}
_TIME = "%Y-%m-%d %H:%M:%S"
_MSGID, _VISIT = b"@MSGID@", b"@VISIT@"
_PERSON, _NUMBER, _NAME = b"@PERSON@", b"@NUMBER@", b"@NAME@"
_SCHEME, _TYPE = b"@SCHEME@", b"@TYPE@"
PARTS = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
"""What a hospital takes over from the preview and sends back with the settlement."""
_PARTS = re.compile(rb'"(%b)": ?([^,}]+)' % "|".join(PARTS).encode())

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Who comes: the fields of the description, as bytes."""

    psn_no: bytes
    certno: bytes
    psn_name: bytes
    insutype: bytes
    psn_type: bytes

    @classmethod
    def of(cls, row: Row) -> Person:
        """Read a row of the description."""
        names = ("psn_no", "certno", "psn_name", "insutype", "psn_type")
        return cls(*(str(row[name]).encode() for name in names))


class Clinic:
    """What one provider sends: a body for each transaction and each of some bills."""

    def __init__(self, described: Row, now: datetime) -> None:
        self.provider: Row = described["providers"][0]
        self._doctor: Row = described["doctors"][0]
        self._items: list[Row] = described["items"]
        self.now = now
        self._admitted = (now - timedelta(days=STAY_DAYS)).replace(hour=8, minute=0, second=0)
        self._bodies = {
            (infno, bill): self._template(infno, bill)
            for infno in (*OUTPATIENT, *INPATIENT)
            for bill in range(BILLS)
        }

    def body(
        self,
        infno: str,
        bill: int,
        person: Person,
        visit: bytes,
        msgid: bytes,
        preview: bytes = b"",
    ) -> bytes:
        """Return a message's bytes; `bill` chooses among the bills, `preview` is an answer."""
        text = self._bodies[infno, bill % BILLS]
        if preview:
            for name, amount in _PARTS.findall(preview):
                text = text.replace(b'"@%b@"' % name, amount)
        return (
            text.replace(_MSGID, msgid)
            .replace(_VISIT, visit)
            .replace(_PERSON, person.psn_no)
            .replace(_NUMBER, person.certno)
            .replace(_NAME, person.psn_name)
            .replace(_SCHEME, person.insutype)
            .replace(_TYPE, person.psn_type)
        )

    def _template(self, infno: str, bill: int) -> bytes:
        sent = self.now.strftime(_TIME)
        envelope = {
            "infno": infno,
            "msgid": "@MSGID@",
            "mdtrtarea_admvs": "990121",
            "insuplc_admdvs": "990100",
            "recer_sys_code": "FSI_LOCAL",
            "dev_no": "null",
            "dev_safe_info": "null",
            "cainfo": "null",
            "signtype": "SM3",
            "infver": "V1.0",
            "opter_type": "1",
            "opter": "0001",
            "opter_name": "收费员",
            "inf_time": sent,
            "fixmedins_code": self.provider["fixmedins_code"],
            "fixmedins_name": self.provider["fixmedins_name"],
            "sign_no": "null",
            "input": self._input(infno, bill),
        }
        return json.dumps(envelope, ensure_ascii=False).encode()

    def _input(self, infno: str, bill: int) -> Row:
        made = getattr(self, f"_input_{infno}")
        found: Row = made(bill)
        return found

    def _who(self) -> Row:
        return {
            "psn_no": "@PERSON@",
            "insutype": "@SCHEME@",
            "mdtrt_cert_type": "02",
            "mdtrt_cert_no": "@NUMBER@",
            "psn_cert_type": "01",
            "certno": "@NUMBER@",
            "psn_type": "@TYPE@",
            "psn_name": "@NAME@",
        }

    def _input_2201(self, bill: int) -> Row:
        doctor = self._doctor
        return {
            "data": {
                **self._who(),
                "begntime": self.now.strftime(_TIME),
                "ipt_otp_no": f"OP{bill:06d}",
                "atddr_no": doctor["dr_codg"],
                "dr_name": doctor["dr_name"],
                "dept_code": doctor["dept_code"],
                "dept_name": doctor["dept_name"],
                "caty": "A02",
            }
        }

    def _input_2203(self, bill: int) -> Row:
        del bill
        visit = {
            "mdtrt_id": "@VISIT@",
            "psn_no": "@PERSON@",
            "med_type": "11",
            "begntime": self.now.strftime(_TIME),
            "main_cond_dscr": "发热、咳嗽",
            "dise_codg": "",
            "dise_name": "",
        }
        return {"mdtrtinfo": visit, "diseinfo": [self._diagnosis()]}

    def _diagnosis(self, **more: str) -> Row:
        doctor = self._doctor
        code, name = DIAGNOSIS
        return {
            **more,
            "diag_type": "1",
            "diag_srt_no": 1,
            "diag_code": code,
            "diag_name": name,
            "diag_dept": doctor["dept_code"],
            "dise_dor_no": doctor["dr_codg"],
            "dise_dor_name": doctor["dr_name"],
            "diag_time": self.now.strftime(_TIME),
            "vali_flag": "1",
        }

    def _lines(self, bill: int, first: datetime) -> Iterator[tuple[Row, Decimal]]:
        """Yield lines with their amounts; a bill has every item, some in other numbers."""
        doctor = self._doctor
        for place in range(LINES):
            item = self._items[(place + bill) % len(self._items)]
            count = 1 + (place * 7 + bill) % 3
            price = Decimal(str(item["pric"]))
            amount = (price * count).quantize(Decimal("0.01"))
            line = {
                "feedetl_sn": str(place + 1),
                "mdtrt_id": "@VISIT@",
                "psn_no": "@PERSON@",
                "chrg_bchno": f"B{bill:04d}",
                "dise_codg": "",
                "rxno": "",
                "rx_circ_flag": "0",
                "fee_ocur_time": (first + timedelta(hours=place)).strftime(_TIME),
                "med_list_codg": item["med_list_codg"],
                "medins_list_codg": item["medins_list_codg"],
                "det_item_fee_sumamt": float(amount),
                "cnt": count,
                "pric": item["pric"],
                "bilg_dept_codg": doctor["dept_code"],
                "bilg_dept_name": doctor["dept_name"],
                "bilg_dr_codg": doctor["dr_codg"],
                "bilg_dr_name": doctor["dr_name"],
                "hosp_appr_flag": "1",
            }
            yield line, amount

    def _input_2204(self, bill: int) -> Row:
        first = self.now.replace(hour=0, minute=1)
        return {"feedetail": [line for line, _ in self._lines(bill, first)]}

    def _total(self, bill: int) -> float:
        return float(sum(amount for _, amount in self._lines(bill, self.now)))

    def _claim(self, bill: int) -> Row:
        return {
            **self._who(),
            "med_type": "11",
            "medfee_sumamt": self._total(bill),
            "psn_setlway": "01",
            "mdtrt_id": "@VISIT@",
            "chrg_bchno": f"B{bill:04d}",
            "acct_used_flag": "1" if bill % 2 else "0",
        }

    def _parts(self) -> Row:
        return {name: f"@{name}@" for name in PARTS}

    def _input_2206(self, bill: int) -> Row:
        return {"data": self._claim(bill)}

    def _input_2207(self, bill: int) -> Row:
        return {"data": self._claim(bill) | self._parts() | {"invono": f"INV{bill:08d}"}}

    def _input_2401(self, bill: int) -> Row:
        doctor = self._doctor
        stay = {
            **self._who(),
            "begntime": self._admitted.strftime(_TIME),
            "med_type": "21",
            "ipt_no": f"IP{bill:06d}",
            "atddr_no": doctor["dr_codg"],
            "chfpdr_name": doctor["dr_name"],
            "adm_diag_dscr": DIAGNOSIS[1],
            "adm_dept_codg": doctor["dept_code"],
            "adm_dept_name": doctor["dept_name"],
            "adm_bed": "1",
            "dscg_maindiag_code": DIAGNOSIS[0],
            "dscg_maindiag_name": DIAGNOSIS[1],
            **PLACES,
        }
        diagnosis = self._diagnosis(psn_no="@PERSON@", maindiag_flag="1", adm_cond="2")
        return {"mdtrtinfo": stay, "diseinfo": [diagnosis]}

    def _input_2301(self, bill: int) -> Row:
        lines = [line for line, _ in self._lines(bill, self._admitted + timedelta(hours=1))]
        for line in lines:
            del line["chrg_bchno"], line["dise_codg"]
            line["med_type"] = "21"
        return {"feedetail": lines}

    def _stay_claim(self, bill: int) -> Row:
        claim = self._claim(bill) | {"mid_setl_flag": "0", "med_type": "21", **PLACES}
        del claim["chrg_bchno"]
        return claim

    def _input_2303(self, bill: int) -> Row:
        return {"data": self._stay_claim(bill)}

    def _input_2304(self, bill: int) -> Row:
        return {"data": self._stay_claim(bill) | self._parts() | {"invono": f"INV{bill:08d}"}}

    def _input_2402(self, bill: int) -> Row:
        del bill
        end = {
            "mdtrt_id": "@VISIT@",
            "psn_no": "@PERSON@",
            "insutype": "@SCHEME@",
            "endtime": self.now.strftime(_TIME),
            "dscg_dept_codg": self._doctor["dept_code"],
            "dscg_dept_name": self._doctor["dept_name"],
            "dscg_way": "1",
        }
        diagnosis = self._diagnosis(mdtrt_id="@VISIT@", psn_no="@PERSON@", maindiag_flag="1")
        return {"dscginfo": end, "diseinfo": [diagnosis]}


class Numbers:
    """Numbers of messages: provider, second, four digits; `lane` keeps generators apart."""

    def __init__(self, provider: str, now: datetime) -> None:
        self._provider = provider
        self._now = now
        self._count = 0

    def next(self) -> bytes:
        """Return a number that was not given before; a second has ten thousand."""
        seconds, place = divmod(self._count, 10_000)
        self._count += 1
        second = self._now - timedelta(seconds=seconds)
        return f"{self._provider}{second:%Y%m%d%H%M%S}{place:04d}".encode()

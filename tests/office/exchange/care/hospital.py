"""What the desk, the ward and the cashier of a hospital do, as messages in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from tests.office.exchange.care.bill import Line, row, total
from tests.office.exchange.care.software import Answer, Software

PARTS = {
    "fulamt_ownpay_amt": "fulamt_ownpay_amt",
    "overlmt_selfpay": "overlmt_amt",
    "preselfpay_amt": "preselfpay_amt",
    "inscp_scp_amt": "inscp_scp_amt",
}
"""What a settlement calls the four parts, and what a line calls them."""
_NUMBERS = count(1)
DAY = date(2025, 6, 16)


@dataclass(frozen=True)
class Insured:
    """What a card or an identity document tells the software."""

    psn_no: str
    certno: str
    name: str = "张演示"
    insutype: str = "310"
    psn_type: str = "11"

    @property
    def card(self) -> dict[str, Any]:
        return {
            "psn_no": self.psn_no,
            "mdtrt_cert_type": "02",
            "mdtrt_cert_no": self.certno,
            "psn_cert_type": "01",
            "certno": self.certno,
            "psn_type": self.psn_type,
            "psn_name": self.name,
            "insutype": self.insutype,
        }


def diagnosis(code: str, name: str, doctor: str, day: date, **others: Any) -> dict[str, Any]:
    return {
        "diag_type": "1",
        "diag_srt_no": 1,
        "diag_code": code,
        "diag_name": name,
        "diag_dept": "内科",
        "dise_dor_no": doctor,
        "dise_dor_name": "王医师",
        "diag_time": f"{day:%Y-%m-%d} 09:30:00",
        **others,
    }


@dataclass
class Visit:
    """An out-patient visit as the hospital's software keeps it."""

    software: Software
    person: Insured
    doctor: str
    number: str
    own_number: str
    day: date = DAY
    med_type: str = "11"
    disease: str = ""
    diagnosis: tuple[str, str] = ("J18.900", "肺炎")
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What 2204 answered of each line, by its number."""

    @property
    def key(self) -> dict[str, str]:
        return {"mdtrt_id": self.number, "psn_no": self.person.psn_no}

    def attend(self, infno: str = "2203", **others: Any) -> Answer:
        """Send what the visit is for, and the diagnosis."""
        named = {"dise_codg": self.disease, "dise_name": "病种" if self.disease else ""}
        node = {
            **self.key,
            "med_type": self.med_type,
            "begntime": f"{self.day:%Y-%m-%d} 09:30:00",
            "main_cond_dscr": "复诊",
            **named,
            **others,
        }
        of = diagnosis(*self.diagnosis, self.doctor, self.day, vali_flag="1")
        return self.software.send(infno, {"mdtrtinfo": node, "diseinfo": [of]})

    def upload(self, lines: Sequence[Line], batch: str = "B1", **others: Any) -> Answer:
        rows = [
            row(line, self.doctor, chrg_bchno=batch, dise_codg=self.disease, **self.key, **others)
            for line in lines
        ]
        answer = self.software.send("2204", {"feedetail": rows})
        if answer.succeeded:
            self.taken |= {line["feedetl_sn"]: line for line in answer.output["result"]}
        return answer

    def parts(self, lines: Sequence[Line]) -> dict[str, float]:
        """Sum the four parts of lines as 2204 answered them; 2207 sends them back."""
        taken = [self.taken[line.number] for line in lines if line.number in self.taken]
        return {
            sent: float(sum((Decimal(str(line[told])) for line in taken), Decimal()))
            for sent, told in PARTS.items()
        }

    def remove(self, batch: str = "0000") -> Answer:
        return self.software.send("2205", {"data": {**self.key, "chrg_bchno": batch}})

    def claim(
        self, lines: Sequence[Line], batch: str = "B1", account: str = "0", **others: Any
    ) -> dict[str, Any]:
        """Return the input of 2206 and 2207."""
        return {
            "data": {
                **self.person.card,
                **self.key,
                "med_type": self.med_type,
                "medfee_sumamt": total(lines),
                "psn_setlway": "01",
                "chrg_bchno": batch,
                "acct_used_flag": account,
                **others,
            }
        }

    def preview(self, lines: Sequence[Line], **others: Any) -> Answer:
        return self.software.send("2206", self.claim(lines, **others))

    def settle(self, lines: Sequence[Line], msgid: str = "", **others: Any) -> Answer:
        asked = self.claim(lines, **(self.parts(lines) | others))
        return self.software.send("2207", asked, msgid)

    def reverse(self, setl_id: str) -> Answer:
        return self.software.send("2208", {"data": {**self.key, "setl_id": setl_id}})

    def withdraw(self) -> Answer:
        return self.software.send("2202", {"data": {**self.key, "ipt_otp_no": self.own_number}})


def registering(
    person: Insured, doctor: str, day: date = DAY, own_number: str = "", **others: Any
) -> dict[str, Any]:
    """Return the input of 2201."""
    return {
        "data": {
            **person.card,
            "begntime": f"{day:%Y-%m-%d} 09:00:00",
            "ipt_otp_no": own_number or f"MZ{next(_NUMBERS):08d}",
            "atddr_no": doctor,
            "dr_name": "王医师",
            "dept_code": "0001",
            "dept_name": "内科",
            "caty": "A03",
            **others,
        }
    }


def come(software: Software, person: Insured, doctor: str, **others: Any) -> Visit:
    """Register a visit (2201) and say what it is for (2203)."""
    day = others.get("day", DAY)
    infno = others.pop("attending", "2203")
    answer = software.send("2201", registering(person, doctor, day)).output["data"]
    number, own = answer["mdtrt_id"], answer["ipt_otp_no"]
    visit = Visit(software, person, doctor, number, own, **others)
    assert visit.attend(infno).output == {}
    return visit


def pay(visit: Visit, *lines: Line, batch: str = "B1", **others: Any) -> Answer:
    """Upload (2204), preview (2206) and settle (2207) a bill; both say the same."""
    assert len(visit.upload(lines, batch).output["result"]) == len(lines)
    seen = visit.preview(lines, batch=batch, **others).settlement
    settled = visit.settle(lines, batch=batch, **others)
    told = ("medfee_sumamt", "fund_pay_sumamt", "psn_cash_pay", "acct_pay", "hosp_part_amt")
    assert [seen[name] for name in told] == [settled.settlement[name] for name in told]
    return settled

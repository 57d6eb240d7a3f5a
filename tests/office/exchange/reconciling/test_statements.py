"""3201 to 3204: totals, then row by row; every kind of planted difference is found."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from tests.office.claims.making import HOSPITAL, SECOND, Region, make_region
from tests.office.claims.settled import Made, settled_stay
from tests.office.exchange.queries.asking import ask
from yibao.office.base.errors import Conflict, NotFound
from yibao.office.claims.models import Settlement
from yibao.office.exchange.reconciling.files import RESULT, SENT
from yibao.office.exchange.services.files import file_of, keep_file
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.django_db
JUNE = {"stmt_begndate": "2025-06-01", "stmt_enddate": "2025-06-30"}


@pytest.fixture
def region() -> Region:
    return make_region()


@pytest.fixture
def stays(region: Region) -> list[Made]:
    """Settle three stays; the last one is reversed."""
    made = [
        settled_stay(region.employee, sequence=place, reverse=place == 3) for place in (1, 2, 3)
    ]
    Settlement.objects.update(clr_type="21")
    return made


def yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"


def totals(stays: list[Made], **changed: object) -> dict[str, Any]:
    """Return a 3201 of the two that stand; the third is worth nothing."""
    rows = [stay.settlement for stay in stays[:2]]
    told = {
        "insutype": "310",
        "clr_type": "21",
        "setl_optins": "990100",
        **JUNE,
        "medfee_sumamt": yuan(sum(row.total_fen for row in rows)),
        "fund_pay_sumamt": yuan(sum(row.fund_fen for row in rows)),
        "acct_pay": yuan(sum(row.account_fen for row in rows)),
        "fixmedins_setl_cnt": 2,
        **changed,
    }
    return {"data": told}


def test_totals_agree(stays: list[Made]) -> None:
    info = ask("3201", totals(stays))["stmtinfo"]
    assert info == {"setl_optins": "990100", "stmt_rslt": "0", "stmt_rslt_dscr": ""}
    # Forward and back: four rows instead of two, the same money.
    assert ask("3201", totals(stays, fixmedins_setl_cnt=4))["stmtinfo"]["stmt_rslt"] == "0"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("medfee_sumamt", "41040.01"),
        ("fund_pay_sumamt", "0"),
        ("acct_pay", "0.01"),
        ("fixmedins_setl_cnt", 3),
    ],
)
def test_each_figure_that_differs_is_named(stays: list[Made], field: str, value: object) -> None:
    info = ask("3201", totals(stays, **{field: value}))["stmtinfo"]
    assert info["stmt_rslt"] == "1"
    assert info["stmt_rslt_dscr"].count("中心") == 1
    assert field in info["stmt_rslt_dscr"]


def test_every_figure_at_once(stays: list[Made]) -> None:
    nothing = dict.fromkeys(("medfee_sumamt", "fund_pay_sumamt", "acct_pay"), "0")
    said = ask("3201", totals(stays, **nothing, fixmedins_setl_cnt=0))["stmtinfo"]["stmt_rslt_dscr"]
    assert said.count("中心") == 4
    # 2 × 20520.00
    assert "medfee_sumamt 送0.00 中心41040.00" in said


def test_other_days_schemes_and_providers_count_for_nothing(stays: list[Made]) -> None:
    nothing = dict.fromkeys(("medfee_sumamt", "fund_pay_sumamt", "acct_pay"), "0")
    nothing["fixmedins_setl_cnt"] = "0"
    for changed in (
        {"stmt_begndate": "2025-06-10"},
        {"insutype": "390"},
        {"clr_type": "11"},
    ):
        assert ask("3201", totals(stays, **nothing, **changed))["stmtinfo"]["stmt_rslt"] == "0"
    assert ask("3201", totals(stays, **nothing), SECOND)["stmtinfo"]["stmt_rslt"] == "0"


def test_refunds_alone(stays: list[Made]) -> None:
    assert stays[2].reversal is not None
    back = stays[2].reversal
    told = {
        "medfee_sumamt": yuan(back.total_fen),
        "fund_pay_sumamt": yuan(back.fund_fen),
        "acct_pay": yuan(back.account_fen),
        "fixmedins_setl_cnt": 1,
        "refd_setl_flag": "1",
    }
    assert ask("3201", totals(stays, **told))["stmtinfo"]["stmt_rslt"] == "0"


def test_days_the_wrong_way_round(stays: list[Made]) -> None:
    with pytest.raises(InvalidInput) as caught:
        ask("3201", totals(stays, stmt_begndate="2025-07-01"))
    assert caught.value.code == "dates_reversed"


def sent_row(row: Settlement, **changed: str) -> list[str]:
    cells = {
        "setl_id": row.number,
        "mdtrt_id": row.visit.number,
        "psn_no": row.person,
        "medfee_sumamt": yuan(row.total_fen),
        "fund_pay_sumamt": yuan(row.fund_fen),
        "acct_pay": yuan(row.account_fen),
        "refd_setl_flag": "1" if row.reverses_id else "0",
        **changed,
    }
    return list(cells.values())


def every_row(stays: list[Made]) -> list[list[str]]:
    rows = [stay.settlement for stay in stays]
    return [sent_row(row) for row in (*rows, *(s.reversal for s in stays if s.reversal))]


def packed(rows: list[list[str]]) -> bytes:
    text = "\n".join("\t".join(cells) for cells in rows)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("对账.txt", text.encode())
    return content.getvalue()


def compare(content: bytes, provider: str = HOSPITAL, **changed: object) -> list[dict[str, str]]:
    """Send a file, ask for a 3202, fetch the result."""
    kept = keep_file(provider, "sent.zip", content)
    asked = {
        "setl_optins": "990100",
        "file_qury_no": kept.number,
        **JUNE,
        "medfee_sumamt": "0",
        "fund_pay_sumamt": "0",
        "cash_payamt": "0",
        "fixmedins_setl_cnt": "0",
        "clr_type": "21",
        **changed,
    }
    info = ask("3202", {"data": asked}, provider)["fileinfo"]
    assert info["dld_endtime"]
    content = bytes(file_of(provider, info["file_qury_no"]).content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (name,) = archive.namelist()
        lines = archive.read(name).decode().splitlines()
    return [dict(zip(RESULT, line.split("\t"), strict=True)) for line in lines]


def found(rows: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Return number and reason of what differs."""
    return [(row["setl_id"], row["memo"]) for row in rows if row["stmt_rslt"] == "1"]


def test_every_row_agrees(stays: list[Made]) -> None:
    rows = compare(packed(every_row(stays)))
    assert len(rows) == 4
    assert found(rows) == []
    # For a 2601: the message that settled it.
    assert rows[0]["msgid"] == stays[0].settlement.sender_id


def test_a_settlement_that_the_provider_lacks(stays: list[Made]) -> None:
    rows = compare(packed(every_row(stays)[1:]))
    assert found(rows) == [(stays[0].settlement.number, "医疗机构缺少该结算")]
    assert rows[-1]["msgid"] == stays[0].settlement.sender_id
    assert rows[-1]["medfee_sumamt"] == "20520.00"


def test_a_settlement_that_we_lack(stays: list[Made]) -> None:
    strange = sent_row(stays[0].settlement, setl_id="S404")
    rows = compare(packed([*every_row(stays), strange]))
    assert found(rows) == [("S404", "中心没有该结算")]


def test_a_settlement_of_other_days(stays: list[Made]) -> None:
    Settlement.objects.filter(pk=stays[0].settlement.pk).update(settled_on="2025-05-31")
    ((number, reason),) = found(compare(packed(every_row(stays))))
    assert number == stays[0].settlement.number
    assert "2025-05-31" in reason


@pytest.mark.parametrize("field", ["medfee_sumamt", "fund_pay_sumamt", "acct_pay"])
def test_an_amount_that_differs(stays: list[Made], field: str) -> None:
    rows = every_row(stays)
    rows[1] = sent_row(stays[1].settlement, **{field: "0.01"})
    ((number, reason),) = found(compare(packed(rows)))
    assert number == stays[1].settlement.number
    assert reason.startswith(f"{field} 送0.01 中心")


@pytest.mark.parametrize("field", ["mdtrt_id", "psn_no"])
def test_a_key_that_differs(stays: list[Made], field: str) -> None:
    rows = every_row(stays)
    rows[1] = sent_row(stays[1].settlement, **{field: "X"})
    assert found(compare(packed(rows)))[0][1].startswith(f"{field} 送X 中心")


def test_a_reversal_that_the_provider_lacks(stays: list[Made]) -> None:
    assert stays[2].reversal is not None
    rows = compare(packed(every_row(stays)[:3]))
    assert found(rows) == [(stays[2].reversal.number, "医疗机构缺少该退费记录")]


def test_a_reversal_that_we_lack(stays: list[Made]) -> None:
    first = stays[0].settlement
    back = sent_row(
        first,
        medfee_sumamt=yuan(-first.total_fen),
        fund_pay_sumamt=yuan(-first.fund_fen),
        acct_pay=yuan(-first.account_fen),
        refd_setl_flag="1",
    )
    rows = found(compare(packed([*every_row(stays), back])))
    assert [number for number, _ in rows] == [first.number]


def test_a_reversal_under_the_first_number(stays: list[Made]) -> None:
    rows = every_row(stays)
    rows[3][0] = stays[2].settlement.number
    assert found(compare(packed(rows))) == []


def test_two_reversals_of_one_visit_under_the_first_number(stays: list[Made]) -> None:
    """The same stay settled and reversed twice: neither reversal hides behind the other."""
    again = settled_stay(stays[2].visit.person, sequence=4, reverse=True)
    assert again.reversal is not None
    twice = (again.settlement, again.reversal)
    for row in twice:
        row.visit = stays[2].visit
        row.clr_type = "21"
        row.save()
    rows = [*every_row(stays), *(sent_row(row) for row in twice)]
    rows[3][0] = stays[2].settlement.number
    rows[5][0] = again.settlement.number
    assert found(compare(packed(rows))) == []
    assert len(found(compare(packed(rows[:5])))) == 1


def test_an_agency_that_is_no_division(stays: list[Made]) -> None:
    with pytest.raises(InvalidInput) as caught:
        ask("3201", totals(stays, setl_optins="xx"))
    assert caught.value.field == "setl_optins"


def test_a_flag_that_differs(stays: list[Made]) -> None:
    rows = every_row(stays)
    rows[0][6] = "1"
    assert found(compare(packed(rows))) == [(stays[0].settlement.number, "中心未退费")]
    rows = every_row(stays)
    rows[3][6] = "0"
    ((_, reason),) = found(compare(packed(rows)))
    assert "退费结算标志" in reason


def test_a_row_sent_twice(stays: list[Made]) -> None:
    rows = every_row(stays)
    assert found(compare(packed([*rows, rows[0]]))) == [(stays[0].settlement.number, "文件中重复")]


def test_every_difference_at_once(stays: list[Made]) -> None:
    rows = every_row(stays)
    rows[1] = sent_row(stays[1].settlement, acct_pay="0")
    rows[0] = sent_row(stays[0].settlement, setl_id="S404")
    del rows[3]
    # Strange, differing, ours without theirs, reversal without theirs.
    assert len(found(compare(packed(rows)))) == 4


def test_plain_text_heading_and_nulls(stays: list[Made]) -> None:
    heading = list(SENT)
    rows = [heading, *every_row(stays), ["null"] * 7]
    text = "\r\n".join("\t".join(cells) for cells in rows)
    assert found(compare(("\ufeff" + text).encode())) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe\x00", "unreadable_file"),
        (b"PK\x03\x04 no archive", "wrong_columns"),
        (b"a\tb", "wrong_columns"),
        (b"1\t2\t3\tx\t0\t0\t0", "invalid_amount"),
        (b"1\t2\t3\tNaN\t0\t0\t0", "invalid_amount"),
    ],
)
def test_a_file_that_cannot_be_read(stays: list[Made], content: bytes, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        compare(content)
    assert caught.value.code == code


def test_a_file_of_somebody_else(stays: list[Made]) -> None:
    kept = keep_file(SECOND, "theirs.zip", packed(every_row(stays)))
    with pytest.raises(NotFound) as caught:
        compare(packed([]), file_qury_no=kept.number)
    assert caught.value.code == "unknown_file"


def application(stays: list[Made], **changed: object) -> dict[str, Any]:
    rows = [stay.settlement for stay in stays[:2]]
    told = {
        "clr_type": "21",
        "clr_way": "1",
        "setlym": "202506",
        "psntime": 2,
        "medfee_sumamt": yuan(sum(row.total_fen for row in rows)),
        "med_sumfee": yuan(sum(row.total_fen for row in rows)),
        "fund_appy_sum": yuan(sum(row.fund_fen for row in rows)),
        "cash_payamt": yuan(sum(row.cash_fen for row in rows)),
        "acct_pay": yuan(sum(row.account_fen for row in rows)),
        "begndate": "2025-06-01",
        "enddate": "2025-06-30",
        **changed,
    }
    return {"data": told}


def test_applying_and_withdrawing(stays: list[Made]) -> None:
    number = ask("3203", application(stays))["result"]["clr_appy_evt_id"]
    assert number.startswith("C990121")
    with pytest.raises(Conflict) as caught:
        ask("3203", application(stays))
    assert caught.value.code == "already_applied"
    with pytest.raises(NotFound):
        ask("3204", {"data": {"clr_appy_evt_id": number}}, SECOND)
    assert ask("3204", {"data": {"clr_appy_evt_id": number}}) == {}
    with pytest.raises(Conflict) as caught:
        ask("3204", {"data": {"clr_appy_evt_id": number}})
    assert caught.value.code == "application_withdrawn"
    assert ask("3203", application(stays))["result"]["clr_appy_evt_id"] != number


@pytest.mark.parametrize(
    "field", ["medfee_sumamt", "fund_appy_sum", "cash_payamt", "acct_pay", "psntime"]
)
def test_an_application_has_to_say_what_was_settled(stays: list[Made], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        ask("3203", application(stays, **{field: 7}))
    assert (caught.value.code, caught.value.field) == ("statement_differs", field)

"""The bill in one sheet: every sum adds up, every layer is there, a reversal takes all back."""

import pytest

from tests.office.claims.settled import LINES, settled_stay
from tests.office.people.making import employee
from tests.office.providers.making import hospital
from yibao.office.claims.queries.sheet import Sheet, sheet
from yibao.office.claims.queries.trace import retraced
from yibao.office.claims.queries.within import settlement_row
from yibao.terms.text import Text

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Sheet:
    hospital()
    return sheet(settled_stay(employee().number).settlement)


def test_every_sum_adds_up(made: Sheet) -> None:
    # 20520 yuan = 120 not covered + 300 above limits + 1509 paid first + 18591 in scope.
    assert sum(line[4] for line in LINES) == made.row.total_fen == 2_052_000
    assert [term.amount_fen for term in made.identities[0].terms] == [
        12_000,
        30_000,
        150_900,
        1_859_100,
    ]
    assert all(identity.holds for identity in made.identities)


def test_kinds_of_charge_sum_to_the_bill(made: Sheet) -> None:
    assert made.charges.has_lines
    drugs = next(row for row in made.charges.rows if row.label.zh == "西药费")
    # 540 yuan of class B with 54 paid first, 120 yuan not covered.
    assert (drugs.count, drugs.amount_fen, drugs.full_self_fen) == (2, 66_000, 12_000)
    assert (drugs.first_pay_fen, drugs.in_scope_fen) == (5_400, 48_600)
    assert sum(row.amount_fen for row in made.charges.rows) == made.row.total_fen


def test_layers_say_where_every_fen_went(made: Sheet) -> None:
    assert made.explained is not None
    names = [layer.name for layer in made.explained.layers]
    assert names == ["employee_inpatient", "civil_servants_inpatient"]
    basic, civil = (layer.made for layer in made.explained.layers)
    # Deductible 650 yuan; 9350 at 91 %, the 8591 above 10 000 at 94 %.
    assert (basic.base, basic.deductible) == (1_859_100, 65_000)
    assert basic.paid == 935_000 * 91 // 100 + 859_100 * 94 // 100 == 1_658_404
    # 98 % of what the basic layer left of the cost in scope: 2006.96 yuan.
    assert (civil.base, civil.paid) == (200_696, 196_682)
    assert made.row.fund_fen == basic.paid + civil.paid
    for layer in made.explained.layers:
        one = layer.made
        assert one.base == one.deductible + one.copay + one.above_cap + one.paid


def test_every_note_is_used_and_every_rule_has_one(made: Sheet) -> None:
    assert made.explained is not None
    said = [one for layer in made.explained.layers for one in layer.said]
    used = {one.note for one in said} - {0}
    assert used == {note.number for note in made.explained.notes}
    ratio = next(one for one in said if "91%" in one.text.zh)
    assert ratio.note > 0


def test_plain_words_say_who_paid(made: Sheet) -> None:
    # Personal part 20520 - 18550.86 = 1969.14 yuan, half of it from the account.
    assert made.plain[0] == Text(
        "这次就医一共花费20520元，医保等基金支付18550.86元，您个人负担1969.14元。",
        "Your care cost ¥20,520. The funds paid ¥18,550.86; ¥1,969.14 are yours to bear.",
    )
    assert "现金984.57元" in made.plain[-1].zh


def test_a_reversal_takes_everything_back() -> None:
    hospital()
    both = settled_stay(employee().number, reverse=True)
    assert both.reversal is not None
    undone, undoing = sheet(settlement_row(both.settlement.number)), sheet(both.reversal)
    assert undone.reversed_by == both.reversal
    assert undoing.row.total_fen == -2_052_000
    assert all(identity.holds for identity in undoing.identities)
    assert undoing.charges.total.amount_fen == -2_052_000
    assert not undoing.charges.has_lines
    assert both.settlement.number in undoing.plain[0].zh
    assert [p.amount_fen for p in undoing.payers] == [-p.amount_fen for p in undone.payers]


def test_what_does_not_come_out_the_same_is_not_explained() -> None:
    hospital()
    row = settled_stay(employee().number).settlement
    assert retraced(row).fund == row.fund_fen
    row.fund_fen -= 1
    row.personal_fen += 1
    told = sheet(row)
    assert told.explained is None
    assert "金额不同" in told.why_not.zh

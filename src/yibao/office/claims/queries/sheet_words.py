"""The bill in plain words, for the insured (通俗说明)."""

from __future__ import annotations

from collections.abc import Iterator

from yibao.office.claims.models import Settlement
from yibao.policy.wording.numbers import money
from yibao.terms.text import Text


def plain_words(row: Settlement) -> tuple[Text, ...]:
    """Say in a few sentences what was charged, who paid, and why something was left to pay."""
    if row.reverses is not None:
        return (_reversal(row, row.reverses),)
    return (_whole(row), *_own(row), *_account(row))


def _reversal(row: Settlement, origin: Settlement) -> Text:
    back = money(-row.cash_fen)
    return Text(
        f"本单撤销结算 {origin.number}，原单各项金额全部冲回；您支付的现金{back.zh}应当退还，"
        "个人账户支付的金额退回账户。",
        f"This sheet reverses the settlement {origin.number}: all its amounts are taken back. "
        f"Your cash of {back.en} is to be returned, what accounts paid goes back to them.",
    )


def _whole(row: Settlement) -> Text:
    total, paid, own = money(row.total_fen), money(row.fund_fen), money(row.personal_fen)
    zh = f"这次就医一共花费{total.zh}，医保等基金支付{paid.zh}，您个人负担{own.zh}"
    en = f"Your care cost {total.en}. The funds paid {paid.en}; {own.en} are yours to bear"
    if row.hospital_fen:
        borne = money(row.hospital_fen)
        zh, en = f"{zh}，医院承担{borne.zh}", f"{en}; the hospital bears {borne.en}"
    return Text(f"{zh}。", f"{en}.")


def _own(row: Settlement) -> Iterator[Text]:
    """Say what the person's part is made of."""
    left = row.in_scope_fen - row.fund_fen - row.hospital_fen
    parts = [
        (row.full_self_fen, "目录外全自费", "not covered by the catalogue"),
        (row.over_limit_fen, "超过限价", "above a limit of price"),
        (row.first_pay_fen, "乙类等项目先行自付", "the share paid first of class B items"),
        (
            left,
            "政策范围内的起付线、按比例自付与限额以上",
            "deductible, copay and above caps in scope",
        ),
    ]
    said = [(money(fen), zh, en) for fen, zh, en in parts if fen]
    if row.personal_fen <= 0 or not said:
        return
    if left < 0:
        yield Text(
            "基金还支付了一部分政策范围外的费用。", "The funds also paid some cost out of scope."
        )
        return
    zh = "，".join(f"{what}{amount.zh}" for amount, what, _ in said)
    en = "; ".join(f"{what} {amount.en}" for amount, _, what in said)
    yield Text(f"您负担的部分：{zh}。", f"Your part: {en}.")


def _account(row: Settlement) -> Iterator[Text]:
    account, shared, cash = row.account_fen, row.shared_fen, row.cash_fen
    if not account:
        yield Text(f"您需支付现金{money(cash).zh}。", f"You pay {money(cash).en} in cash.")
        return
    zh, en = f"个人账户支付{money(account).zh}", f"Accounts paid {money(account).en}"
    if shared:
        zh = f"{zh}（其中家人账户{money(shared).zh}）"
        en = f"{en}, of which {money(shared).en} by relatives"
    yield Text(
        f"{zh}，您还需支付现金{money(cash).zh}。", f"{en}; {money(cash).en} are left in cash."
    )

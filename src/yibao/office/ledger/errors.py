"""Refusals of the ledger (账务错误)."""

from datetime import date

from yibao.office.base.errors import Conflict
from yibao.office.ledger.chart import Book, Forbidden
from yibao.terms.errors import InvalidInput
from yibao.terms.money import format_yuan
from yibao.terms.text import Text


def unbalanced(fund: str, difference_fen: int) -> InvalidInput:
    """Return the refusal of an entry whose debits and credits of a fund differ."""
    return InvalidInput(
        "unbalanced",
        "lines",
        Text(
            f"基金 {fund} 借贷不平，差 {format_yuan(difference_fen)}。",
            f"Debits and credits of fund {fund} differ by {format_yuan(difference_fen, 'en')}.",
        ),
        Text("请使每个基金借贷相等。", "Make them equal within each fund."),
    )


def bad_lines(reason: Text) -> InvalidInput:
    """Return the refusal of lines that are no entry."""
    remedy = Text("请改正分录。", "Mend the lines.")
    return InvalidInput("bad_lines", "lines", reason, remedy)


def law_forbids(rule: Forbidden) -> InvalidInput:
    """Return the refusal of what the law forbids, with its article."""
    return InvalidInput(
        f"forbidden_{rule.code}",
        "purpose",
        Text(
            f"{rule.reason.zh}（{rule.document}{rule.article}）",
            f"{rule.reason.en} ({rule.document}{rule.article})",
        ),
        Text("此笔不得入账。", "It cannot be booked."),
    )


def unknown_purpose(purpose: str) -> InvalidInput:
    """Return the refusal of a purpose that is in no table."""
    return InvalidInput(
        "unknown_purpose",
        "purpose",
        Text(f"没有用途“{purpose}”。", f"There is no purpose {purpose!r}."),
        Text("请从用途表中选择。", "Choose one of the table of purposes."),
    )


def unknown_account(book: Book, fund: str, account: str) -> InvalidInput:
    """Return the refusal of an account that the chart has not."""
    return InvalidInput(
        "unknown_account",
        "lines",
        Text(
            f"{book.label.zh}中基金 {fund} 没有科目“{account}”。",
            f"Fund {fund} has no account {account!r} in the {book.label.en}.",
        ),
        Text("请用科目表中的科目。", "Use an account of the chart."),
    )


def wrong_party(account: str, party: str, kind: str) -> InvalidInput:
    """Return the refusal of a sub-account where there is none, or of none where there is one."""
    return InvalidInput(
        "wrong_party",
        "lines",
        Text(
            f"科目“{account}”的往来方应为 {kind}，而给出“{party}”。",
            f"{account!r} has sub-accounts of {kind}, and {party!r} was given.",
        ),
        Text("请填写或去掉往来方。", "Give the party, or leave it out."),
    )


def closed_account(account: str, party: str) -> InvalidInput:
    """Return the refusal of a line on an account that was closed."""
    return InvalidInput(
        "account_closed",
        "lines",
        Text(f"账户 {account} {party} 已销户。", f"{account} {party} was closed."),
        Text("请另选账户。", "Use another account."),
    )


def period_not_open(book: str, division: str, day: date) -> Conflict:
    """Return the refusal to post into a period that is closed or was never opened."""
    return Conflict(
        "period_not_open",
        "business_day",
        Text(
            f"{division} {Book(book).label.zh} {day:%Y-%m} 的会计期间未开放。",
            f"{day:%Y-%m} of {division} is not open in the {Book(book).label.en}.",
        ),
        Text("请记入开放期间，或先开放该期间。", "Post into an open period, or open this one."),
    )


def key_used(key: str) -> Conflict:
    """Return the refusal of a key that another body was posted with."""
    return Conflict(
        "key_used",
        "key",
        Text(f"幂等键“{key}”已用于不同的内容。", f"The key {key!r} was used with another body."),
        Text("请换新的键，或原样重发。", "Use a new key, or send the same body again."),
    )


def already_reversed(number: str) -> Conflict:
    """Return the refusal to reverse an entry twice."""
    return Conflict(
        "already_reversed",
        "number",
        Text(f"凭证 {number} 已经冲销。", f"Entry {number} has been reversed."),
        Text("无需再冲销。", "Nothing is left to reverse."),
    )


def is_reversal(number: str) -> Conflict:
    """Return the refusal to reverse a reversal."""
    return Conflict(
        "is_reversal",
        "number",
        Text(f"凭证 {number} 本身是冲销凭证。", f"Entry {number} is a reversal itself."),
        Text("请重新记账。", "Post anew instead."),
    )


def insufficient(number: str, balance_fen: int, wanted_fen: int) -> Conflict:
    """Return the refusal to draw more than a personal account holds."""
    return Conflict(
        "insufficient_balance",
        "amount",
        Text(
            f"个人账户 {number} 余额 {format_yuan(balance_fen)}，不足 {format_yuan(wanted_fen)}。",
            f"Account {number} holds {format_yuan(balance_fen, 'en')},"
            f" less than {format_yuan(wanted_fen, 'en')}.",
        ),
        Text("请以现金支付差额。", "Pay the difference in cash."),
    )


def cannot_close(reason: Text) -> Conflict:
    """Return the refusal to close a period."""
    remedy = Text("处理后再结账。", "Settle that first, then close.")
    return Conflict("cannot_close", "month", reason, remedy)

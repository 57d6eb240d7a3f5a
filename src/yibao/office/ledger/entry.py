"""An entry (记账凭证) before it is posted: what it says, and whether it may be said."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from yibao.office.ledger.chart import CREDIT, DEBIT, Book, chart, forbids, purposes
from yibao.office.ledger.errors import (
    bad_lines,
    law_forbids,
    unbalanced,
    unknown_account,
    unknown_purpose,
    wrong_party,
)
from yibao.terms.admdvs import Division
from yibao.terms.errors import InvalidInput
from yibao.terms.money import AMOUNT_FEN_MAX, check_limit
from yibao.terms.text import Text

LINES_MAX = 2_000
"""Lines of one entry."""
KEY_MAX, SUBJECT_MAX, MEMO_MAX, PARTY_MAX = 100, 40, 200, 30
"""Characters."""
REVERSE = "reverse:"
"""How the key of a reversal begins; nobody else's may."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """One line (分录) of an entry to be posted.

    Args:
        fund: code of a fund.
        account: key of the chart.
        side: `DEBIT` or `CREDIT`.
        amount_fen: never zero; negative in reversals only (红字).
        party: number of the provider, person, supplier or region whose sub-account it is.

    """

    fund: str
    account: str
    side: int
    amount_fen: int
    party: str = ""


def debit(fund: str, account: str, amount_fen: int, party: str = "") -> NewLine:
    """Return a line on the debit side (借方)."""
    return NewLine(fund, account, DEBIT, amount_fen, party)


def credit(fund: str, account: str, amount_fen: int, party: str = "") -> NewLine:
    """Return a line on the credit side (贷方)."""
    return NewLine(fund, account, CREDIT, amount_fen, party)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be posted.

    Args:
        division: the pooling area (统筹区) whose books these are.
        book: which of the two.
        business_day: the day that it counts for, which decides the period (记账日期).
        purpose: what for; a key of `purposes`.
        lines: two or more, balanced within each fund.
        key: the idempotency key; the same key with the same content is the same entry.
        event: what happened, for example ``settle``; free to the caller.
        subject: number of the settlement, payment … that it comes from.
        memo: a remark (摘要).
        reverses: number of the entry that it reverses; only `reverse` sets it.

    """

    division: str
    book: Book
    business_day: date
    purpose: str
    lines: tuple[NewLine, ...]
    key: str
    event: str = ""
    subject: str = ""
    memo: str = ""
    reverses: str = field(default="")

    @property
    def debit_fen(self) -> int:
        """The sum of its debit side."""
        return sum(line.amount_fen for line in self.lines if line.side == DEBIT)

    def digest(self) -> bytes:
        """Return the fingerprint of everything that it says, the order of lines apart."""
        lines = sorted(
            [line.fund, line.account, line.party, line.side, line.amount_fen] for line in self.lines
        )
        content = [
            self.division,
            self.book.value,
            self.business_day.isoformat(),
            self.purpose,
            self.event,
            self.subject,
            self.memo,
            self.reverses,
            lines,
        ]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).digest()

    def check(self) -> None:
        """Refuse what cannot be posted; nothing is read from the database.

        Raises:
            InvalidInput: codes ``bad_lines``, ``unbalanced``, ``unknown_account``,
                ``wrong_party``, ``unknown_purpose``, ``forbidden_…``, ``text_too_long``,
                ``invalid_division``, ``amount_too_large``.

        """
        Division.parse(self.division)
        self._check_texts()
        self._check_purpose()
        _check_lines(self.lines, reversal=bool(self.reverses))
        for line in self.lines:
            _check_account(self.book, line)
        for fund, difference in sums_by_fund(self.lines).items():
            if difference:
                raise unbalanced(fund, difference)

    def _check_texts(self) -> None:
        limits = (
            ("key", self.key, KEY_MAX),
            ("event", self.event, SUBJECT_MAX),
            ("subject", self.subject, SUBJECT_MAX),
            ("memo", self.memo, MEMO_MAX),
        )
        for name, text, limit in limits:
            if len(text) > limit or "\0" in text or (name == "key" and not text.strip()):
                raise InvalidInput(
                    "text_too_long" if text else "key_missing",
                    name,
                    Text(f"“{name}”应为 1 至 {limit} 字。", f"{name} has 1 to {limit} characters."),
                    Text("请改短或补上。", "Shorten it, or give it."),
                )
        if self.key.startswith(REVERSE) != bool(self.reverses):
            raise bad_lines(
                Text("冲销只能由冲销功能记账。", "Only a reversal is posted as a reversal.")
            )

    def _check_purpose(self) -> None:
        debits = {line.account for line in self.lines if line.side == DEBIT}
        credits_ = {line.account for line in self.lines if line.side == CREDIT}
        rule = forbids(self.purpose, debits, credits_)
        if rule is not None:
            raise law_forbids(rule)
        if self.purpose not in purposes():
            raise unknown_purpose(self.purpose)


def sums_by_fund(lines: Iterable[NewLine]) -> dict[str, int]:
    """Return debits less credits of each fund.

    >>> sums_by_fund([debit("310", "benefit.other", 5), credit("310", "paid", 3)])
    {'310': 2}
    """
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.fund] += line.side * line.amount_fen
    return dict(sums)


def _check_lines(lines: tuple[NewLine, ...], *, reversal: bool) -> None:
    if not 2 <= len(lines) <= LINES_MAX:
        raise bad_lines(
            Text(f"分录应为 2 至 {LINES_MAX} 条。", f"An entry has 2 to {LINES_MAX} lines.")
        )
    places = {(line.fund, line.account, line.party, line.side) for line in lines}
    if len(places) != len(lines):
        raise bad_lines(
            Text("同一科目同一方向只能有一条分录。", "An account has one line on a side.")
        )
    for line in lines:
        if line.side not in {DEBIT, CREDIT}:
            raise bad_lines(Text("方向只有借和贷。", "A side is debit or credit."))
        check_limit(line.amount_fen, AMOUNT_FEN_MAX, "lines")
        if line.amount_fen == 0 or (line.amount_fen < 0) != reversal:
            raise bad_lines(
                Text(
                    "金额应大于零，冲销时应小于零。", "Amounts are positive, in reversals negative."
                )
            )


def _check_account(book: Book, line: NewLine) -> None:
    account = chart().get((book, line.fund, line.account))
    if account is None:
        raise unknown_account(book, line.fund, line.account)
    fits = bool(line.party) == (account.party != "none") and len(line.party) <= PARTY_MAX
    if not fits or "\0" in line.party:
        raise wrong_party(line.account, line.party, account.party)

"""Posting: balance, keys, periods, and what the law forbids."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.office.ledger.conftest import DAY, DIVISION, HOSPITAL, lines_of_fund, settled
from yibao.office.base.actor import SYSTEM
from yibao.office.ledger import queries, services
from yibao.office.ledger.chart import CREDIT, DEBIT, Book, forbidden
from yibao.office.ledger.entry import NewLine, credit, debit, sums_by_fund
from yibao.office.ledger.models import Entry, EntryKey, Line
from yibao.terms import own_ids
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.usefixtures("march")


def test_an_entry_is_kept_with_its_lines_and_a_number_of_its_own() -> None:
    posted = services.post(SYSTEM, settled("a", 100_050))
    entry = queries.entry_by_number(posted.number)
    parts = own_ids.parse(posted.number)
    assert (parts.kind, parts.division, parts.day) == ("entry", DIVISION, DAY)
    assert entry.pk == posted.id
    assert (entry.line_count, entry.debit_fen, entry.actor_name) == (2, 100_050, "system")
    shown = queries.lines_of(posted.id, DAY)
    assert [(line.account, line.party, line.side, line.amount_fen) for line in shown] == [
        ("benefit.inpatient", "", DEBIT, 100_050),
        ("payable.provider", HOSPITAL, CREDIT, 100_050),
    ]


@given(
    number=st.integers(0, own_ids.SEQUENCE_MAX),
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    division=st.sampled_from(["990100", "990121", "610113"]),
)
@settings(deadline=None)
def test_the_database_numbers_as_the_terms_do(number: int, day: date, division: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_number(%s, %s, %s)", [division, day, number])
        assert cursor.fetchone() == (own_ids.make("entry", division, day, number),)


@given(amounts=st.lists(st.integers(1, 10**12), min_size=1, max_size=6), by=st.integers(-3, 3))
@settings(deadline=None, max_examples=60)
def test_only_what_balances_is_posted(amounts: list[int], by: int) -> None:
    # One provider's payable for each amount, one debit of their sum: off by `by`.
    total = sum(amounts) + by
    lines = [credit("390", "payable.provider", fen, f"H{at}") for at, fen in enumerate(amounts)]
    entry = settled("h", lines=(debit("390", "benefit.other", max(total, 1)), *lines))
    with transaction.atomic():
        before = Entry.objects.count()
        if sums_by_fund(entry.lines) == {"390": 0}:
            posted = services.post(SYSTEM, entry)
            shown = queries.lines_of(posted.id, DAY)
            assert sum(line.side * line.amount_fen for line in shown) == 0
            assert len(shown) == len(amounts) + 1
        else:
            with pytest.raises(InvalidInput, match="unbalanced"):
                services.post(SYSTEM, entry)
            assert Entry.objects.count() == before
        transaction.set_rollback(True)


def test_each_fund_balances_by_itself() -> None:
    # 500 + 300 of two funds in one entry; then 500 against 300 crosswise, which sums to zero too.
    entry = settled("two", lines=(*lines_of_fund("310", 50_000), *lines_of_fund("330", 30_000)))
    services.post(SYSTEM, entry)
    crossed = settled(
        "crossed",
        lines=(
            debit("310", "benefit.other", 50_000),
            credit("330", "payable.provider", 50_000, HOSPITAL),
        ),
    )
    with pytest.raises(InvalidInput, match=r"fund 310 differ by ¥500\.00"):
        services.post(SYSTEM, crossed)


def test_the_same_key_and_content_is_the_same_entry() -> None:
    first = services.post(SYSTEM, settled("k"))
    again = services.post(SYSTEM, settled("k"))
    assert (again.id, again.number) == (first.id, first.number)
    assert (first.is_new, again.is_new) == (True, False)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"business_day": date(2026, 3, 11)},
        {"memo": "x"},
        {"subject": "other"},
        {"lines": lines_of_fund("310", 123_456)},
    ],
)
def test_the_same_key_with_another_content_is_refused(changed: dict[str, object]) -> None:
    services.post(SYSTEM, settled("k"))
    with pytest.raises(InvalidInput, match="key_used"):
        services.post(SYSTEM, settled("k", **changed))
    assert Entry.objects.count() == 1


def test_the_order_of_lines_is_no_difference() -> None:
    entry = settled("k")
    turned = replace(entry, lines=entry.lines[::-1])
    assert services.post(SYSTEM, entry).id == services.post(SYSTEM, turned).id


def test_many_are_posted_together_or_not_at_all() -> None:
    entries = [settled(f"m{at}", 100 + at) for at in range(50)]
    posted = services.post_many(SYSTEM, entries)
    assert len({each.number for each in posted}) == 50
    assert [each.id for each in posted] == sorted(each.id for each in posted)
    bad = [settled("n1"), settled("n2"), settled("m3", 999)]
    with pytest.raises(InvalidInput, match="key_used"):
        services.post_many(SYSTEM, bad)
    assert not EntryKey.objects.filter(key__startswith="n").exists()
    assert Entry.objects.count() == 50


def test_a_refusal_leaves_the_callers_transaction_usable() -> None:
    with pytest.raises(InvalidInput, match="period_not_open"):
        services.post(SYSTEM, settled("late", business_day=date(2026, 7, 1)))
    services.post(SYSTEM, settled("after"))
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"division": "12"}, "invalid_division"),
        ({"purpose": "party"}, "unknown_purpose"),
        ({"key": ""}, "key_missing"),
        ({"key": "k" * 101}, "text_too_long"),
        ({"memo": "a\0b"}, "text_too_long"),
        ({"key": "reverse:E1"}, "bad_lines"),
        ({"lines": (debit("310", "paid", 1),)}, "bad_lines"),
        ({"lines": lines_of_fund("310", 0)}, "bad_lines"),
        ({"lines": lines_of_fund("310", -5)}, "bad_lines"),
        ({"lines": lines_of_fund("310", 10**17 + 1)}, "amount_too_large"),
        ({"lines": lines_of_fund("777", 5)}, "unknown_account"),
        ({"lines": (*lines_of_fund("310", 5), *lines_of_fund("310", 6))}, "bad_lines"),
        ({"lines": (NewLine("310", "paid", 2, 5), NewLine("310", "paid", -1, 5))}, "bad_lines"),
        (
            {"lines": (debit("310", "benefit.other", 5), credit("310", "payable.provider", 5))},
            "wrong_party",
        ),
        (
            {"lines": (debit("310", "benefit.other", 5, "X"), credit("310", "paid", 5))},
            "wrong_party",
        ),
    ],
)
def test_what_is_no_entry_is_refused(changed: dict[str, object], code: str) -> None:
    with pytest.raises(InvalidInput, match=f"^{code}"):
        services.post(SYSTEM, settled(**({"key": "x"} | changed)))
    assert not Entry.objects.exists()


def statutory(purpose: str, *lines: NewLine) -> None:
    services.post(
        SYSTEM, settled(purpose, book=Book.STATUTORY, purpose=purpose, lines=lines, subject="")
    )


@pytest.mark.parametrize("rule", forbidden(), ids=lambda rule: rule.code)
def test_what_the_law_forbids_is_refused_with_its_article(rule: object) -> None:
    debited = "other_expense" if rule.debit == "*" else rule.debit
    with pytest.raises(InvalidInput, match=f"^forbidden_{rule.code}") as refused:
        statutory(
            rule.purpose,
            debit("310", debited, 5),
            credit("310", "expenditure_account", 5)
            if debited != "expenditure_account"
            else credit("310", "benefits.inpatient", 5),
        )
    assert rule.document in refused.value.reason.zh
    assert rule.article in refused.value.reason.zh
    assert not Entry.objects.exists()


def test_money_given_back_goes_to_the_special_treasury_account() -> None:
    statutory(
        "recovery",
        debit("310", "special_treasury", 5),
        credit("310", "benefits.inpatient", 5),
    )
    assert Entry.objects.count() == 1


def refused_by_the_database(statement: str, *values: object) -> str:
    with (
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return str(refused.value.__cause__.sqlstate)


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_line", "ledger_entrykey"])
@pytest.mark.parametrize("partition", ["", "_2026_03"])
def test_nothing_is_changed_or_removed(table: str, partition: str) -> None:
    services.post(SYSTEM, settled("a"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    name = table + ("" if table == "ledger_entrykey" else partition)
    column = "key" if table == "ledger_entrykey" else "business_day"
    assert refused_by_the_database(f"UPDATE {name} SET {column} = {column}") == "23001"
    assert refused_by_the_database(f"DELETE FROM {name}") == "23001"
    assert refused_by_the_database(f"TRUNCATE {name}") == "23001"


RAW_ENTRY = """
    INSERT INTO ledger_entry (number, key, division, book, business_day, posted_at, purpose, event,
        subject, memo, reverses, line_count, debit_fen, actor_name)
    VALUES ('E1', 'raw', '990100', 'operational', %s, now(), 'settlement', '', '', '', '', 2, 5,
        'x')
"""


def test_an_entry_without_lines_is_refused_by_the_database() -> None:
    assert refused_by_the_database(RAW_ENTRY, DAY) == "YB003"


def test_a_closed_month_is_refused_by_the_database() -> None:
    # The partition of April exists, its period does not.
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_make_month('2026-04-01')")
    assert refused_by_the_database(RAW_ENTRY, date(2026, 4, 1)) == "YB001"


def test_a_line_cannot_join_an_older_entry() -> None:
    posted = services.post(SYSTEM, settled("a"))
    other = services.post(SYSTEM, settled("b", lines=lines_of_fund("330", 5)))
    account = Line.objects.filter(entry_id=other.id).values_list("account_id", flat=True)[0]
    line = "INSERT INTO {} VALUES (%s, %s, 1, 5, %s)"
    values = (posted.id, account, DAY)
    # In the same transaction the entry no longer balances; later, no line joins it at all.
    assert refused_by_the_database(line.format("ledger_line"), *values) == "YB003"


def test_an_entry_needs_the_key_it_names() -> None:
    posted = services.post(SYSTEM, settled("a"))
    accounts = list(Line.objects.filter(entry_id=posted.id).values_list("account_id", "side"))
    statement = (
        "WITH e AS (" + RAW_ENTRY + " RETURNING id, business_day)"
        " INSERT INTO ledger_line SELECT e.id, a, s, 5, business_day"
        " FROM e, unnest(%s::bigint[], %s::smallint[]) AS line (a, s)"
    )
    columns = [list(column) for column in zip(*accounts, strict=True)]
    assert refused_by_the_database(statement, DAY, *columns) == "YB004"

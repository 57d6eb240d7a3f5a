"""What is measured: our services, and plain SQL that writes the same rows with no rule at all.

Imported by processes that are connected already, see `site.connect`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime

from django.core.management import call_command
from django.db import connection

from yibao.office.base.actor import SYSTEM
from yibao.office.base.seals.sealer import seal_new
from yibao.office.base.seals.verifier import verify
from yibao.office.ledger import services
from yibao.office.ledger.books import verify_books
from yibao.office.ledger.chart import Book
from yibao.office.ledger.entry import NewEntry, credit, debit
from yibao.office.ledger.sealed import ENTRIES

DIVISION, DAY = "990100", date(2026, 3, 10)
HOSPITALS = 50
BATCH = 100

_ENTRY = """
    number, key, division, book, business_day, posted_at, purpose, event, subject, memo, reverses,
    line_count, debit_fen, actor_name
"""
RAW_TABLES = """
    CREATE TABLE raw_entry (LIKE ledger_entry_2026_03 INCLUDING ALL);
    CREATE TABLE raw_line (LIKE ledger_line_2026_03 INCLUDING ALL);
    CREATE TABLE raw_key (LIKE ledger_entrykey INCLUDING ALL);
"""
RAW = f"""
    WITH entry AS (
        INSERT INTO raw_entry ({_ENTRY})
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id, key
    ), used AS (
        INSERT INTO raw_key (key, digest, entry_id, business_day)
        SELECT key, %s, id, %s FROM entry
    )
    INSERT INTO raw_line (entry_id, account_id, side, amount_fen, business_day)
    SELECT entry.id, line.account_id, line.side, line.amount_fen, %s
    FROM entry, unnest(%s::bigint[], %s::smallint[], %s::bigint[])
        AS line (account_id, side, amount_fen)
"""


def prepare() -> None:
    """Make the tables, open the month, and open every account, which is no posting."""
    call_command("migrate", verbosity=0, interactive=False)
    services.open_period(SYSTEM, DIVISION, Book.OPERATIONAL, DAY)
    services.post_many(SYSTEM, [_entry("open", at) for at in range(HOSPITALS)])
    with connection.cursor() as cursor:
        cursor.execute(RAW_TABLES)
    connection.close()


def _entry(writer: str, at: int) -> NewEntry:
    """Return the entry of a settlement that three funds pay: six lines."""
    hospital = f"H990121{at % HOSPITALS:05d}"
    shares = {"310": 100_000 + at, "330": 20_000 + at, "320": 3_000 + at}
    lines = [
        line
        for fund, fen in shares.items()
        for line in (
            debit(fund, "benefit.inpatient", fen),
            credit(fund, "payable.provider", fen, hospital),
        )
    ]
    return NewEntry(
        DIVISION, Book.OPERATIONAL, DAY, "settlement", tuple(lines), f"{writer}:{at}",
        "settle", f"S{writer}{at:08d}",
    )  # fmt: skip


def ours(writer: str, count: int) -> None:
    """Post `count` entries, each in a transaction of its own."""
    for at in range(count):
        services.post(SYSTEM, _entry(writer, at))


def ours_together(writer: str, count: int) -> None:
    """Post `count` entries, a hundred in a transaction."""
    for first in range(0, count, BATCH):
        services.post_many(SYSTEM, [_entry(writer, at) for at in range(first, first + BATCH)])


def raw(writer: str, count: int) -> None:
    """Write the same rows in one statement and transaction an entry, straight through psycopg."""
    _raw(writer, count, 1)


def raw_together(writer: str, count: int) -> None:
    """Write the same rows, a hundred entries in a transaction."""
    _raw(writer, count, BATCH)


def _raw(writer: str, count: int, batch: int) -> None:
    accounts = list(range(1, 7))
    sides = [1, -1] * 3
    now = datetime(2026, 3, 10, tzinfo=UTC)
    connection.ensure_connection()
    held = connection.connection
    for first in range(0, count, batch):
        with held.transaction(), held.cursor() as cursor:
            for at in range(first, min(first + batch, count)):
                amounts = [100_000 + at] * 2 + [20_000 + at] * 2 + [3_000 + at] * 2
                cursor.execute(
                    RAW,
                    [
                        *(f"{writer}{at:08d}", f"{writer}:{at}", DIVISION, "operational"),
                        *(DAY, now, "settlement", "settle", f"S{writer}{at:08d}", "", "", 6),
                        *(123_000 + 3 * at, "system", b"x" * 32, DAY, DAY),
                        *(accounts, sides, amounts),
                    ],
                    prepare=True,
                )


CONTESTANTS: dict[str, Callable[[str, int], None]] = {
    "ours": ours,
    "ours, 100 together": ours_together,
    "raw SQL": raw,
    "raw SQL, 100 together": raw_together,
}


def run_one(name: str, writer: str, count: int) -> tuple[float, float]:
    """Run a contestant in this process; return wall and processor seconds."""
    begun, cpu = time.perf_counter(), time.process_time()
    CONTESTANTS[name](writer, count)
    return time.perf_counter() - begun, time.process_time() - cpu


def verified() -> tuple[bool, dict[str, float]]:
    """Seal everything, verify seals and books; tell whether all is whole, and how fast it went."""
    begun = time.perf_counter()
    sealed = sum(seal.row_count for seal in seal_new(ENTRIES))
    sealing = time.perf_counter() - begun
    begun = time.perf_counter()
    flaws: list[object] = list(verify(ENTRIES))
    verifying = time.perf_counter() - begun
    flaws += verify_books(DAY)
    figures = {
        "entries_sealed": sealed,
        "sealed_per_second": round(sealed / sealing),
        "verified_per_second": round(sealed / verifying),
    }
    connection.close()
    return not flaws, figures

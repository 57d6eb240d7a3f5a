"""Writes seals over what was committed since the last one."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction
from django.utils import timezone

from yibao.office.base.models.seal import Seal
from yibao.office.base.seals.merkle import ZEROS, hash_of, leaf_of, root_of
from yibao.office.base.seals.rows import fix_forms, rows_between, until_within
from yibao.office.base.seals.table import SealedTable

ROWS_PER_SEAL = 20_000
"""A seal ends with the transaction that reaches this many rows."""

# Transactions of all databases of a server share their numbers. Those known to be of another
# database cannot write here and are not waited for; what cannot be told is waited for.
_RUNNING = """
    SELECT running::text::bigint AS number
    FROM pg_snapshot_xip(pg_current_snapshot()) AS running
    WHERE NOT EXISTS (
        SELECT FROM pg_stat_activity AS other
        WHERE other.backend_xid = running::xid AND other.datname <> current_database()
    )
"""
_HORIZON = f"""
    SELECT least(
        coalesce(
            (SELECT min(number) FROM ({_RUNNING}) AS running),
            pg_snapshot_xmax(pg_current_snapshot())::text::bigint
        ),
        pg_current_xact_id_if_assigned()::text::bigint
    )
"""  # noqa: S608 -- made of a constant


@dataclass(frozen=True, slots=True)
class Pending:
    """What of a table no seal covers yet.

    Args:
        rows: how many rows, counted to `counted_to` at most.
        counted_to: where counting stopped.
        held_back: transactions that still run and that the sealer waits for.

    """

    rows: int
    counted_to: int
    held_back: int


def seal_new(table: SealedTable, rows_per_seal: int = ROWS_PER_SEAL) -> list[Seal]:
    """Seal every row whose transaction and all before it have ended; return the new seals.

    A row is sealed once no transaction with its number or a smaller one runs any more, so none
    can appear behind the sealer. Two sealers of one table wait for each other.

    Raises:
        RuntimeError: the database counts its transactions from a smaller number than when it was
            last sealed: it was restored from a dump into another cluster. What to do stands in
            docs/algorithms/seals.md.

    """
    made: list[Seal] = []
    while True:
        with transaction.atomic():
            seal = _seal_next(table, rows_per_seal)
        if seal is None:
            return made
        made.append(seal)


def _seal_next(table: SealedTable, rows_per_seal: int) -> Seal | None:
    _wait_for_others(table)
    last = Seal.objects.filter(table=table.name).order_by("-number").defer("leaves", "rows").first()
    first = 0 if last is None else last.until_transaction
    horizon = _horizon()
    if horizon < first:
        raise RuntimeError(
            f"{table.name}: transactions are counted from {horizon}, but are sealed until {first}"
        )
    until = until_within(table, first, horizon, rows_per_seal)
    if until is None:
        return None
    fix_forms()
    hashed = hash_of(table.algorithm)
    found = [(row.key, leaf_of(row.content, hashed)) for row in rows_between(table, first, until)]
    seal = Seal(
        table=table.name,
        number=1 if last is None else last.number + 1,
        algorithm=table.algorithm,
        definition=table.definition(),
        from_transaction=first,
        until_transaction=until,
        first_row=found[0][0],
        last_row=found[-1][0],
        row_count=len(found),
        rows=[key for key, _ in found],
        leaves=b"".join(leaf for _, leaf in found),
        root=root_of([leaf for _, leaf in found], hashed),
        previous=ZEROS if last is None else bytes(last.digest),
        sealed_at=timezone.now(),
    )
    seal.digest = digest_of(seal)
    seal.save(force_insert=True)
    return seal


def digest_of(seal: Seal) -> bytes:
    """Return the digest that a seal with this content has."""
    content = {
        "table": seal.table,
        "number": seal.number,
        "algorithm": seal.algorithm,
        "definition": seal.definition,
        "from": seal.from_transaction,
        "until": seal.until_transaction,
        "first": seal.first_row,
        "last": seal.last_row,
        "count": seal.row_count,
        "rows": hashlib.sha256(json.dumps(list(seal.rows)).encode()).hexdigest(),
        "root": bytes(seal.root).hex(),
        "previous": bytes(seal.previous).hex(),
        "at": _utc(seal.sealed_at),
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hash_of(seal.algorithm)(text.encode())


def pending(table: SealedTable, counted_to: int = 10_000) -> Pending:
    """Return how much of a table no seal covers yet; exact up to `counted_to` rows."""
    last = Seal.objects.filter(table=table.name).order_by("-number").values("until_transaction")[:1]
    first = last[0]["until_transaction"] if last else 0
    with connection.cursor() as cursor:
        quoted = connection.ops.quote_name(table.name)
        cursor.execute(
            f"SELECT count(*) FROM"  # noqa: S608 -- the name is quoted
            f" (SELECT FROM {quoted} WHERE written_in >= %s LIMIT %s) AS counted",
            (first, counted_to),
        )
        (rows,) = cursor.fetchone() or (0,)
        cursor.execute(f"SELECT count(*) FROM ({_RUNNING}) AS running")  # noqa: S608
        (held_back,) = cursor.fetchone() or (0,)
    return Pending(rows, counted_to, held_back)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _horizon() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON)
        (horizon,) = cursor.fetchone() or (0,)
    return int(horizon)


def _wait_for_others(table: SealedTable) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('seal'), hashtext(%s))", (table.name,)
        )

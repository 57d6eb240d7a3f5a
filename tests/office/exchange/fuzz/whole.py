"""Statements that yield what is half-written; of a sound database they yield nothing."""

from __future__ import annotations

from django.db import connection

CHECKS = {
    "a key without its message": """
        SELECT key.msgid FROM exchange_key AS key
        WHERE key.state <> 'barred' AND NOT EXISTS (
            SELECT FROM exchange_message AS message WHERE message.id = key.message_id
                AND message.outcome = 'ok' AND message.infno = key.infno
                AND message.msgid = key.msgid AND message.provider = key.provider)
    """,
    "a change without its key": """
        SELECT message.msgid FROM exchange_message AS message
        WHERE message.outcome = 'ok' AND message.infno = ANY(%(changing)s) AND NOT EXISTS (
            SELECT FROM exchange_key AS key WHERE key.message_id = message.id)
    """,
    "a batch that is not the sum of its lines": """
        SELECT batch.id::text FROM claims_batch AS batch
        LEFT JOIN claims_line AS line ON line.batch_id = batch.id
        GROUP BY batch.id HAVING batch.line_count <> count(line.number)
            OR batch.total_fen <> coalesce(sum(line.amount_fen), 0)
    """,
    "a settled batch without its settlement": """
        SELECT batch.id::text FROM claims_batch AS batch
        LEFT JOIN claims_settlement AS settlement ON settlement.id = batch.settlement_id
        WHERE batch.settlement_id IS NOT NULL AND settlement.id IS NULL
    """,
    "a settlement whose payers pay another sum": """
        SELECT settlement.number FROM claims_settlement AS settlement
        LEFT JOIN claims_payer AS payer ON payer.settlement_id = settlement.id
        GROUP BY settlement.id HAVING coalesce(sum(payer.amount_fen), 0)
            <> settlement.fund_fen + settlement.account_fen + settlement.hospital_fen
    """,
    "a settlement without its entry in the books": """
        SELECT settlement.number FROM claims_settlement AS settlement
        WHERE settlement.entry <> '' AND NOT EXISTS (
            SELECT FROM ledger_entry AS entry WHERE entry.number = settlement.entry)
            OR settlement.entry = ''
            AND settlement.fund_fen + settlement.account_fen + settlement.hospital_fen <> 0
    """,
    "a settlement that no message made": """
        SELECT settlement.number FROM claims_settlement AS settlement WHERE NOT EXISTS (
            SELECT FROM exchange_key AS key WHERE key.settlement = settlement.number)
            AND settlement.reverses_id IS NULL
    """,
    "a message undone whose settlement stands": """
        SELECT key.settlement FROM exchange_key AS key
        JOIN claims_settlement AS settlement ON settlement.number = key.settlement
        WHERE key.state = 'undone' AND NOT EXISTS (
            SELECT FROM claims_settlement AS reversal WHERE reversal.reverses_id = settlement.id)
    """,
    "a barred message that did something": """
        SELECT key.msgid FROM exchange_key AS key
        JOIN exchange_message AS message
            ON message.provider = key.provider AND message.infno = key.infno
            AND message.msgid = key.msgid
        WHERE key.state = 'barred' AND message.outcome = 'ok'
    """,
}


def half_written(changing: list[str]) -> dict[str, list[str]]:
    """Return what each check found."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for name, statement in CHECKS.items():
            cursor.execute(statement, {"changing": changing})
            rows = [row[0] for row in cursor.fetchall()]
            if rows:
                found[name] = rows[:10]
    return found

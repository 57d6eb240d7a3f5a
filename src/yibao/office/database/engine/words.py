"""What is said to the database without a cursor (直接执行): one call of libpq, one answer.

psycopg's cursors wait in Python and look at every type anew; libpq waits by itself and lets other
threads run meanwhile.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

_GOOD = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)


def say(own: psycopg.Connection[Any], word: bytes) -> None:
    """Run a statement without parameters and without rows.

    Raises:
        psycopg.Error: as a cursor raises it; also of a COMMIT that undid what had failed before.

    """
    result = checked(own, own.pgconn.exec_(word))
    if word == b"COMMIT" and result.command_status != word:
        raise psycopg.errors.InFailedSqlTransaction("the transaction had failed; it was undone")


def checked(own: psycopg.Connection[Any], result: PGresult) -> PGresult:
    """Return a result that is none of failure.

    Raises:
        psycopg.Error: what the database said; `OperationalError` where it said nothing any more.

    """
    if result.status in _GOOD:
        return result
    if own.pgconn.status != psycopg.pq.ConnStatus.OK:
        raise psycopg.OperationalError(result.get_error_message())
    raise error_from_result(result)

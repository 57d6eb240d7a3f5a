"""The same statements by psycopg alone: no HTTP, no messages, no law, nothing checked.

`python -m bench.settle.replay FILE URL WARM` asks what was captured again, on a copy of the
database as it was before; the first messages warm up. Prints what it took as JSON.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from pathlib import Path
from typing import Any

import psycopg


def main(file: str, url: str, warm: int) -> None:
    """Ask everything once, in the order captured."""
    messages = pickle.loads(Path(file).read_bytes())
    with psycopg.connect(url, autocommit=True, options="-c timezone=UTC") as connection:
        for calls in messages[:warm]:
            _ask(connection, calls)
        print("begin", flush=True)
        sys.stdin.readline()
        began, cpu = time.perf_counter(), time.process_time()
        for calls in messages[warm:]:
            _ask(connection, calls)
        wall, cpu = time.perf_counter() - began, time.process_time() - cpu
    said = {"messages": len(messages) - warm, "seconds": wall, "cpu_seconds": cpu}
    print(json.dumps(said), flush=True)


def _ask(connection: psycopg.Connection[Any], calls: list[tuple[Any, ...]]) -> None:
    for name, *said in calls:
        if name == "say":
            connection.execute(said[0])
        elif name == "fetch":
            query, values = said
            with psycopg.RawCursor(connection) as cursor:
                cursor.execute(query, values, prepare=True)
                if cursor.description:
                    cursor.fetchall()
        else:
            is_client, query, params, options = said
            kind = psycopg.ClientCursor if is_client else psycopg.Cursor
            with kind(connection) as cursor:
                cursor.execute(query, params, **options)
                if cursor.description:
                    cursor.fetchall()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))

"""What the site asks of psycopg for each sequence, written down to be asked again without us.

`python -m bench.settle.capture FILE` answers messages at the door in this process, on the database
of ``YIBAO_DATABASE_URL``, and pickles every call of psycopg with its parameters.
"""

from __future__ import annotations

import json
import pickle
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg

from bench.settle.generator import DONE, INPATIENT_EVERY, VISIT
from bench.settle.messages import INPATIENT, OUTPATIENT, PREVIEWS, Clinic, Numbers, Person

Call = tuple[Any, ...]


def recorded() -> list[Call]:
    """Write down what the database is asked, from now on; return the growing list."""
    from yibao.office.database.engine import base, words  # noqa: PLC0415 -- after Django was set up
    from yibao.office.database.prepared import Statement  # noqa: PLC0415 -- likewise

    calls: list[Call] = []
    execute, fetch, say = psycopg.Cursor.execute, Statement.fetch, words.say

    def executed(cursor: Any, query: Any, params: Any = None, **options: Any) -> Any:
        is_client = isinstance(cursor, psycopg.ClientCursor)
        calls.append(("execute", is_client, query, _plain(params), options))
        return execute(cursor, query, params, **options)

    def fetched(statement: Statement, parameters: Any = ()) -> Any:
        calls.append(("fetch", statement.text, _plain(statement.in_order(parameters))))
        return fetch(statement, parameters)

    def told(connection: Any, word: bytes) -> None:
        calls.append(("say", word.decode()))
        say(connection, word)

    for place, name, noted in (
        (psycopg.Cursor, "execute", executed),
        (Statement, "fetch", fetched),
        (base, "say", told),
    ):
        setattr(place, name, noted)
    return calls


def _plain(value: Any) -> Any:
    """Return parameters as whoever knows nothing of us can read them: arrays are their texts."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_array(one) if isinstance(one, list) else _plain(one) for one in value]
    return str(value) if isinstance(value, str) else value


def _array(values: list[Any]) -> str:
    from yibao.office.database.parameters import writer_of  # noqa: PLC0415 -- as above

    write = writer_of(list)
    assert write is not None
    return write(values).decode()


def main(asked: dict[str, Any]) -> None:
    """Answer so many sequences; write their calls, one list for each message."""
    import django  # noqa: PLC0415 -- the environment is the caller's

    django.setup()
    from yibao.office.exchange.door import answer  # noqa: PLC0415 -- after Django was set up

    now = datetime.now(ZoneInfo("Asia/Shanghai"))  # noqa: TID251 -- hospitals have clocks
    clinic = Clinic(asked["described"], now)
    numbers = Numbers(clinic.provider["fixmedins_code"], now)
    everybody = [Person.of(row) for row in asked["described"]["persons"]]
    employees = [one for one in everybody if one.insutype == b"310"]
    calls = recorded()
    messages: list[list[Call]] = []
    for count in range(asked["warm"] + asked["sequences"]):
        stays = count % INPATIENT_EVERY == 0
        infnos = INPATIENT if stays else OUTPATIENT
        # Nobody lies in two beds: those who came before were taken from the beginning.
        person = everybody[-100 - count] if stays else employees[count % len(employees)]
        visit = preview = b""
        for infno in infnos:
            calls.clear()
            body = clinic.body(infno, count, person, visit, numbers.next(), preview)
            said = answer("", (), body).body
            assert DONE.search(said), said.decode()
            messages.append(list(calls))
            preview = said if infno in PREVIEWS else preview
            found = VISIT.search(said)
            visit = visit or (found[1] if found else b"")
    Path(asked["out"]).write_bytes(pickle.dumps(messages))


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text("utf-8")))

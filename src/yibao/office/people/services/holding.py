"""A person held while money moves (持锁): what every settlement and reversal begins with."""

from __future__ import annotations

from collections.abc import Iterable

from yibao.office.database.arrays import texts
from yibao.office.database.prepared import fetch
from yibao.office.people.errors import unknown_person

HOLD = """
SELECT id, psn_no FROM people_person
WHERE id = (SELECT coalesce(merged_into_id, id) FROM people_person WHERE psn_no = {number})
FOR NO KEY UPDATE
"""
"""The statement of `hold`, for whoever holds more rows behind the person in the same one.

`{number}` stands for an expression; no row comes where nobody has the number.
"""
_HOLD = HOLD.format(number="%s")
_HOLD_MANY = """
SELECT id FROM people_person
WHERE id IN (SELECT coalesce(merged_into_id, id) FROM people_person WHERE psn_no = ANY(%s::text[]))
ORDER BY id FOR NO KEY UPDATE
"""


def hold(number: str) -> str:
    """Lock a person until the transaction ends; return the number under which they are kept.

    Rows that point to the person may be written meanwhile. What is read in the same statement may
    be older than the lock: read in the next one.

    Raises:
        NotFound: code ``unknown_person``.

    """
    found = fetch(_HOLD, (number,))
    if not found:
        raise unknown_person(number)
    return str(found[0][1])


def hold_many(numbers: Iterable[str]) -> None:
    """Lock persons until the transaction ends, in ascending order: nobody waits in a circle."""
    fetch(_HOLD_MANY, (texts(numbers),))

"""Whose personal accounts a person may use besides their own (账户共济)."""

from __future__ import annotations

from datetime import date

from yibao.office.database.prepared import fetch

_SHARERS = """
SELECT owner.psn_no
FROM people_accountsharing AS sharing
JOIN people_person AS owner ON owner.id = sharing.person_id
WHERE sharing.member_id = (
        SELECT coalesce(merged_into_id, id) FROM people_person WHERE psn_no = %s)
    AND sharing.during @> %s::date
ORDER BY lower(sharing.during), sharing.id
"""


def sharers_of(number: str, day: date) -> list[str]:
    """Return the owners who share their account with a person on a day, the first sharing first."""
    return [str(owner) for (owner,) in fetch(_SHARERS, (number, day))]

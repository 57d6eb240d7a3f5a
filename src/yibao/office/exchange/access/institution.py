"""Name and division of the institution that sends (发送机构), remembered for a minute."""

from __future__ import annotations

from time import monotonic

from yibao.office.providers.queries import institution_row

KEPT_SECONDS = 60.0

_KNOWN: dict[str, tuple[float, str, str]] = {}


def name_and_division(code: str) -> tuple[str, str]:
    """Return name and division of an institution.

    Raises:
        NotFound: code ``unknown_institution``.

    """
    known = _KNOWN.get(code)
    if known is None or monotonic() > known[0]:
        row = institution_row(code)
        known = _KNOWN[code] = (monotonic() + KEPT_SECONDS, row.name, row.division)
    return known[1], known[2]

"""The persons of the region (参保人), some thousand at a time.

A piece has `PIECE_PERSONS` persons and is drawn from streams of its own: the first pieces are the
same at every scale, and pieces may be made in any order. The last piece of a request is the first
part of a whole one.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from yibao.synthetic.region.asked import Asked
from yibao.synthetic.region.drawing import Bools, Ints, coded, listed
from yibao.synthetic.region.figures import value
from yibao.synthetic.region.filings import AWAY, Filings, chronic_lists, filings
from yibao.synthetic.region.homes import Homes, homes, incomes
from yibao.synthetic.region.identities import identities, identity_codes
from yibao.synthetic.region.jobs import PIECE_PERSONS
from yibao.synthetic.region.lives import ALIVE, day_number, deaths
from yibao.synthetic.region.names import names
from yibao.synthetic.region.numbers import apart, person_numbers, resident_numbers
from yibao.synthetic.region.schemes import PSN_TYPES, Schemes, schemes
from yibao.synthetic.region.streams import stream
from yibao.synthetic.region.tables import PERSONS
from yibao.synthetic.region_files.institutions import COUNTIES

_LUCK = 1 << 30


def people(asked: Asked) -> int:
    """Return how many persons are asked for.

    >>> from datetime import date
    >>> people(Asked(0.01, date(2026, 1, 1), date(2026, 11, 25)))
    23247
    """
    return max(1, round(value("insured") * asked.scale))


def pieces(asked: Asked) -> int:
    """Return how many pieces the persons are made in.

    >>> from datetime import date
    >>> pieces(Asked(0.01, date(2026, 1, 1), date(2026, 11, 25)))
    3
    """
    return -(-people(asked) // PIECE_PERSONS)


def persons(asked: Asked, piece: int) -> pa.Table:
    """Return the persons of a piece, those of a household beside one another.

    Raises:
        IndexError: there is no such piece; a caller's mistake.

    """
    if not 0 <= piece < pieces(asked):
        raise IndexError(f"there is no piece {piece}")
    many = min(PIECE_PERSONS, people(asked) - piece * PIECE_PERSONS)
    return _whole(asked, piece).slice(0, many)


def _whole(asked: Asked, piece: int) -> pa.Table:
    live = homes(asked, piece)
    insured = schemes(asked, piece, live)
    filed = filings(asked, piece, live)
    categories = identities(asked, piece, live, ~insured.employee, filed.ill)
    poor = categories["registered_poor"] | categories["minimum_living"] | categories["destitute"]
    columns = {
        **_identity(asked, piece, live, filed),
        **_where(piece, live),
        **_insured(insured),
        **_filed(asked, filed),
        "category": listed(categories),
        "psn_idet_type": listed(identity_codes(categories)),
        "disposable_income_fen": pa.array(incomes(asked, piece, live, poor)),
    }
    return pa.table([_as(columns[field.name], field.type) for field in PERSONS], schema=PERSONS)


def _as(column: pa.Array, kind: pa.DataType) -> pa.Array:
    return column if column.type == kind else column.cast(kind)


def _identity(asked: Asked, piece: int, live: Homes, filed: Filings) -> dict[str, pa.Array]:
    draws = stream(asked.seed, "identity", piece)
    female = live.female.astype(np.int64)
    birth, turn = apart(live.county, live.birth, female)
    person = piece * PIECE_PERSONS + np.arange(PIECE_PERSONS)
    luck = draws.integers(0, _LUCK, PIECE_PERSONS)
    death = deaths(draws, asked, live.female, birth, filed.frailty)
    return {
        "person": pa.array(person),
        "psn_no": person_numbers(live.county, person),
        "certno": resident_numbers(live.county, birth, female, turn, piece),
        "psn_name": names(live.surname, live.female, luck),
        "gend": coded(live.female, ("1", "2")),
        "brdy": _days(birth),
        "death": _days(death, death == ALIVE),
    }


def _days(number: Ints, missing: Bools | None = None) -> pa.Array:
    return pa.array(number.astype(np.int32), pa.int32(), mask=missing).cast(pa.date32())


def _where(piece: int, live: Homes) -> dict[str, pa.Array]:
    return {
        "county": coded(live.county, COUNTIES),
        "town": pa.array(live.town),
        "village": pa.array(live.village),
        "household": pa.array(piece * PIECE_PERSONS + live.head),
    }


def _insured(insured: Schemes) -> dict[str, pa.Array]:
    return {
        "insutype": coded(insured.employee, ("390", "310")),
        "psn_type": coded(insured.kind, PSN_TYPES),
        "employer": pa.array(insured.employer),
        "base_fen": pa.array(insured.base_fen),
        "pension_fen": pa.array(insured.pension_fen),
        "cvlserv_flag": coded(insured.civil_servant, ("0", "1")),
    }


def _filed(asked: Asked, filed: Filings) -> dict[str, pa.Array]:
    chronic, since = chronic_lists(filed, np.full(PIECE_PERSONS, day_number(asked.last_day)))
    return {
        "chronic": chronic,
        "chronic_since": since,
        "family_doctor": pa.array(filed.family_doctor),
        "away_division": pa.array(AWAY, pa.string()).take(pa.array(filed.away)),
        "frailty": pa.array(filed.frailty.astype(np.float32)),
    }

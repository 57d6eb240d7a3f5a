"""What a visit's bill shall be about (预定费用)."""

from __future__ import annotations

import numpy as np

from yibao.synthetic.region.care.choice import Floats, Ints
from yibao.synthetic.region.care.events import COURSES, PHARMACY, Events
from yibao.synthetic.region.care.piece import Piece, by_scheme, norm
from yibao.synthetic.region.care.profiles import of_kind
from yibao.synthetic.region.care.where import houses
from yibao.synthetic.region.figures import value

_FEN = 100
_LEAST_VISIT, _LEAST_STAY, _LEAST_DAY = 6.0, 240.0, 85.0
"""Yuan: what is asked for at least, for a visit, and for a stay and each of its days."""
_REGULAR = tuple(COURSES.index(course) for course in ("chronic", "dialysis"))
_DIALYSIS = COURSES.index("dialysis")


def wanted_fen(piece: Piece, events: Events) -> Ints:
    """Return the bill of each event in fen."""
    scheme = piece.people.employee[events.row]
    regular = np.isin(events.course, _REGULAR)
    bought = events.care == PHARMACY
    visit = _mean("outpatient", scheme)
    visit = np.where(regular, _mean("chronic", scheme), visit)
    visit = np.where(bought, _mean("pharmacy", scheme), visit)
    mean = np.where(events.is_stay, _mean("stay", scheme), visit)
    yuan = mean * events.weight * _house(events)
    session = value("care_dialysis_cost") * np.sqrt(events.weight)
    yuan = np.where(events.course == _DIALYSIS, np.where(events.is_stay, yuan, session), yuan)
    least = np.where(events.is_stay, _LEAST_STAY + _LEAST_DAY * events.days, _LEAST_VISIT)
    found: Ints = np.rint(np.maximum(yuan, least) * _FEN).astype(np.int64)
    return found


def _mean(name: str, scheme: Ints) -> Floats:
    return (by_scheme("{}_" + name + "_cost") * norm(f"{name}_cost"))[scheme]


def _house(events: Events) -> Floats:
    """Return what the kind and the style of the house make of a cost."""
    known = houses()
    kind = known.kind[events.institution]
    level = np.where(events.is_stay, of_kind("cost_stay")[kind], of_kind("cost_outpatient")[kind])
    return np.maximum(level, 0.3) * known.cost_style[events.institution]

"""Which person of a settled year is worth a reader's time (示例选择)."""

from __future__ import annotations

from yibao.benefit.person import Person
from yibao.synthetic.sample_year import SampleYear
from yibao.synthetic.settled_year import SettledYear
from yibao.synthetic.summary import by_layer
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

_VISITS_WANTED = 5


def interesting_person(year: SettledYear) -> Person | None:
    """Return the person with both stays and visits, many layers, and few enough visits to read."""
    best: Person | None = None
    best_score: tuple[int, ...] = ()
    for person in year.sample.persons:
        own = [one.settlement for one in year.of_person(person)]
        if not own:
            continue
        stays = sum(s.plan.policy.care_types[s.visit.care].stay for s in own)
        mixed = int(0 < stays < len(own))
        layers = len(by_layer(own))
        length = -abs(len(own) - _VISITS_WANTED)
        score = (mixed, min(layers, 5) * 2 + length, layers, length)
        if score > best_score:
            best, best_score = person, score
    return best


def person_numbered(sample: SampleYear, number: str) -> Person:
    """Return the person with a number.

    Raises:
        InvalidInput: code ``person_unknown``.

    """
    for person in sample.persons:
        if person.number == number.strip().lstrip("0"):
            return person
    count = len(sample.persons)
    raise InvalidInput(
        "person_unknown",
        "person",
        Text(f"没有第 {number} 号参保人。", f"There is no person {number}."),
        Text(f"编号从 1 到 {count}。", f"Numbers run from 1 to {count}."),
    )

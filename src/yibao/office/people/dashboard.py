"""What the home page tells of persons (首页): how many are registered."""

from __future__ import annotations

from typing import Any

from yibao.office.people.queries import persons_within
from yibao.office.screens.hooks import Card, Figure
from yibao.terms.text import Text

COUNTED_AT_MOST = 10_000
"""Beyond, a page does not wait for a count."""


def _figures(granted: Any, reach: Any) -> list[Figure]:
    del granted
    count = persons_within(reach).order_by()[: COUNTED_AT_MOST + 1].count()
    beyond = Text("超过 10,000", "more than 10,000")
    if count > COUNTED_AT_MOST:
        return [Figure(Text("登记人员", "Registered"), beyond, kind="text")]
    return [Figure(Text("登记人员", "Registered"), count)]


CARDS = (
    Card(
        "people.persons",
        "people",
        Text("参保人员", "Persons"),
        "people.person.view",
        _figures,
        "/people/person/",
        "users",
    ),
)

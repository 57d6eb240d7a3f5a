"""The registers of the people's office (参保管理登记簿)."""

from yibao.office.base.field_catalogue import masked
from yibao.office.people.queries import named, persons_within
from yibao.office.people.registers.enrolments import ENROLMENTS
from yibao.office.people.registers.persons import PERSONS
from yibao.office.people.registers.sharing import SHARINGS
from yibao.office.people.registers.spells import DISEASES, FILINGS, IDENTITIES
from yibao.office.screens.addresses import row_address
from yibao.office.screens.hooks import Hit, Office, SearchSource
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

OFFICE = Office("people", Text("参保管理", "People"), "users", place=200)
REGISTERS = (PERSONS, ENROLMENTS, IDENTITIES, DISEASES, FILINGS, SHARINGS)


def _find(granted: Granted, text: str, limit: int) -> list[Hit]:
    rows = named(persons_within(granted.reach("people.person.view")), text)
    return [
        Hit(
            str(masked(granted, "people.person.name", row.name)),  # type: ignore[arg-type]
            row.number,
            row_address("people.person", row.pk),
            (row.number,),
        )
        for row in rows.order_by("pk")[:limit]
    ]


SEARCH = (
    SearchSource(
        "people.person", Text("参保人员", "Persons"), "people.person.view", _find, "users"
    ),
)

__all__ = ["OFFICE", "REGISTERS", "SEARCH"]

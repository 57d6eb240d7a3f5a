"""The registers of the providers' office (定点管理登记簿)."""

from yibao.office.providers.queries import institutions_within, named
from yibao.office.providers.registers.agreements import AGREEMENTS
from yibao.office.providers.registers.departments import DEPARTMENTS
from yibao.office.providers.registers.institutions import INSTITUTIONS
from yibao.office.providers.registers.staff import STAFF
from yibao.office.screens.addresses import row_address
from yibao.office.screens.hooks import Hit, Office, SearchSource
from yibao.office.screens.rights import Granted
from yibao.terms.text import Text

OFFICE = Office("providers", Text("定点管理", "Providers"), "building-hospital", place=300)
REGISTERS = (INSTITUTIONS, AGREEMENTS, DEPARTMENTS, STAFF)


def _find(granted: Granted, text: str, limit: int) -> list[Hit]:
    rows = named(institutions_within(granted.reach("providers.institution.view")), text)
    return [
        Hit(row.name, row.code, row_address("providers.institution", row.pk))
        for row in rows.order_by("code")[:limit]
    ]


SEARCH = (
    SearchSource(
        "providers.institution",
        Text("定点医药机构", "Institutions"),
        "providers.institution.view",
        _find,
        "building-hospital",
    ),
)

__all__ = ["OFFICE", "REGISTERS", "SEARCH"]

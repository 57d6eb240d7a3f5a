"""The persons of the demo region, with accounts and families (示范市参保人)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from yibao.office.base.actor import SYSTEM
from yibao.office.base.rights.granted import EVERYTHING
from yibao.office.catalogue.demo import chronic_codes
from yibao.office.demo.files import Files
from yibao.office.demo.region import COUNTY_NAMES, EVIDENCE, OPENED, place
from yibao.office.ledger.demo import fill_accounts
from yibao.office.people.queries import persons_within
from yibao.office.people.services import Around, load_persons
from yibao.synthetic.people import EMPLOYEES


def load_people(files: Files, piece: int, today: date) -> int:
    """Register the persons of a piece, unless they are; give employees accounts.

    Args:
        files: the region's files.
        piece: which.
        today: residents are insured up to the end of its year.

    Returns:
        How many persons were new.

    """
    table = files.piece("persons", piece)
    first = table["psn_no"][0].as_py()
    made = 0
    if not persons_within(EVERYTHING).filter(number=first).exists():
        made = load_persons(SYSTEM, table, _around(files, today))
    fill_accounts(_employees(table), files.asked.first_day)
    return made


def _around(files: Files, today: date) -> Around:
    employers = files.table("employers")
    return Around(
        employers=list(
            zip(employers["emp_no"].to_pylist(), employers["emp_name"].to_pylist(), strict=True)
        ),
        institutions=[str(row["fixmedins_code"]) for row in files.institutions],
        diseases=chronic_codes(),
        names={code: place(code) for code in COUNTY_NAMES},
        first=OPENED,
        last_year=today.year,
        evidence=EVIDENCE,
    )


def _employees(persons: pa.Table) -> Sequence[str]:
    insured = pc.equal(persons["insutype"].cast(pa.string()), EMPLOYEES)
    numbers: list[str] = persons.filter(insured)["psn_no"].to_pylist()
    return numbers

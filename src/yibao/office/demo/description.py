"""What a program must know to talk to the demonstration (演示说明): `var/demo.json`.

Everything that a hospital's own software needs for a first call: who is here, what is offered, with
which keys to sign. The addresses are added by whoever starts the server.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from yibao.office.catalogue.demo_shelves import Priced
from yibao.office.catalogue.names import ItemKind
from yibao.office.demo.accounts import PASSWORD, DemoAccount
from yibao.office.demo.chosen import chosen
from yibao.office.demo.files import Files
from yibao.office.demo.shelves import shelf_of
from yibao.office.demo.signing import Keys, keys_of
from yibao.office.people.queries import status_on
from yibao.synthetic.region.goods import Goods, goods
from yibao.terms.identifiers import kind_of_item

PERSONS = 300
"""So many who were never treated, and some of those of whom there are few."""
OF_THE_RARE = 40
_E6 = Decimal(1_000_000)
_PRICE_E6_PER_FEN = 10_000

Row = dict[str, Any]


def described(accounts: Iterable[DemoAccount], files: Files, today: date) -> dict[str, list[Row]]:
    """Return providers, staff, persons, items and doctors under their national names."""
    return {
        "providers": list(_providers()),
        "staff": [
            {"user": one.username, "password": PASSWORD, "role": one.role.value} for one in accounts
        ],
        "persons": list(_persons(files, today)),
        "items": [_item(one) for one in _ten(shelf_of(chosen()[0]))],
        "doctors": [
            {name: row[name] for name in ("dr_codg", "dr_name", "dept_code", "dept_name")}
            for row in files.doctors
            if row["institution"] == chosen()[0].place
        ],
    }


def _providers() -> Iterator[Row]:
    for one in chosen():
        keys = keys_of(one.code)
        row = {
            "fixmedins_code": one.code,
            "fixmedins_name": one.name,
            "level": one.level,
            "security": keys.security,
            "access_key": keys.access_key,
            "secret_key": keys.secret_key,
        }
        yield row | _server(keys)


def _server(keys: Keys) -> Row:
    return {"server_public_key": keys.server_public_key} if keys.server_public_key else {}


def _persons(files: Files, today: date) -> Iterator[Row]:
    """Yield persons of the first piece who are insured today, those who were never treated first.

    Of the poor and of those with a filed disease there are few: they come whoever treated them.
    """
    treated = Counter(files.piece("visits", 0, ["psn_no"])["psn_no"].to_pylist())
    everybody = sorted(_rows(files), key=lambda row: treated[row["psn_no"]])
    poor = [row for row in everybody if row["category"]][:OF_THE_RARE]
    ill = [row for row in everybody if row["chronic"]][:OF_THE_RARE]
    some = [*everybody[:PERSONS], *poor, *ill]
    for row in {one["psn_no"]: one for one in some}.values():
        status = status_on(row["psn_no"], today)
        if status.has_benefits:
            yield {
                "psn_no": row["psn_no"],
                "certno": row["certno"],
                "psn_name": row["psn_name"],
                "insutype": status.insutype,
                "psn_type": status.psn_type,
                "category": row["category"][0] if row["category"] else "",
            }


def _rows(files: Files) -> list[Row]:
    columns = ["psn_no", "certno", "psn_name", "category", "chronic"]
    table: pa.Table = files.piece("persons", 0, columns)
    rows: list[Row] = table.to_pylist()
    return rows


def _ten(shelf: Sequence[Priced]) -> list[tuple[Priced, int]]:
    """Take ten, so that every class and kind is among them, restricted and dear ones, too."""
    listed = goods()
    places = {code: place for place, code in enumerate(listed.codes)}
    offered = [(one, places[one.item]) for one in shelf]
    taken: dict[int, Priced] = {}
    for wanted in _wanted(listed):
        for one, place in offered:
            if place not in taken and wanted(one, place):
                taken[place] = one
                break
    return [(one, place) for place, one in sorted(taken.items())]


def _wanted(listed: Goods) -> list[Any]:
    """Return what each of the ten has to be."""
    wanted: list[Any] = [
        lambda _, at, kind=kind: listed.groups[at] == kind
        for kind in ("consultation", "bed", "test", "imaging", "injection", "oral")
    ]
    return [
        lambda _, at: listed.classes[at] == "03",
        lambda _, at: listed.classes[at] == "02" and listed.is_drug[at] and listed.limited[at],
        lambda one, at: 0 < listed.ceiling_fen[at] * _PRICE_E6_PER_FEN < one.price_e6,
        lambda _, at: listed.groups[at] == "set",
        *wanted,
    ]


def _item(taken: tuple[Priced, int]) -> Row:
    one, place = taken
    listed = goods()
    return {
        "med_list_codg": one.item,
        "medins_list_codg": one.local_item,
        "med_list_name": listed.names[place],
        "pric": float(one.price_e6 / _E6),
        "list_type": ItemKind(kind_of_item(one.item)).list_type,
        "med_chrgitm_type": listed.charge_types[place],
    }

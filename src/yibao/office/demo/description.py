"""What a program must know to talk to the demonstration (演示说明): `var/demo.json`.

Everything that a hospital's own software needs for a first call: who is here, what is offered, with
which keys to sign. The addresses are added by whoever starts the server.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from yibao.office.base.rights.granted import EVERYTHING
from yibao.office.catalogue.demo_shelves import Priced, shelf_of
from yibao.office.demo.accounts import PASSWORD, DemoAccount
from yibao.office.demo.institutions import doctors_of, name_of_institution
from yibao.office.demo.signing import Keys, keys_of
from yibao.office.demo.tiny import chosen
from yibao.office.people.queries import facts_on, persons_within, status_on

PERSONS = 300
"""The first so many, and some of those of whom there are few."""
OF_THE_RARE = 40
ITEMS = 10
_E6 = Decimal(1_000_000)

Row = dict[str, Any]


def described(accounts: Iterable[DemoAccount], today: date) -> dict[str, list[Row]]:
    """Return providers, staff, persons, items and doctors under their national names."""
    return {
        "providers": list(_providers()),
        "staff": [
            {"user": one.username, "password": PASSWORD, "role": one.role.value} for one in accounts
        ],
        "persons": list(_persons(today)),
        "items": [_item(one) for one in _ten(list(shelf_of(chosen()[0].code)))],
        "doctors": [
            {"dr_codg": code, "dr_name": name, "dept_code": department, "dept_name": label}
            for code, name, department, label in doctors_of(chosen()[0])
        ],
    }


def _providers() -> Iterator[Row]:
    for one in chosen():
        keys = keys_of(one.code)
        row = {
            "fixmedins_code": one.code,
            "fixmedins_name": name_of_institution(one),
            "level": one.level,
            "security": keys.security,
            "access_key": keys.access_key,
            "secret_key": keys.secret_key,
        }
        yield row | _server(keys)


def _server(keys: Keys) -> Row:
    return {"server_public_key": keys.server_public_key} if keys.server_public_key else {}


def _persons(today: date) -> Iterator[Row]:
    """Yield persons who are insured today: the first ones, then poor and chronically ill ones."""
    everybody = persons_within(EVERYTHING).order_by("pk")
    poor = everybody.filter(identities__during__contains=today)
    ill = everybody.filter(diseases__during__contains=today)
    some = [*everybody[:PERSONS], *poor[:OF_THE_RARE], *ill[:OF_THE_RARE]]
    for person in {one.number: one for one in some}.values():
        status = status_on(person.number, today)
        if not status.has_benefits:
            continue
        categories = [spell.content for spell in facts_on(person.number, today).categories]
        yield {
            "psn_no": person.number,
            "certno": person.certificate_number,
            "psn_name": person.name,
            "insutype": status.insutype,
            "psn_type": status.psn_type,
            "category": categories[0] if categories else "",
        }


def _ten(shelf: Sequence[Priced]) -> list[Priced]:
    """Take ten that lie evenly apart, so that every kind is among them."""
    return [shelf[at * len(shelf) // ITEMS] for at in range(ITEMS)] if shelf else []


def _item(one: Priced) -> Row:
    return {
        "med_list_codg": one.item,
        "medins_list_codg": one.local_item,
        "med_list_name": one.name,
        "pric": float(one.price_e6 / _E6),
        "list_type": one.list_type,
        "med_chrgitm_type": one.med_chrgitm_type,
    }

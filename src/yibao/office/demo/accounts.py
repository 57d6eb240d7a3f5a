"""Accounts of the demo region: one for each role and level of the region (演示账户)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yibao.office.base.actor import SYSTEM
from yibao.office.base.errors import NotFound
from yibao.office.base.queries import grants_of
from yibao.office.base.rights.granted import EVERYTHING
from yibao.office.base.roles import Role
from yibao.office.base.services.accounts import account_of, make_account
from yibao.office.base.services.grants import give
from yibao.office.demo.region import CITY, PROVINCE
from yibao.terms.text import Text

PASSWORD = "Shifan-9901-yanshi"  # noqa: S105 -- of invented people, and printed on purpose
_LEVELS = (
    ("province", PROVINCE, Text("示范省", "province")),
    ("city", CITY, Text("示范市", "city")),
    ("county", "990121", Text("示范甲县", "county")),
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account: user name, name, role, and the division, provider or person where it counts."""

    username: str
    name: str
    role: Role
    place: str


def demo_accounts(
    providers: dict[str, str], person: str, *, only_city: bool = False
) -> Iterator[DemoAccount]:
    """List the accounts.

    Args:
        providers: code of an institution by the word that its account is called by.
        person: number of the person who has an account; empty: nobody.
        only_city: no officers of province and county.

    """
    levels = [level for level in _LEVELS if level[1] == CITY or not only_city]
    for role in Role:
        if role.is_officer:
            for level, division, label in levels:
                yield DemoAccount(
                    f"{role.value}-{level}", f"{label.zh}{role.label.zh}", role, division
                )
    for word, code in providers.items():
        yield DemoAccount(f"provider-{word}", f"定点机构 {code}", Role.PROVIDER, code)
    if person:
        yield DemoAccount("insured", "参保人（演示）", Role.INSURED, person)


def load_accounts(wanted: Iterator[DemoAccount], today: date) -> list[DemoAccount]:
    """Make the accounts that are not there yet, and their grants; return all of them."""
    every = list(wanted)
    for one in every:
        try:
            account = account_of(one.username)
        except NotFound:
            account = make_account(
                SYSTEM,
                username=one.username,
                name=one.name,
                password=PASSWORD,
                must_change_password=False,
            )
        if not grants_of(account.pk, today):
            give(
                *(SYSTEM, EVERYTHING, account, one.role),
                place=one.place,
                begins=today,
                reason="演示账户",
            )
    return every

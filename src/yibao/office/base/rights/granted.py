"""What one account may do, and where (授权与管辖范围)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from yibao.office.base.actor import Actor
from yibao.office.base.errors import not_allowed
from yibao.office.base.rights.matrix import permission
from yibao.office.base.roles import Role


@dataclass(frozen=True, slots=True)
class Reach:
    """The part of a region, its providers and its persons that somebody sees (管辖范围).

    Divisions are beginnings of admdvs codes without trailing zeros: ``"9901"`` is a city with
    its counties, ``""`` everything. All three empty is nothing.

    >>> Reach(("9901",)).covers_division("990121"), Reach().covers_division("990121")
    (True, False)
    """

    divisions: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether nothing is out of reach."""
        return "" in self.divisions

    def covers_division(self, division: str) -> bool:
        """Tell whether the division `division` is within reach."""
        return any(division.startswith(beginning) for beginning in self.divisions)

    def condition(
        self,
        division: str | None = "division",
        provider: str | None = None,
        person: str | None = None,
    ) -> Q:
        """Return the condition of a query: fields' names of division, provider and person.

        >>> str(Reach().condition())
        "(AND: ('pk__in', []))"
        """
        if self.is_everything:
            return Q()
        ways = [Q(**{f"{division}__startswith": each}) for each in self.divisions if division]
        if provider and self.providers:
            ways.append(Q(**{f"{provider}__in": self.providers}))
        if person and self.persons:
            ways.append(Q(**{f"{person}__in": self.persons}))
        if not ways:
            return Q(pk__in=[])
        whole = ways[0]
        for way in ways[1:]:
            whole |= way
        return whole


EVERYTHING = Reach(("",))


def beginning_of(division: str) -> str:
    """Return the beginning that a division and all below it share.

    >>> beginning_of("990100"), beginning_of("990121"), beginning_of("990000")
    ('9901', '990121', '99')
    """
    code = division
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return "" if code == "00" else code


@dataclass(frozen=True, slots=True)
class Grant:
    """A role with the place where it counts; of an officer a division, else provider or person."""

    role: Role
    division: str = ""
    provider: str = ""
    person: str = ""


class Granted:
    """All grants of one account in force, asked by permission; without any, nothing is allowed."""

    def __init__(
        self, actor: Actor, grants: Iterable[Grant] = (), *, second_factor: bool = False
    ) -> None:
        self.actor = actor
        self.grants = tuple(grants)
        self.second_factor = second_factor
        """Whether the second factor was shown in this session, or the site asks for none."""

    @property
    def is_signed_in(self) -> bool:
        """Whether somebody is there."""
        return self.actor.account_id is not None

    def may(self, code: str) -> bool:
        """Tell whether the permission is granted anywhere at all, with the second factor shown."""
        asked = permission(code)
        if asked.second_factor and not self.second_factor:
            return False
        return any(grant.role in asked.roles for grant in self.grants)

    def lacks_only_second_factor(self, code: str) -> bool:
        """Tell whether showing the second factor would be enough."""
        asked = permission(code)
        held = any(grant.role in asked.roles for grant in self.grants)
        return held and asked.second_factor and not self.second_factor

    def reach(self, code: str) -> Reach:
        """Return where the permission counts; nothing when it is not granted."""
        if not self.may(code):
            return Reach()
        roles = permission(code).roles
        held = [grant for grant in self.grants if grant.role in roles]
        return Reach(
            divisions=_distinct(beginning_of(each.division) for each in held if each.division),
            providers=_distinct(each.provider for each in held if each.provider),
            persons=_distinct(each.person for each in held if each.person),
        )

    def need(self, code: str) -> Reach:
        """Return where the permission counts.

        Raises:
            NotAllowed: when it is not granted.

        """
        if not self.may(code):
            raise not_allowed(code)
        return self.reach(code)


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))

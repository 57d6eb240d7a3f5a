"""Rights: deny by default, by role and reach; the whole matrix as it is meant to be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from yibao.office.base.actor import Actor
from yibao.office.base.errors import NotAllowed
from yibao.office.base.rights.granted import EVERYTHING, Grant, Granted, Reach, beginning_of
from yibao.office.base.rights.guard import GUARD
from yibao.office.base.rights.matrix import matrix
from yibao.office.base.roles import Role
from yibao.office.site.api import api

MEANT = Path(__file__).with_name("matrix.json")
SOMEBODY = Actor(1, "示范")


def test_the_matrix_is_the_one_that_was_decided():
    # Whoever gives a role a right has to write it here as well; a slip of the pen is seen.
    decided = json.loads(MEANT.read_text(encoding="utf-8"))
    found = {
        code: {
            "roles": sorted(role.value for role in permission.roles),
            "second_factor": permission.second_factor,
        }
        for code, permission in matrix().items()
    }
    assert found == decided


def test_nobody_may_do_anything_without_a_grant():
    granted = Granted(SOMEBODY, (), second_factor=True)
    assert not any(granted.may(code) for code in matrix())
    assert all(granted.reach(code) == Reach() for code in matrix())


@pytest.mark.parametrize("role", Role)
def test_a_role_may_do_what_names_it_and_nothing_else(role):
    place = {"provider": "H99012100001"} if role is Role.PROVIDER else {"division": "990121"}
    granted = Granted(SOMEBODY, (Grant(role, **place),), second_factor=True)
    for code, permission in matrix().items():
        assert granted.may(code) == (role in permission.roles), code


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.INSURED])
def test_who_is_no_officer_reaches_no_division(role):
    place = {"provider": "H99012100001"} if role is Role.PROVIDER else {"person": "P1"}
    granted = Granted(SOMEBODY, (Grant(role, **place),), second_factor=True)
    for code in matrix():
        assert granted.reach(code).divisions == ()


def test_nothing_that_moves_money_or_rights_goes_without_the_second_factor():
    code = "base.grant.edit"
    grants = (Grant(Role.ADMINISTRATION, "990100"),)
    without = Granted(SOMEBODY, grants)
    assert not without.may(code)
    assert without.lacks_only_second_factor(code)
    assert without.reach(code) == Reach()
    with pytest.raises(NotAllowed):
        without.need(code)
    assert Granted(SOMEBODY, grants, second_factor=True).reach(code) == Reach(("9901",))


def test_an_unknown_permission_is_a_mistake_and_not_a_no():
    with pytest.raises(KeyError):
        Granted(SOMEBODY).may("people.person.dance")


def test_reach_is_the_union_of_grants_that_hold_the_permission():
    granted = Granted(
        SOMEBODY,
        (Grant(Role.FUND, "990121"), Grant(Role.ADMINISTRATION, "990122")),
        second_factor=True,
    )
    # The audit is for administration and supervision; fund accounting in 990121 adds nothing.
    assert granted.reach("base.audit.view") == Reach(("990122",))
    # Both roles see the seals.
    assert granted.reach("base.seal.view") == Reach(("990121", "990122"))


@pytest.mark.parametrize(
    ("division", "beginning"),
    [("990100", "9901"), ("990121", "990121"), ("990000", "99"), ("100000", "10"), ("000000", "")],
)
def test_a_division_reaches_what_lies_below(division, beginning):
    assert beginning_of(division) == beginning


def test_everything_is_everything():
    assert EVERYTHING.is_everything
    assert str(EVERYTHING.condition()) == "(AND: )"


def _views(patterns, before=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield before + str(pattern.pattern), pattern.callback


def test_every_view_of_the_site_is_guarded():
    unguarded = [
        address
        for address, view in _views(get_resolver().url_patterns)
        if not hasattr(view, GUARD)
        and not getattr(view, "func", view).__module__.startswith("ninja.")
    ]
    assert unguarded == []


def test_every_operation_of_the_interface_is_guarded():
    operations = [
        (address, operation)
        for _, router in api._routers
        for address, view in router.path_operations.items()
        for operation in view.operations
    ]
    unguarded = [
        address for address, operation in operations if not hasattr(operation.view_func, GUARD)
    ]
    assert operations
    assert unguarded == []

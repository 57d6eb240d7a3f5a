"""Accounts shared within a family: the order of owners, days, death, numbers that are merged."""

from __future__ import annotations

from datetime import date

import pytest

from tests.office.people.making import NEW_YEAR, TODAY, employee, person
from yibao.office.base.actor import SYSTEM
from yibao.office.people.queries import sharers_of
from yibao.office.people.services import (
    end_sharing,
    hold,
    merge_persons,
    record_death,
    share_account,
)
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.django_db


def test_owners_come_in_the_order_of_sharing_and_on_its_days_only():
    member, first, second = (employee(number).number for number in (1, 3, 5))
    share_account(SYSTEM, second, member, date(2025, 3, 1))
    share_account(SYSTEM, first, member, NEW_YEAR, date(2025, 6, 30))
    assert sharers_of(member, date(2025, 2, 1)) == [first]
    assert sharers_of(member, TODAY) == [first, second]
    assert sharers_of(member, date(2025, 7, 1)) == [second]
    end_sharing(SYSTEM, second, member, date(2025, 7, 31), "解除")
    assert sharers_of(member, date(2025, 8, 1)) == []


def test_one_account_is_shared_with_a_member_once_and_not_with_its_owner():
    member, owner = employee(1).number, employee(3).number
    share_account(SYSTEM, owner, member, NEW_YEAR)
    for whose, who, code in ((owner, member, "dates_overlap"), (owner, owner, "own_account")):
        with pytest.raises(InvalidInput) as refused:
            share_account(SYSTEM, whose, who, TODAY)
        assert refused.value.code == code


def test_death_of_either_ends_it():
    member, owner, other = (employee(number).number for number in (1, 3, 5))
    share_account(SYSTEM, owner, member, NEW_YEAR)
    share_account(SYSTEM, member, other, NEW_YEAR)
    record_death(SYSTEM, member, date(2025, 5, 1), TODAY)
    assert sharers_of(member, TODAY) == sharers_of(other, TODAY) == []
    assert sharers_of(other, date(2025, 5, 1)) == [member]


def test_a_merged_number_is_held_and_shared_under_the_one_that_is_kept():
    kept, owner, twice = employee(1).number, employee(3).number, person(5).number
    share_account(SYSTEM, owner, twice, NEW_YEAR)
    merge_persons(SYSTEM, kept, twice, "重复")
    assert hold(twice) == kept
    assert sharers_of(twice, TODAY) == sharers_of(kept, TODAY) == [owner]

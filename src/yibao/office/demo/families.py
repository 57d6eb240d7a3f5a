"""Families of the demo region that share a personal account (演示家庭共济)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from yibao.office.base.actor import SYSTEM
from yibao.office.people.queries import numbers_insured, sharers_of
from yibao.office.people.services import share_account
from yibao.synthetic.people import RESIDENTS

FAMILIES = 30


def share_accounts(holders: Sequence[str], today: date) -> int:
    """Let the first holders of accounts share theirs with a resident each; return how many."""
    owners = holders[:FAMILIES]
    members = numbers_insured(RESIDENTS, today, len(owners))
    made = 0
    for owner, member in zip(owners, members, strict=False):
        if owner not in sharers_of(member, today):
            share_account(SYSTEM, owner, member, today)
            made += 1
    return made

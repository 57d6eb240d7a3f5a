"""The region of the scenarios, and the software of each provider in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office.claims.making import HOSPITAL, PHARMACY, SECOND
from tests.office.exchange.care.database import looking_at, own_copy, undone
from tests.office.exchange.care.region import TOWNSHIP, VILLAGE, People, make_world
from tests.office.exchange.care.software import Software
from yibao.office.database.url import DatabaseUrl


@pytest.fixture(scope="session")
def region(server: DatabaseUrl, django_db_blocker: object) -> Iterator[tuple[DatabaseUrl, People]]:
    """Make the region once for all scenarios."""
    with django_db_blocker.unblock(), own_copy(server) as url:  # type: ignore[attr-defined]
        with looking_at(url):
            people = make_world()
        yield url, people


@pytest.fixture
def people(region: tuple[DatabaseUrl, People], django_db_blocker: object) -> Iterator[People]:
    """Return everybody; what the test does is undone."""
    url, everybody = region
    with django_db_blocker.unblock(), looking_at(url), undone():  # type: ignore[attr-defined]
        yield everybody


@pytest.fixture
def hospital(people: People) -> Software:
    """Return the software of a tertiary hospital."""
    return Software(HOSPITAL)


@pytest.fixture
def county_hospital(people: People) -> Software:
    """Return the software of a secondary hospital."""
    return Software(SECOND)


@pytest.fixture
def village(people: People) -> Software:
    return Software(VILLAGE)


@pytest.fixture
def township(people: People) -> Software:
    return Software(TOWNSHIP)


@pytest.fixture
def pharmacy(people: People) -> Software:
    return Software(PHARMACY)

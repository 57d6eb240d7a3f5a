"""Tables and addresses of the register of books."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client

from tests.office.screens.shelf import BOOKS, Book
from yibao.office.base.roles import Role
from yibao.office.screens.discovery import declared


@pytest.fixture
def books(db: None, settings: object) -> Iterator[type[Book]]:
    """Make the table of books, and let the site know its register."""
    settings.ROOT_URLCONF = "tests.office.screens.urls"  # type: ignore[attr-defined]
    with connection.schema_editor() as editor:
        editor.create_model(Book)
    registers = declared().registers
    registers[BOOKS.code] = BOOKS  # type: ignore[index]
    yield Book
    del registers[BOOKS.code]  # type: ignore[attr-defined]


@pytest.fixture
def clerk(client_of: Callable[..., Client], books: type[Book]) -> Client:
    """Return the client of somebody who may do everything to books."""
    return client_of(Role.ADMINISTRATION)

"""A hospital to which the interface is open, and its counter of messages."""

from __future__ import annotations

import pytest

from tests.office.exchange.door.sending import HOSPITAL
from tests.office.providers.making import institution
from yibao.office.base.actor import SYSTEM
from yibao.office.exchange.services import set_access


@pytest.fixture
def open_hospital(db: None) -> str:
    """Return the code of a hospital that need not sign."""
    institution(HOSPITAL)
    set_access(SYSTEM, HOSPITAL, "none")
    return HOSPITAL

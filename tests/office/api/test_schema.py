"""The whole interface against its own schema: whatever comes, no failure, and answers as promised.

Schemathesis makes requests from ``/api/openapi.json``, valid ones and broken ones. Each is sent
twice: as made, and with the numbers of rows that exist. The roles send them in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from django.conf import settings as site
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.office.people.making import employee, resident_number
from tests.office.providers.making import hospital
from yibao.office.base.actor import SYSTEM
from yibao.office.base.roles import Role
from yibao.office.people.services import add_identity
from yibao.office.site.api import api

EXAMPLES = 15
"""Requests drawn for one operation, besides those at the bounds of every field."""

ROLES = (Role.ENROLMENT, Role.SUPERVISION, Role.ADMINISTRATION, Role.PROVIDER, Role.INSURED)
TURNS = cycle(ROLES)
"""Who sends the next request: everybody in turn."""
CSRF = "c" * 32

SCHEMA = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/"))
SCHEMA.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
SCHEMA.config.phases.coverage.unexpected_methods = {"DELETE"}
SCHEMA.app = get_wsgi_application()


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Keep requests from closing the connection of the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def known(db: None) -> dict[str, str]:
    """Register somebody and a hospital; return values of path parameters by their name."""
    row = employee()
    code = hospital(scopes=("inpatient", "outpatient"))
    add_identity(
        SYSTEM,
        row.number,
        {"category": "minimum_living", "evidence": "示范民1号", "source": "民政"},
        date(2025, 1, 1),
    )
    return {"number": row.number, "code": code, "certno": resident_number(1)}


@pytest.fixture
def cookies(client_of: Callable[..., Client], known: dict[str, str]) -> dict[Role, dict[str, str]]:
    """Return the cookies of somebody signed in, for each role."""
    place = {
        Role.PROVIDER: {"provider": known["code"]},
        Role.INSURED: {"person": known["number"]},
    }
    sessions = {
        role: client_of(role, **place.get(role, {})).cookies[site.SESSION_COOKIE_NAME].value
        for role in ROLES
    }
    return {
        role: {site.SESSION_COOKIE_NAME: session, site.CSRF_COOKIE_NAME: CSRF}
        for role, session in sessions.items()
    }


def send(case: Case, cookies: dict[str, str]) -> None:
    """Send a request and hold the answer against the schema."""
    answer = case.call(cookies=cookies, headers={"X-CSRFToken": CSRF})
    assert answer.status_code < 500, (case.method, case.formatted_path, answer.text[:500])
    promised = case.operation.definition.raw["responses"]
    checks: list[Any] = [not_a_server_error]
    if str(answer.status_code) in promised:
        checks += [
            *(content_type_conformance, response_headers_conformance),
            *(response_schema_conformance, status_code_conformance),
        ]
    else:
        assert answer.status_code in (400, 403, 404, 405, 409, 415, 422), answer.text[:500]
    case.validate_response(answer, checks=checks)


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_the_interface_keeps_its_promises(
    case: Case, known: dict[str, str], cookies: dict[Role, dict[str, str]]
) -> None:
    asking = next(TURNS)
    send(case, cookies[asking])
    hit = {name: known[name] for name in case.path_parameters if name in known}
    if hit:
        case.path_parameters.update(hit)
        send(case, cookies[asking])


def test_the_schema_is_served_to_who_is_signed_in(client_of: Callable[..., Client]) -> None:
    answer = client_of(Role.ENROLMENT).get("/api/openapi.json")
    assert answer.status_code == 200
    paths = answer.json()["paths"]
    assert "/api/people/persons/{number}/" in paths
    assert Client().get("/api/openapi.json").status_code in (302, 401, 403)


def test_every_operation_needs_somebody_signed_in(known: dict[str, str]) -> None:
    stranger = Client()
    for path, operations in api.get_openapi_schema(path_prefix="/api/")["paths"].items():
        address = path
        for name in ("number", "code"):
            address = address.replace("{" + name + "}", known[name])
        for method in operations:
            answer = stranger.generic(method.upper(), address)
            assert answer.status_code in (401, 403, 404, 422), (method, path)

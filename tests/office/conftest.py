"""What tests of the offices share: a database of their own, and people who are signed in."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from yibao.office.base.actor import Actor
from yibao.office.base.models import Account, Grant
from yibao.office.base.roles import Role
from yibao.office.database import clones
from yibao.office.database.embedded import FORGETFUL, Cluster
from yibao.office.database.url import DatabaseUrl

TEMPLATE = "yibao_template"


def _server() -> DatabaseUrl:
    """Return the server of this run, started by whoever comes first; the root conftest stops it."""
    given = os.environ.get("YIBAO_TEST_DATABASE_URL")
    if given:
        return DatabaseUrl.parse(given)
    cluster = Cluster(Path(os.environ["YIBAO_TEST_CLUSTER"]))
    cluster.make()
    if not cluster.runs():
        cluster.start({**FORGETFUL, "max_connections": "200", "shared_buffers": "128MB"})
    return cluster.url("postgres")


def _point_at(url: DatabaseUrl) -> None:
    connections["default"].close()
    values = {key: value for key, value in url.django().items() if key != "ENGINE"}
    settings.DATABASES["default"].update(values)
    connections["default"].settings_dict.update(values)


@pytest.fixture(scope="session")
def server(django_db_blocker: object) -> DatabaseUrl:
    """Return the server, with a migrated template database."""
    folder = Path(os.environ["YIBAO_TEST_CLUSTER"])
    folder.mkdir(parents=True, exist_ok=True)
    with clones.one_at_a_time(folder / "lock"):
        server = _server()
        template = f"{TEMPLATE}_{os.environ['YIBAO_TEST_RUN']}"
        if not clones.has_database(server, template):
            half = f"{template}_half"
            clones.drop(server, half)
            _point_at(clones.make_database(server, half))
            with django_db_blocker.unblock():  # type: ignore[attr-defined]
                call_command("migrate", verbosity=0, interactive=False)
            connections["default"].close()
            clones.clone(server, half, template)
            clones.drop(server, half)
    return server


def _fresh(server: DatabaseUrl) -> Iterator[DatabaseUrl]:
    name = f"yibao_{uuid.uuid4().hex[:12]}"
    before = dict(connections["default"].settings_dict)
    template = f"{TEMPLATE}_{os.environ['YIBAO_TEST_RUN']}"
    with clones.one_at_a_time(Path(os.environ["YIBAO_TEST_CLUSTER"]) / "lock"):
        url = clones.clone(server, template, name)
    _point_at(url)
    yield url
    connections["default"].close()
    connections["default"].settings_dict.update(before)
    clones.drop(server, name)


@pytest.fixture(scope="session")
def django_db_setup(server: DatabaseUrl, django_db_blocker: object) -> Iterator[None]:
    """Give this worker a database of its own."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        for _ in _fresh(server):
            with django_db_blocker.block():  # type: ignore[attr-defined]
                yield


@pytest.fixture
def own_database(server: DatabaseUrl, django_db_blocker: object) -> Iterator[DatabaseUrl]:
    """Give one test a database where commits are real: for threads, kills and conditions.

    Instead of `db`, never beside it.
    """
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield from _fresh(server)


@pytest.fixture
def office(request: pytest.FixtureRequest) -> Callable[..., Account]:
    """Make an account with one role: `office(Role.FUND, division="990100")`."""
    if "own_database" not in request.fixturenames:
        request.getfixturevalue("db")

    def make(role: Role, division: str = "990100", provider: str = "", person: str = "") -> Account:
        number = Account.objects.count() + 1
        account = Account.objects.create(
            username=f"{role.value}-{number}",
            name=f"{role.label.zh}{number}",
            must_change_password=False,
        )
        account.set_password("a password of tests 1")
        account.save()
        Grant.objects.create(
            account=account,
            role=role,
            division="" if provider or person else division,
            provider=provider,
            person=person,
            during=(timezone.localdate(), None),
            reason="测试",
        )
        return account

    return make


@pytest.fixture
def client_of(office: Callable[..., Account]) -> Callable[..., Client]:
    """Return a signed-in client with one role, its second factor shown."""

    def make(role: Role, division: str = "990100", **place: str) -> Client:
        client = Client()
        client.force_login(
            office(role, division, **place), backend=settings.AUTHENTICATION_BACKENDS[1]
        )
        session = client.session
        session["second_factor_at"] = timezone.now().timestamp()
        session.save()
        return client

    return make


@pytest.fixture
def actor(office: Callable[..., Account]) -> Callable[..., Actor]:
    """Return an actor with one role, for services."""

    def make(role: Role, division: str = "990100", **place: str) -> Actor:
        account = office(role, division, **place)
        return Actor(account.pk, account.name, (role,), address="127.0.0.1", purpose="测试")

    return make

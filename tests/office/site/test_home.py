"""The home page: cards and duties of the offices, each for who may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from yibao.office.base import outbox
from yibao.office.base.models import Event
from yibao.office.base.roles import Role
from yibao.office.screens.discovery import declared

pytestmark = pytest.mark.django_db


def test_duties_and_cards_are_shown_to_the_roles_that_hold_them(client_of):
    outbox.publish("base.test.lost", "1", {})
    Event.objects.update(tries=3, next_try_at=timezone.now() + timedelta(days=1))
    administration = client_of(Role.ADMINISTRATION).get("/").content.decode()
    assert "送达失败的事件" in administration
    assert "登记人员" not in administration
    enrolment = client_of(Role.ENROLMENT).get("/").content.decode()
    assert "登记人员" in enrolment
    assert "送达失败的事件" not in enrolment


@pytest.mark.parametrize("role", [role for role in Role if role.is_officer])
def test_every_figure_can_be_counted(role, client_of):
    client = client_of(role)
    assert client.get("/").status_code == 200
    for duty in declared().duties:
        assert client.get(duty.url).status_code in {200, 403}, duty.url


def test_the_migrations_are_those_of_the_models():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_an_unknown_address_is_answered_in_our_words(client_of):
    answer = client_of(Role.FUND).get("/nowhere/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()

"""Signing in: lock-out, idle and long sessions, the second factor, stopped accounts."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from yibao.office.base.actor import SYSTEM, Actor
from yibao.office.base.errors import Conflict, NotAllowed
from yibao.office.base.models import Account, AuditEntry, Grant
from yibao.office.base.queries import grants_of
from yibao.office.base.rights import second_factor
from yibao.office.base.rights.granted import Reach
from yibao.office.base.roles import Role
from yibao.office.base.services import accounts, grants
from yibao.terms.errors import InvalidInput

pytestmark = pytest.mark.django_db

PASSWORD = "a password of tests 1"
SIGN_IN = "/base/sign-in/"


def _sign_in(client, account, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": account.username, "password": password, **more})


def test_the_right_password_lets_in_and_is_noted(office):
    account = office(Role.FUND)
    client = Client()
    answer = _sign_in(client, account, next="/base/jobs/")
    assert (answer.status_code, answer.url) == (302, "/base/jobs/")
    assert client.get("/base/jobs/").status_code == 200
    entry = AuditEntry.objects.get(action="sign_in")
    assert entry.account_id == account.pk


def test_the_next_page_is_never_somebody_elses(office):
    answer = _sign_in(Client(), office(Role.FUND), next="https://evil.example/")
    assert answer.url == "/"


def test_five_wrong_tries_lock_even_for_the_right_password(office):
    account = office(Role.FUND)
    client = Client()
    statuses = [_sign_in(client, account, "wrong").status_code for _ in range(5)]
    assert statuses[:4] == [401] * 4
    assert statuses[4] == 429
    assert _sign_in(client, account).status_code == 429


def test_a_stopped_account_is_out_at_once(office, client_of, actor):
    account = office(Role.FUND)
    client = Client()
    _sign_in(client, account)
    accounts.stop_account(actor(Role.ADMINISTRATION), Account.objects.get(pk=account.pk), "离职")
    assert client.get("/base/jobs/").status_code == 302
    assert _sign_in(Client(), account).status_code == 401


def test_a_session_ends_after_twelve_hours_however_busy(office):
    client = Client()
    _sign_in(client, office(Role.FUND))
    session = client.session
    session["signed_in_at"] = timezone.now().timestamp() - settings.SESSION_LASTS_AT_MOST - 1
    session.save()
    answer = client.get("/base/jobs/")
    assert (answer.status_code, answer.url) == (302, f"{SIGN_IN}?next=%2Fbase%2Fjobs%2F")


def test_nobody_signed_in_is_sent_to_sign_in():
    answer = Client().get("/base/matrix/?level=3")
    assert answer.url == f"{SIGN_IN}?next=%2Fbase%2Fmatrix%2F%3Flevel%3D3"


def test_granting_asks_for_the_second_factor_and_a_code_counts_once(office):
    account = office(Role.ADMINISTRATION)
    client = Client()
    _sign_in(client, account)
    answer = client.get("/base/grant/new/")
    assert (answer.status_code, answer.url) == (
        302,
        "/base/second-factor/?next=%2Fbase%2Fgrant%2Fnew%2F",
    )
    # Without an authenticator one is enrolled first.
    assert client.get("/base/second-factor/").url == "/base/second-factor/enrol/?next=/"
    client.get("/base/second-factor/enrol/")
    secret = client.session["second_factor_pending"]
    wrong = client.post("/base/second-factor/enrol/", {"code": "000000"})
    assert wrong.status_code == 200
    code = pyotp.TOTP(secret).now()
    assert client.post("/base/second-factor/enrol/", {"code": code}).status_code == 302
    assert client.get("/base/grant/new/").status_code == 200

    account.refresh_from_db()
    assert secret not in account.second_factor_secret
    assert second_factor.is_right(account, pyotp.TOTP(secret).now())
    account.refresh_from_db()
    assert not second_factor.is_right(account, pyotp.TOTP(secret).now()), "a code counts once"


def test_the_second_factor_is_asked_for_again_after_a_quarter_of_an_hour(client_of):
    client = client_of(Role.ADMINISTRATION)
    assert client.get("/base/grant/new/").status_code == 200
    session = client.session
    session["second_factor_at"] = timezone.now().timestamp() - 15 * 60 - 1
    session.save()
    assert client.get("/base/grant/new/").status_code == 302


def test_a_password_is_hard_to_guess_and_new():
    account = accounts.make_account(
        SYSTEM, username="zhang", name="张示范", password="correct horse battery"
    )
    for weak in ("short", "password1234", "123456789012"):
        with pytest.raises(InvalidInput) as refused:
            accounts.change_own_password(SYSTEM, account, "correct horse battery", weak)
        assert refused.value.code == "weak_password"
    with pytest.raises(InvalidInput) as refused:
        accounts.change_own_password(SYSTEM, account, "wrong", "another horse battery")
    assert refused.value.code == "wrong_password"


def test_a_user_name_is_taken_once_in_whatever_letters():
    accounts.make_account(SYSTEM, username="zhang", name="张示范", password="correct horse 22")
    with pytest.raises(Conflict) as refused:
        accounts.make_account(SYSTEM, username="ZHANG", name="张示范", password="correct horse 22")
    assert refused.value.code == "username_taken"


def test_two_administrators_cannot_overwrite_one_another(office, actor):
    account = office(Role.FUND)
    first, second = (Account.objects.get(pk=account.pk) for _ in range(2))
    who = actor(Role.ADMINISTRATION)
    accounts.change_account(who, first, name="甲", phone="")
    with pytest.raises(Conflict) as refused:
        accounts.change_account(who, second, name="乙", phone="")
    assert refused.value.code == "changed_meanwhile"
    assert Account.objects.get(pk=account.pk).name == "甲"


@pytest.fixture
def giving(actor):
    return actor(Role.ADMINISTRATION), Reach(("9901",))


def test_a_role_counts_in_its_days(giving, office):
    who, reach = giving
    account = office(Role.FUND)
    today = timezone.localdate()
    day = timedelta(days=1)
    grant = grants.give(
        who, reach, account, Role.PAYMENT, place="990121", begins=today, reason="任命 1 号"
    )
    assert [g.role for g in grants_of(account.pk, today)] == [Role.FUND, Role.PAYMENT]
    grants.take(who, reach, grant, today, "调岗")
    assert Role.PAYMENT in [g.role for g in grants_of(account.pk, today)]
    assert [g.role for g in grants_of(account.pk, today + day)] == [Role.FUND]
    with pytest.raises(Conflict):
        grants.take(who, reach, Grant.objects.get(pk=grant.pk), today, "再次")


@pytest.mark.parametrize(
    ("place", "reason", "code"),
    [
        ("610100", "任命", "beyond_reach"),
        ("990121", " ", "no_reason"),
        ("99", "任命", "invalid_division"),
    ],
)
def test_a_role_is_given_within_reach_with_a_reason(giving, office, place, reason, code):
    who, reach = giving
    with pytest.raises(InvalidInput) as refused:
        grants.give(
            who, reach, office(Role.FUND), Role.PAYMENT, place=place,
            begins=timezone.localdate(), reason=reason,
        )  # fmt: skip
    assert refused.value.code == code


def test_nobody_gives_roles_to_themselves(giving):
    who, reach = giving
    with pytest.raises(NotAllowed) as refused:
        grants.give(
            who, reach, Account.objects.get(pk=who.account_id), Role.PAYMENT, place="990121",
            begins=timezone.localdate(), reason="任命",
        )  # fmt: skip
    assert refused.value.code == "own_grant"


def test_the_same_role_is_not_given_twice_for_a_day(giving, office):
    who, reach = giving
    account, today = office(Role.FUND), timezone.localdate()
    grants.give(who, reach, account, Role.PAYMENT, place="990121", begins=today, reason="任命")
    with pytest.raises(Conflict) as refused:
        grants.give(
            who, reach, account, Role.PAYMENT, place="990121",
            begins=today + timedelta(days=9), reason="任命",
        )  # fmt: skip
    assert refused.value.code == "already_granted"


def test_a_provider_gets_no_division_even_past_the_service(office):
    with pytest.raises(IntegrityError):
        Grant.objects.create(
            account=office(Role.FUND), role=Role.PROVIDER, division="990100",
            during=(timezone.localdate(), None), reason="x",
        )  # fmt: skip


def test_an_actor_says_who_it_is():
    assert Actor(7, "示范", (Role.FUND,)).roles == (Role.FUND,)

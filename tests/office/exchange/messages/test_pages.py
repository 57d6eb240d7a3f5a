"""The registers of messages and accesses, by those who may see them."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.test import Client

from tests.office.exchange.door.sending import HOSPITAL, SIGN_IN, envelope, new_msgid, post, send
from tests.office.providers.making import institution
from yibao.office.base.actor import SYSTEM
from yibao.office.base.roles import Role
from yibao.office.exchange.models import Access, MessageEntry
from yibao.office.exchange.services import set_access

OTHER = "H99012200002"
Clients = Callable[..., Client]


@pytest.fixture(autouse=True)
def messages(db: None) -> None:
    """Let one hospital send a message that is carried out and one that is refused."""
    for code in (HOSPITAL, OTHER):
        institution(code)
        set_access(SYSTEM, code, "none")
    send("9001", SIGN_IN)
    send("9001", SIGN_IN, fixmedins_code=OTHER, msgid=new_msgid(OTHER))
    wrong = {"data": {"psn_no": "P1", "omsgid": "x", "oinfno": "1101"}}
    post(json.dumps(envelope("2601", wrong)).encode())


def page(client: Client, address: str) -> str:
    came = client.get(address)
    assert came.status_code == 200, came.status_code
    return came.content.decode()


def test_an_officer_filters_messages(client_of: Clients):
    client = client_of(Role.SETTLEMENT)
    everything = page(client, "/exchange/message/")
    assert HOSPITAL in everything
    assert OTHER in everything
    assert "not_undoable" in everything
    refused = page(client, "/exchange/message/?outcome=refused")
    assert "not_undoable" in refused
    assert OTHER not in refused
    assert HOSPITAL not in page(client, f"/exchange/message/?provider={OTHER}")
    assert "not_undoable" not in page(client, "/exchange/message/?infno=9001")
    assert OTHER not in page(client, "/exchange/message/?received.to=2020-01-01")


def test_a_page_shows_what_was_asked_and_answered(client_of: Clients):
    client = client_of(Role.SETTLEMENT)
    refused = MessageEntry.objects.get(infno="2601")
    shown = page(client, f"/exchange/message/{refused.pk}/")
    assert "omsgid" in shown
    carried_out = MessageEntry.objects.filter(infno="9001").first()
    assert carried_out is not None
    assert "inf_refmsgid" in page(client, f"/exchange/message/{carried_out.pk}/")


def test_administration_sees_that_messages_came_but_not_what_they_say(client_of: Clients):
    client = client_of(Role.ADMINISTRATION)
    refused = MessageEntry.objects.get(infno="2601")
    shown = page(client, f"/exchange/message/{refused.pk}/")
    assert "omsgid" not in shown
    assert "您的岗位不能查看报文内容" in shown


def test_a_provider_sees_its_own(client_of: Clients):
    client = client_of(Role.PROVIDER, provider=HOSPITAL)
    shown = page(client, "/exchange/message/")
    assert HOSPITAL in shown
    assert OTHER not in shown
    theirs = MessageEntry.objects.get(provider=OTHER)
    assert client.get(f"/exchange/message/{theirs.pk}/").status_code == 404
    assert client.get("/exchange/access/").status_code == 403


def test_who_does_not_sign_is_warned_of(client_of: Clients):
    client = client_of(Role.ADMINISTRATION)
    assert "任何人都能冒用" in page(client, "/exchange/access/")
    row = Access.objects.get(provider=HOSPITAL)
    assert "仅限联调" in page(client, f"/exchange/access/{row.pk}/")
    assert "不签名的机构" in page(client, "/")


def test_administration_changes_how_a_provider_signs(client_of: Clients):
    client = client_of(Role.ADMINISTRATION)
    row = Access.objects.get(provider=HOSPITAL)
    form = {
        "mode": "tif",
        "access_key": "PAAS9",
        "secret": "a secret of tests",
        "_version": row.version,
    }
    came = client.post(f"/exchange/access/{row.pk}/edit/", form)
    assert came.status_code in {200, 204, 302}
    row.refresh_from_db()
    assert (row.mode, row.access_key) == ("tif", "PAAS9")
    shown = page(client, f"/exchange/access/{row.pk}/")
    assert "PAAS9" in shown
    assert "a secret of tests" not in shown
    assert client_of(Role.SETTLEMENT).get(f"/exchange/access/{row.pk}/edit/").status_code == 403


def test_messages_come_over_the_web_too():
    sent = json.dumps(envelope("9001", SIGN_IN))
    for address in (
        "/fsi/api/rsfComIfsService/callService",
        "/mbs/fmi/fsi/api/callFsiService/callService",
        "/uif-hsaf-med-api/api/medical/service",
        "/fsi/api/signInSignOutService/signIn",
        "/fsi/api/rsfComIfsService/callService/9001",
    ):
        came = Client(enforce_csrf_checks=True).post(address, sent, content_type="text/plain")
        assert came.status_code == 200
        assert came["Content-Type"] == "application/json; charset=utf-8"
        assert json.loads(came.content)["infcode"] == 0
    assert Client().get("/fsi/api/rsfComIfsService/callService").status_code == 405

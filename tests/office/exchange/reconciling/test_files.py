"""9101 and 9102 through the door: a form with a file, a file in the message, a file back."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.office.exchange.door.conftest import open_hospital
from tests.office.exchange.door.sending import PATH, envelope, post, send
from yibao.office.exchange.door import Reply, answer
from yibao.office.exchange.models import ProviderFile

__all__ = ["open_hospital"]
CONTENT = bytes(range(256)) + b"\r\n--not the boundary\r\n" + b"end"


def form(message: dict[str, Any], content: bytes | None) -> bytes:
    """Return a form as clients of Java build it."""
    boundary = b"------WebKit7MA4YWxk"
    parts = [
        b'Content-Disposition: form-data; name="jsonStr"\r\n\r\n' + json.dumps(message).encode()
    ]
    if content is not None:
        heading = (
            b'Content-Disposition: form-data; name="file"; filename="a.zip"\r\n'
            b"Content-Type: application/octet-stream\r\n\r\n"
        )
        parts.append(heading + content)
    body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return body + b"--" + boundary + b"--\r\n"


def upload(code: str) -> dict[str, Any]:
    return {"fsUploadIn": {"in": "", "filename": "a.zip", "fixmedins_code": code}}


def fetch(number: str) -> Reply:
    asked = {"fsDownloadIn": {"file_qury_no": number, "filename": "a.zip", "fixmedins_code": "plc"}}
    return answer(PATH, (), json.dumps(envelope("9102", asked)).encode(), address="10.0.0.9")


def test_a_form_there_and_back(open_hospital: str) -> None:
    sent = post(form(envelope("9101", upload(open_hospital)), CONTENT))
    assert sent["infcode"] == 0, sent
    output = sent["output"]
    assert (output["filename"], output["fixmedins_code"]) == ("a.zip", open_hospital)
    reply = fetch(output["file_qury_no"])
    assert reply.content_type == "application/octet-stream"
    assert reply.body == CONTENT


def test_a_file_within_the_message(open_hospital: str) -> None:
    given = upload(open_hospital)
    given["fsUploadIn"]["in"] = b64encode(CONTENT).decode()
    sent = send("9101", given)
    assert fetch(sent["output"]["file_qury_no"]).body == CONTENT


@pytest.mark.parametrize("written", ["no base64!", "不是编码", "QUJD等QUJD", "A"])
def test_what_is_no_base64_is_told(written: str, open_hospital: str) -> None:
    given = upload(open_hospital)
    given["fsUploadIn"]["in"] = written
    assert "[unreadable_file]" in send("9101", given)["err_msg"]


def test_the_same_message_keeps_one_file(open_hospital: str) -> None:
    body = form(envelope("9101", upload(open_hospital)), CONTENT)
    assert post(body) == post(body)
    assert ProviderFile.objects.count() == 1


def test_a_form_without_its_parts(open_hospital: str) -> None:
    assert "[form_without_message]" in post(b"--x\r\n\r\n--x--")["err_msg"]
    assert "[field_missing]" in post(form(envelope("9101", upload(open_hospital)), None))["err_msg"]


def test_nothing_to_fetch(open_hospital: str) -> None:
    reply = fetch("no such file")
    assert reply.content_type == "application/json; charset=utf-8"
    assert "[unknown_file]" in json.loads(reply.body)["err_msg"]


def test_a_file_whose_time_is_over(open_hospital: str) -> None:
    sent = post(form(envelope("9101", upload(open_hospital)), CONTENT))["output"]
    ProviderFile.objects.update(kept_until=timezone.now() - timedelta(seconds=1))
    assert "[unknown_file]" in json.loads(fetch(sent["file_qury_no"]).body)["err_msg"]
    # The next upload sweeps it away.
    post(form(envelope("9101", upload(open_hospital)), b"next"))
    assert ProviderFile.objects.count() == 1

"""Opens a message's input and closes its output (报文体加解密): in the form in which it came."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from enum import Enum
from json.encoder import encode_basestring

from yibao.office.exchange.access.opened import Opened
from yibao.office.exchange.cryptography import sm2, sm4
from yibao.office.exchange.envelope import Envelope, parse
from yibao.office.exchange.errors import not_encrypted, wrong_signature
from yibao.office.exchange.models import Mode


class Form(Enum):
    """How the input was written."""

    OBJECT = "object"
    TEXT = "text"
    CIPHER = "cipher"


@dataclass(frozen=True, slots=True)
class OpenedInput:
    """The input as nodes, and the form in which the output has to be written."""

    nodes: object
    form: Form


def open_input(envelope: Envelope, access: Opened) -> OpenedInput:
    """Return the input's nodes; in mode `sm` it must be encrypted and signed.

    Raises:
        InvalidInput: codes of `envelope.parse`.
        Unauthorized: codes ``not_encrypted``, ``wrong_signature``.

    """
    given = envelope.input
    if access.mode == Mode.SM:
        return OpenedInput(_decrypted(given, envelope.signature, access), Form.CIPHER)
    if isinstance(given, str):
        return OpenedInput(parse(given, "input"), Form.TEXT)
    return OpenedInput(given, Form.OBJECT)


def close_output(output: str, form: Form, access: Opened) -> dict[str, str]:
    """Return the answer's keys that hold the output, each as JSON: in mode `sm` signed as well.

    Args:
        output: the output as JSON.
        form: how the input came.
        access: the sender's.

    """
    if form is Form.OBJECT:
        return {"output": output}
    if form is Form.TEXT:
        return {"output": encode_basestring(output)}
    plain = output.encode()
    hidden = base64.b64encode(sm4.encrypted(access.sm4_key, plain)).decode()
    signed = base64.b64encode(sm2.sign(access.server, plain)).decode()
    return {
        "output": f'"{hidden}"',
        "cainfo": f'"{signed}"',
        "signtype": '"SM2"',
        "enctype": '"SM4"',
    }


def _decrypted(given: object, signature: str, access: Opened) -> object:
    if not isinstance(given, str):
        raise not_encrypted()
    try:
        plain = sm4.decrypted(access.sm4_key, base64.b64decode(given, validate=True))
        text = plain.decode()
    except (binascii.Error, ValueError):
        raise not_encrypted() from None
    try:
        signed = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError):
        raise wrong_signature("cainfo") from None
    if not sm2.verify(access.secret, plain, signed):
        raise wrong_signature("cainfo")
    return parse(text, "input")

"""Files that travel with messages (随报文文件): 9101 brings one in a form, 9102 answers with one.

A form (multipart/form-data) has the message in its part `jsonStr` and the file in its part `file`.
It is told from a message by its first line: JSON never begins with two hyphens.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import replace

from yibao.office.exchange.security import OpenedInput
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

ATTACHMENT = "attachment"
"""Beside the nodes of an output: bytes that are answered in place of the message."""
CONTENT_TYPE = "application/octet-stream"

_MESSAGE, _FILE = "jsonStr", "file"
_NODE, _CONTENT = "fsUploadIn", "in"
_NAME = re.compile(rb'[;\s]name="?([^";\r\n]+)"?', re.IGNORECASE)


def parts(body: bytes) -> tuple[bytes, bytes | None]:
    """Return the message of a body, and the file that came in a form with it.

    Raises:
        InvalidInput: code ``form_without_message``.

    >>> parts(b'{"infno": "9101"}')
    (b'{"infno": "9101"}', None)

    """
    if not body.startswith(b"--"):
        return body, None
    found = dict(_fields(body))
    if _MESSAGE not in found:
        raise InvalidInput(
            "form_without_message",
            _MESSAGE,
            Text("表单中没有 jsonStr。", "The form has no part jsonStr."),
            Text("请以 jsonStr 传报文、file 传文件。", "Send jsonStr and file."),
        )
    return found[_MESSAGE], found.get(_FILE)


def with_file(opened: OpenedInput, content: bytes | None) -> OpenedInput:
    """Return an input with the file in its place, as messages without a form bring it."""
    if content is None or not isinstance(opened.nodes, Mapping):
        return opened
    node = opened.nodes.get(_NODE)
    row = {**(node if isinstance(node, Mapping) else {}), _CONTENT: b64encode(content).decode()}
    return replace(opened, nodes={**opened.nodes, _NODE: row})


def _fields(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each part."""
    boundary = body.partition(b"\r\n")[0]
    for part in (b"\r\n" + body).split(b"\r\n" + boundary)[1:]:
        heading, _, content = part.partition(b"\r\n\r\n")
        named = _NAME.search(heading)
        if named is not None:
            yield named[1].decode("utf-8", "replace"), content

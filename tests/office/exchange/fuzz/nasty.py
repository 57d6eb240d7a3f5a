"""What people, programs and strangers put where something else belongs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

VALUES: tuple[Any, ...] = (
    *(
        None,
        "",
        "null",
        "NULL",
        " ",
        "　",
        True,
        False,
        0,
        1,
        -1,
        10**12,
        -(10**12),
        10**18,
        10**39,
    ),
    *(10**60, 0.1, 1.005, -0.001, 1e15, 1e-9, 1e300, float("nan"), float("inf")),
    *(
        "0",
        "-0",
        "+1",
        "00",
        "1.",
        ".5",
        "1e3",
        "1e999999",
        "NaN",
        "Infinity",
        "0x10",
        "١٢",
        "１２",
    ),
    *("9" * 16, "9" * 400, "-" * 30, "1,000.00", "12.345", "0.0000001"),
    *("2025-02-30", "2025-13-01", "0000-00-00", "0001-01-01", "9999-12-31 23:59:59", "2025-06-16"),
    *("2025/06/16", "20250616", "2025-06-16T10:00:00Z", "2025-06-16 25:61:61", "now"),
    *("a\0b", "\ud83d", "\udc00\ud83d", "\u202e倒", "é" * 31, "𠮷" * 40, "医" * 3000, "\r\n\t"),
    *("'; DROP TABLE exchange_message; --", "%s", "%(provider)s", "{0}", "$1", "<script>", "\\"),
    *([], {}, [[]], [{}], {"": ""}, [None], [1, "2", {"3": [4]}], {"data": {"data": {}}}),
)
"""Values; a `float` that JSON cannot say becomes what careless programs write for it."""

HEADERS = (
    ("_api_signature", "x"),
    ("-api-signature", "x"),
    ("x-tif-nonce", "\0"),
    ("X_TIF_NONCE", "医"),
    ("_api_timestamp", "9" * 500),
    ("content-length", "-5"),
)


def mutated(random: Random, sent: dict[str, Any], known: list[Any]) -> dict[str, Any]:
    """Return a copy of an envelope with a few things in it changed."""
    copy: dict[str, Any] = json.loads(json.dumps(sent))
    for _ in range(random.choice((1, 1, 1, 2, 5))):
        places = list(_places(copy))
        if places:
            _change(random, *random.choice(places), known)
    if random.random() < 0.1:
        copy["input"] = json.dumps(copy.get("input"))
    return copy


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every container with each of its keys."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)


def _change(random: Random, holder: Any, key: Any, known: list[Any]) -> None:
    way = random.randrange(8)
    if way == 0 and isinstance(holder, dict):
        del holder[key]
    elif way == 1:
        holder[key] = [holder[key]]
    elif way == 2:
        holder[key] = {"data": holder[key]}
    elif way == 3 and isinstance(holder, list):
        holder.append(json.loads(json.dumps(holder[key])))
    elif way == 4 and isinstance(holder, dict):
        holder[str(key).upper()] = holder.pop(key)
    elif way == 5 and known:
        holder[key] = random.choice(known)
    elif way == 6 and isinstance(holder[key], int | float):
        holder[key] = holder[key] * random.choice((-1, 10, 0.333, 10**9))
    else:
        # A copy: a later change must not reach into the list above and tie it into a ring.
        holder[key] = deepcopy(random.choice(VALUES))


def bent(random: Random, body: bytes) -> bytes:
    """Return bytes that are hardly a message any more."""
    way = random.randrange(9)
    at = random.randrange(len(body) + 1)
    if way == 0:
        return body[:at]
    if way == 1:
        return body[:at] + bytes(random.randrange(256) for _ in range(3)) + body[at:]
    if way == 2:
        return body.decode("utf-8", "replace").encode(
            random.choice(("gb18030", "utf-16", "utf-32"))
        )
    if way == 3:
        return b'{"input":' * random.choice((10, 2000, 50_000)) + body
    if way == 4:
        return b"[" * random.choice((10, 2000, 50_000)) + body
    if way == 5:
        return body.replace(b'"', b"'")
    if way == 6:
        return random.randbytes(random.randrange(200))
    if way == 7:
        head = b'--x\r\nContent-Disposition: form-data; name="jsonStr"\r\n\r\n'
        return head + body + random.choice((b"\r\n--x--\r\n", b"\r\n--x", b"", b"\r\n" + head))
    return body * 2

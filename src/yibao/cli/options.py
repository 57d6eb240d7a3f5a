"""Options as somebody types them (选项): sizes, words, settings."""

from __future__ import annotations

import re

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

_SHAPE = re.compile(r"([0-9]+)\s*(MiB|GiB|MB|GB|M|G)", re.IGNORECASE)
_BYTES = {"m": 2**20, "mib": 2**20, "mb": 10**6, "g": 2**30, "gib": 2**30, "gb": 10**9}
MEMORY_LEAST = 2**30


def size_in_bytes(text: str) -> int:
    """Return a size of memory in bytes.

    Raises:
        InvalidInput: it is no size, or less than a run needs.

    >>> size_in_bytes("4GiB") == 4 * 2**30
    True

    """
    found = _SHAPE.fullmatch(text.strip())
    size = int(found[1]) * _BYTES[found[2].lower()] if found else 0
    if size < MEMORY_LEAST:
        raise InvalidInput(
            "size_unusable",
            "memory",
            Text(f"“{text}”不是可用的内存上限。", f"{text!r} is no usable limit of memory."),
            Text("写 4GiB 或 1500MiB，至少 1GiB。", "Write 4GiB or 1500MiB, at least 1GiB."),
        )
    return size


def one_of(option: str, given: str, known: tuple[str, ...]) -> str:
    """Return a word if it is one of those an option knows.

    Raises:
        InvalidInput: it is not.

    >>> one_of("money", "fen", ("yuan", "fen"))
    'fen'

    """
    if given in known:
        return given
    raise InvalidInput(
        "option_unknown",
        option,
        Text(f"--{option} 没有“{given}”。", f"--{option} knows no {given!r}."),
        Text(f"可用：{'、'.join(known)}。", f"Write one of {', '.join(known)}."),
    )


def settings_of(given: list[str]) -> dict[str, str]:
    """Return settings written as `key=value`.

    Raises:
        InvalidInput: one has no `=`.

    >>> settings_of(["spark.executor.memory=2g"])
    {'spark.executor.memory': '2g'}

    """
    settings = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise InvalidInput(
                "setting_unusable",
                "spark",
                Text(f"“{one}”不是设置。", f"{one!r} is no setting."),
                Text("写成 key=value。", "Write key=value."),
            )
        settings[name] = value
    return settings

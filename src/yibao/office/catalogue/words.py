"""Finding Chinese names without extensions of the database (检索): pairs of neighbours, Pinyin.

A name is kept besides as its single characters and its pairs of neighbours (二元组), an array with
a GIN index; and as the first letters of its Pinyin.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

KEY_LENGTH = 60
_NOISE = re.compile(r"[^\w]+|_")


def plain(text: str) -> str:
    """Return a name as it is compared: without spaces and marks, no capital or wide letters.

    >>> plain("阿司匹林 肠溶片（Ａ型）")
    '阿司匹林肠溶片a型'
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def pairs(text: str) -> list[str]:
    """Return the characters of a name and the pairs of neighbours, each once, sorted.

    >>> pairs("示范市")
    ['市', '示', '示范', '范', '范市']
    """
    name = plain(text)
    return sorted({*name, *_neighbours(name)})


def asked_pairs(text: str) -> list[str]:
    """Return what the pairs of a name must hold for it to have `text` in it.

    >>> asked_pairs("示范市"), asked_pairs("市")
    (['示范', '范市'], ['市'])
    """
    name = plain(text)
    return sorted(_neighbours(name)) if len(name) > 1 else list(name)


def _neighbours(name: str) -> set[str]:
    return {name[place : place + 2] for place in range(len(name) - 1)}


@lru_cache(maxsize=65_536)
def pinyin_key(text: str) -> str:
    """Return the first letters of the Pinyin (拼音首字母) of a name; other letters as they are.

    >>> pinyin_key("阿莫西林胶囊"), pinyin_key("CT平扫")
    ('amxljn', 'ctps')
    """
    letters = lazy_pinyin(plain(text), style=Style.FIRST_LETTER)
    return "".join(letters).lower()[:KEY_LENGTH]

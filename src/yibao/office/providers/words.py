"""Finding and sorting Chinese names without extensions of the database (检索与排序).

A name is kept besides as its single characters and its pairs of neighbours (二元组): an array with
a GIN index. Whoever looks for a part of a name asks for the rows that hold every pair of that part.
"""

import re

from pypinyin import Style, lazy_pinyin

_NOISE = re.compile(r"[\s·•・.,，。()（）\-—_/]+")


def plain(text: str) -> str:
    """Return a name as it is compared: no spaces or dots, no capital letters.

    >>> plain("阿卜杜拉·买买提 ")
    '阿卜杜拉买买提'
    """
    return _NOISE.sub("", text).casefold()


def pairs(text: str) -> list[str]:
    """Return the characters of a name and the pairs of neighbours, each once, sorted.

    >>> pairs("示范市")
    ['市', '示', '示范', '范', '范市']
    """
    name = plain(text)
    return sorted({*name, *(name[place : place + 2] for place in range(len(name) - 1))})


def asked_pairs(text: str) -> list[str]:
    """Return what a row must hold for its name to have `text` in it.

    >>> asked_pairs("示范"), asked_pairs("示")
    (['示范'], ['示'])
    """
    name = plain(text)
    if len(name) < 2:
        return list(name)
    return sorted({name[place : place + 2] for place in range(len(name) - 1)})


def sorting_key(text: str) -> str:
    """Return the Pinyin (拼音) of a name with tones, by which lists of names are sorted.

    >>> sorting_key("李明")
    'li3 ming2'
    """
    return " ".join(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True))[:200]

"""The code dictionaries (字典) of the provider interface: which codes a field may hold.

The tables are in ``standards/dictionaries/``. They are read when first asked for. A field whose
dictionary nobody printed, or printed damaged, takes any text: to refuse a good code is worse.
"""

import re
from functools import cache

from yibao.terms.dictionaries.dictionary import Code, Dictionary
from yibao.terms.tables import rows

__all__ = ["Code", "Dictionary", "dictionaries", "dictionary"]


@cache
def _codes() -> dict[str, dict[str, Code]]:
    found: dict[str, dict[str, Code]] = {}
    for row in rows("dictionaries", "codes.csv"):
        code = Code(row["code"], row["name_zh"], row["name_en"], row["scope"], row["note"])
        found.setdefault(row["dictionary"], {})[code.code] = code
    return found


@cache
def dictionaries() -> dict[str, Dictionary]:
    """Return every dictionary by name, those of which only the name is known included.

    >>> dictionaries()["otc_flag"].state
    'missing'
    """
    codes = _codes()
    return {
        row["dictionary"]: Dictionary(
            row["dictionary"],
            row["name_zh"],
            row["state"],
            codes.get(row["same_as"] or row["dictionary"], {}),
        )
        for row in rows("dictionaries", "dictionaries.csv")
    }


def dictionary(name: str) -> Dictionary:
    """Return the dictionary of a field; one that takes any text where none is known.

    A field in camel case, as part of the interface writes them, finds the dictionary in lower case.

    >>> dictionary("med_type").label("21").zh, dictionary("medType").label("21").en
    ('普通住院', 'inpatient stay')
    >>> dictionary("unknown_one").check("anything", "unknown_one")
    'anything'
    """
    known = dictionaries()
    lower = re.sub("(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    if name in known:
        return known[name]
    if lower in known:
        return known[lower]
    return Dictionary(name, name, "missing", {})

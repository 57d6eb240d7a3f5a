"""Medical-insurance divisions (医保区划, ``admdvs``) and the region folders whose rules they read.

A division is 6 digits: the divisions of GB/T 2260 and, besides, ``xxxx99`` for the pool of a city
itself (市本级) and ``xx9900`` for that of a province itself (省本级).
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from yibao.terms.errors import InvalidInput
from yibao.terms.shipped import regions_root
from yibao.terms.text import Text

NATION = "cn"
"""The folder that every region begins with."""

_CODE = re.compile(r"[1-9][0-9]{5}")
_FOLDER = re.compile(r"[a-z0-9]+(/[a-z0-9]+)*")

_REMEDY = Text(
    "请填 6 位医保区划，如 610113，或 regions 下的文件夹，如 cn/61/6101。",
    "Give 6 digits, such as 610113, or a folder of regions, such as cn/61/6101.",
)


@dataclass(frozen=True, slots=True)
class Region:
    """A division listed in ``regions/index.yaml``.

    >>> regions()["610100"].label.zh
    '西安市'
    """

    code: str
    folder: str
    label: Text
    fictitious: bool


@dataclass(frozen=True, slots=True)
class Division:
    """One division, taken apart.

    Args:
        code: its 6 digits.
        province: 2 digits.
        city: 4 digits, or None at the level of a province and in municipalities (直辖市).
        county: 6 digits, or None at the level of a city or a province.

    >>> Division.parse("610113")
    Division(code='610113', province='61', city='6101', county='610113')
    >>> Division.parse("610199").county is None
    True

    """

    code: str
    province: str
    city: str | None
    county: str | None

    @classmethod
    def parse(cls, code: str, field: str = "admdvs") -> "Division":
        """Return the division with this code.

        Raises:
            InvalidInput: code ``invalid_division``.

        >>> Division.parse("429004")
        Division(code='429004', province='42', city=None, county='429004')

        """
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            reason = Text(f"“{code}”不是医保区划。", f"{code!r} is no division.")
            raise InvalidInput("invalid_division", field, reason, _REMEDY)
        province, city, county = code[:2], code[2:4], code[4:]
        if city in {"00", "99"}:
            return cls(code, province, None, None)
        under_province = city == "90" or province in _municipalities()
        return cls(
            code,
            province,
            None if under_province else code[:4],
            None if county in {"00", "99"} else code,
        )

    @property
    def level(self) -> str:
        """``province``, ``city`` or ``county``.

        >>> [Division.parse(code).level for code in ("610000", "619900", "610199", "610113")]
        ['province', 'province', 'city', 'county']
        """
        if self.county is not None:
            return "county"
        return "province" if self.city is None else "city"


@cache
def _index() -> dict[str, Any]:
    text = (regions_root() / "index.yaml").read_text(encoding="utf-8")
    return dict(yaml.load(text, Loader=yaml.CSafeLoader))


@cache
def _municipalities() -> frozenset[str]:
    return frozenset(row["province"] for row in _index()["municipalities"])


@cache
def regions() -> dict[str, Region]:
    """Return the divisions listed in ``regions/index.yaml``, by code.

    >>> regions()["990100"].fictitious
    True
    """
    return {
        row["code"]: Region(
            row["code"],
            row["folder"],
            Text(row["zh"], row["en"]),
            bool(row.get("fictitious", False)),
        )
        for row in _index()["divisions"]
    }


def folder_chain(code: str, field: str = "admdvs") -> list[str]:
    """Return the region folders whose rules overlay each other, from the nation down.

    A folder of the chain need not exist: a county without rules of its own has its city's.

    Args:
        code: a division, or a folder such as ``cn/61/6101``.
        field: the field named in an error.

    Raises:
        InvalidInput: code ``invalid_division``.

    >>> folder_chain("610113")
    ['cn', 'cn/61', 'cn/61/6101', 'cn/61/6101/610113']
    >>> folder_chain("110105"), folder_chain("990121")
    (['cn', 'cn/11', 'cn/11/110105'], ['cn', 'demo', 'demo/990121'])

    """
    if isinstance(code, str) and _FOLDER.fullmatch(code) and _top(code) in _tops():
        return _parents(code)
    division = Division.parse(code, field)
    return _parents(_folder(division))


def _top(folder: str) -> str:
    return folder.partition("/")[0]


@cache
def _tops() -> frozenset[str]:
    return frozenset({NATION, *(_top(region.folder) for region in regions().values())})


def _folder(division: Division) -> str:
    """Return the folder of a division, by the index or by the general rules."""
    listed = regions()
    own = listed.get(division.code)
    if own is not None:
        return own.folder
    city = None if division.city is None else listed.get(division.city + "00")
    folder = f"{NATION}/{division.province}" if city is None else city.folder
    if city is None and division.city is not None:
        folder += f"/{division.city}"
    return folder if division.county is None else f"{folder}/{division.county}"


def _parents(folder: str) -> list[str]:
    parts = folder.split("/")
    chain = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    return chain if parts[0] == NATION else [NATION, *chain]


def region_folder(code: str, root: Path | None = None, field: str = "admdvs") -> str:
    """Return the last folder of the chain that exists: the region whose rules `code` has.

    A division may lack a folder of its own; a folder that is named must exist.

    Args:
        code: a division or a folder.
        root: the folder of the policy files; the one that comes with the project by default.
        field: the field named in an error.

    Raises:
        InvalidInput: code ``invalid_division``, or ``unknown_region`` when no folder of the chain
            exists.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     (Path(folder) / "cn" / "61").mkdir(parents=True)
    ...     region_folder("610113", Path(folder))
    'cn/61'

    """
    base = regions_root() if root is None else root
    chain = folder_chain(code, field)
    named = chain[-1:] if code == chain[-1] else chain
    for folder in reversed(named):
        if (base / folder).is_dir():
            return folder
    reason = Text(f"“{code}”没有规则文件夹。", f"{code!r} has no folder of rules.")
    raise InvalidInput("unknown_region", field, reason, _REMEDY)

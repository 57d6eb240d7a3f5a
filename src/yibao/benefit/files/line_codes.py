"""Under which numbers a plan knows the codes of a line: class, item, tag, limited (明细代码)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yibao.benefit.files.facts import national_names
from yibao.benefit.files.source import Source
from yibao.benefit.files.values import MISSING_CODE, UNKNOWN_CODE
from yibao.policy.facts import FACTS
from yibao.policy.plan import Plan

NATIONAL = {"class": "chrgitm_lv", "item": "med_chrgitm_type"}


@dataclass(frozen=True, slots=True)
class CodeTables:
    """How one fact of a line is read: its own column, else the national one, else its default."""

    own: Mapping[str, int] | None
    """Name → number; None where the file has no such column."""
    national: Mapping[str, int] | None
    national_name: str
    """The national column, "" where the file has none."""
    otherwise: int
    """What a national code that is not in the table counts as."""
    default: int
    """What counts where nothing is given; `MISSING_CODE` if it has to be given."""


def code_tables(plan: Plan, lines: Source, name: str) -> CodeTables:
    """Return how a fact is read from a file with these columns."""
    codes = plan.vocabulary.codes[name]
    column = NATIONAL.get(name, "")
    national: dict[str, int] | None = None
    if column and lines.has(column):
        national = {code: codes[one] for code, one in national_names(column).items()}
        national |= {code.lstrip("0"): number for code, number in national.items()}
    default = {"class": MISSING_CODE, "item": codes.get("other", 0)}.get(name)
    return CodeTables(
        own=codes if lines.has(name) else None,
        national=national,
        national_name=column if national is not None else "",
        otherwise=codes["other"] if name == "item" else UNKNOWN_CODE,
        default=codes[FACTS[name].default] if default is None else default,
    )

"""Institutions of the demo region, made through the services."""

from datetime import date

from yibao.office.base.actor import SYSTEM
from yibao.office.providers.models import Institution
from yibao.office.providers.services import register_institution, set_level, sign_agreement

NEW_YEAR = date(2025, 1, 1)


def institution(code: str = "H99012100001", **others: str) -> Institution:
    """Register an institution in its county."""
    values = {
        "code": code,
        "name": "示范市第一医院（演示）",
        "kind": "pharmacy" if code[0] == "P" else "hospital",
        "nature": "public",
        "division": code[1:7],
        **others,
    }
    return register_institution(SYSTEM, values)


def hospital(code: str = "H99012100001", *, scopes: tuple[str, ...] = ("inpatient",)) -> str:
    """Register a hospital with a class and an agreement of 2025; return its code."""
    institution(code)
    set_level(SYSTEM, code, "tertiary_a", NEW_YEAR, hosp_lv="2", evidence="示范评字1号")
    last = date(2025, 12, 31)
    sign_agreement(SYSTEM, code, f"XY{code}", scopes, NEW_YEAR, NEW_YEAR, last)
    return code

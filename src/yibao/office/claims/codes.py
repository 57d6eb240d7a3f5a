"""National codes and the names that the policy files have for the same things (代码对应).

The tables are standards/facts and standards/levels; nothing is decided here that they do not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from yibao.benefit.files.facts import national_names
from yibao.office.claims.errors import med_type_elsewhere, med_type_unknown
from yibao.office.claims.models.visit import Setting
from yibao.office.providers.kinds import CareScope
from yibao.terms.tables import rows

_CARE_WITHIN = {
    Setting.OUTPATIENT: frozenset(
        ("outpatient", "emergency", "chronic", "two_diseases", "antenatal", "pharmacy")
    ),
    Setting.INPATIENT: frozenset(("inpatient", "day_surgery", "delivery")),
    Setting.PHARMACY: frozenset(("pharmacy", "outpatient", "chronic", "two_diseases")),
}
"""Care that can be given where; pharmacies also register visits of the out-patient transactions."""
_EMERGENCIES = ("13", "24")
"""med_type: an emergency, and a stay that began as one."""
_DELIVERIES = {"O80": "natural", "O81": "assisted", "O82": "caesarean"}
"""Categories of ICD-10 for single deliveries: spontaneous, by forceps or vacuum, by caesarean."""


@cache
def _names(dictionary: str, fact: str) -> Mapping[str, str]:
    return {
        row["code"]: row["name"]
        for row in rows("facts", "codes.csv")
        if row["dictionary"] == dictionary and row["fact"] == fact
    }


def _longest(code: str, names: Mapping[str, str]) -> str:
    """Return the name of the longest listed code that a code begins with; empty if there is none.

    Provinces refine the two national digits by more of their own.
    """
    for length in range(len(code), 0, -1):
        if code[:length] in names:
            return names[code[:length]]
    return ""


@cache
def care_of(med_type: str, setting: str) -> str:
    """Return the kind of care of the policy files (待遇类别) that a national code means.

    Args:
        med_type: the code; empty: the usual care of the setting.
        setting: where the care is given; another setting's code is refused.

    Raises:
        InvalidInput: code ``med_type_unknown``, ``med_type_elsewhere``.

    >>> care_of("14", "outpatient"), care_of("2101", "inpatient"), care_of("2107", "inpatient")
    ('chronic', 'inpatient', 'delivery')
    >>> care_of("", "pharmacy")
    'pharmacy'

    """
    if not med_type:
        return str(setting)
    care = _longest(med_type, _names("med_type", "care"))
    if not care:
        raise med_type_unknown(med_type)
    if care not in _CARE_WITHIN[Setting(setting)]:
        raise med_type_elsewhere(med_type, Setting(setting).label)
    return care


def is_emergency(med_type: str) -> bool:
    """Say whether the code says that the care began as an emergency.

    >>> is_emergency("24"), is_emergency("1301"), is_emergency("21")
    (True, True, False)
    """
    return med_type.startswith(_EMERGENCIES)


def delivery_of(med_type: str, birctrl_type: str, diagnoses: Iterable[str]) -> str:
    """Return how a child was born (生育方式), or that a pregnancy ended, as far as it is told.

    Args:
        med_type: some provinces have a code for each kind of delivery.
        birctrl_type: the kind of operation of family planning (计划生育手术类别).
        diagnoses: codes of ICD-10; its categories O80 to O82 are single deliveries.

    >>> delivery_of("52", "", ["O82.000x001"]), delivery_of("52", "3", [])
    ('caesarean', 'miscarriage')
    >>> delivery_of("21", "", ["J18.900"])
    'none'

    """
    said = _longest(med_type, _names("med_type", "delivery"))
    said = said or _names("birctrl_type", "delivery").get(birctrl_type, "")
    found = (_DELIVERIES[code[:3]] for code in diagnoses if code[:3] in _DELIVERIES)
    return said or next(found, "none")


def limited_of(is_limited: bool, approved: str) -> str:
    """Return the fact `limited` of a line (限制使用).

    The rule of the national transaction 2204: of a restricted item `hosp_appr_flag` 1 says that its
    use is within the restriction, anything else that the person pays; of an unrestricted item 2
    says that the person pays.

    >>> limited_of(True, "0"), limited_of(True, "1"), limited_of(False, "0"), limited_of(False, "2")
    ('refused', 'approved', 'no', 'refused')

    """
    if is_limited:
        return "approved" if approved == "1" else "refused"
    return "refused" if approved == "2" else "no"


@cache
def class_of(chrgitm_lv: str) -> str:
    """Return the fact `class` of a line; what no division pays for counts as class C.

    >>> class_of("02"), class_of("")
    ('b', 'c')
    """
    return national_names("chrgitm_lv").get(chrgitm_lv, "c")


@cache
def item_of(med_chrgitm_type: str, list_type: str) -> str:
    """Return the fact `item` of a line: its kind.

    >>> item_of("09", "101"), item_of("14", "201"), item_of("09", "103")
    ('drug', 'other', 'preparation')
    """
    if list_type == _PREPARATIONS:
        return "preparation"
    return national_names("med_chrgitm_type").get(med_chrgitm_type, "other")


_PREPARATIONS = "103"
"""list_type: preparations of hospitals (自制剂)."""

SCOPES_OF_SETTING = {
    Setting.OUTPATIENT: (CareScope.OUTPATIENT, CareScope.CHRONIC, CareScope.PHARMACY),
    Setting.INPATIENT: (CareScope.INPATIENT,),
    Setting.PHARMACY: (CareScope.PHARMACY, CareScope.DUAL_CHANNEL),
}
"""What an agreement may cover so that a visit can be registered before its care is known."""

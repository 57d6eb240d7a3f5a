"""Visits: nodes of registration, attendance, admission, change and discharge (就诊)."""

from __future__ import annotations

from collections.abc import Iterable

from yibao.office.claims.asked import (
    Attendance,
    Diagnosed,
    Discharge,
    NewVisit,
    Setting,
    StayChange,
    VisitKey,
)
from yibao.office.exchange.message import Message
from yibao.office.exchange.translating.nodes import Node, needed, rest

_KEY = ("mdtrt_id", "psn_no")
_REGISTRATION = frozenset(
    (
        *("psn_no", "insutype", "begntime", "ipt_otp_no", "atddr_no", "dept_code", "med_type"),
        "dise_codg",
    )
)
_ATTENDANCE = frozenset((*_KEY, "med_type", "begntime", "dise_codg", "rxIn"))
_ADMISSION = frozenset(
    (
        *("psn_no", "insutype", "begntime", "med_type", "ipt_no", "ipt_otp_no", "atddr_no"),
        *("adm_dept_codg", "dise_codg", "insuplc_admdvs", "mdtrtarea_admvs"),
    )
)
_PURCHASE = frozenset(
    (
        *("psn_no", "insutype", "begntime", "med_type", "dise_codg", "medfee_sumamt", "invono"),
        *("acct_used_flag", "durg_trac_info"),
    )
)
_CHANGE = _ADMISSION | {"mdtrt_id"}
_DISCHARGE = frozenset((*_KEY, "insutype", "endtime", "dscg_way"))
_INVALID = "0"
"""vali_flag of a diagnosis that was withdrawn."""
_WESTERN_MAIN = "1"
"""diag_type: the main diagnosis of western medicine (西医主要诊断)."""


def key_of(message: Message, node: Node) -> VisitKey:
    """Return which visit a node means."""
    return VisitKey(message.provider, needed(node, "mdtrt_id"), node.get("psn_no") or "")


def registration(message: Message, node: Node) -> NewVisit:
    """Return the out-patient visit of a 2201."""
    return NewVisit(
        provider=message.provider,
        person=needed(node, "psn_no"),
        insutype=node.get("insutype") or "",
        setting=Setting.OUTPATIENT,
        begins_at=needed(node, "begntime"),
        care_division=message.care_division,
        own_number=node.get("ipt_otp_no") or "",
        department=node.get("dept_code") or "",
        doctor=node.get("atddr_no") or "",
        details=rest(node, _REGISTRATION),
    )


def attendance(node: Node, diagnoses: Iterable[Node]) -> Attendance:
    """Return what an out-patient visit is for: 2203, 2203A."""
    return Attendance(
        med_type=needed(node, "med_type"),
        begins_at=node.get("begntime"),
        disease=node.get("dise_codg") or "",
        diagnoses=diagnosed(diagnoses),
        details=rest(node, _ATTENDANCE),
    )


def admission(message: Message, node: Node, diagnoses: Iterable[Node]) -> NewVisit:
    """Return the stay of a 2401.

    Without a list of diagnoses the main one that the stay itself names is taken.
    """
    return NewVisit(
        provider=message.provider,
        person=needed(node, "psn_no"),
        insutype=node.get("insutype") or "",
        setting=Setting.INPATIENT,
        begins_at=needed(node, "begntime"),
        care_division=node.get("mdtrtarea_admvs") or message.care_division,
        med_type=needed(node, "med_type"),
        own_number=node.get("ipt_no") or node.get("ipt_otp_no") or "",
        department=node.get("adm_dept_codg") or "",
        doctor=node.get("atddr_no") or "",
        disease=node.get("dise_codg") or "",
        diagnoses=diagnosed(diagnoses) or _main_of(node),
        details=rest(node, _ADMISSION),
    )


def purchase(message: Message, node: Node) -> NewVisit:
    """Return the visit that a purchase at a pharmacy is: 2101, 2102."""
    return NewVisit(
        provider=message.provider,
        person=needed(node, "psn_no"),
        insutype=node.get("insutype") or "",
        setting=Setting.PHARMACY,
        begins_at=needed(node, "begntime"),
        care_division=message.care_division,
        med_type=needed(node, "med_type"),
        disease=node.get("dise_codg") or "",
        details=rest(node, _PURCHASE),
    )


def change(node: Node, diagnoses: Iterable[Node]) -> StayChange:
    """Return what a 2403 changes; what it leaves out stays."""
    return StayChange(
        begins_at=node.get("begntime"),
        med_type=node.get("med_type") or None,
        own_number=node.get("ipt_otp_no") or node.get("ipt_no") or None,
        department=node.get("adm_dept_codg") or None,
        doctor=node.get("atddr_no") or None,
        disease=node.get("dise_codg") or None,
        diagnoses=diagnosed(diagnoses) or None,
        details=rest(node, _CHANGE),
    )


def discharge(node: Node, diagnoses: Iterable[Node]) -> Discharge:
    """Return the end of a stay: 2402."""
    return Discharge(
        ends_at=needed(node, "endtime"),
        way=node.get("dscg_way") or "",
        diagnoses=diagnosed(diagnoses),
        details=rest(node, _DISCHARGE),
    )


def diagnosed(rows: Iterable[Node]) -> tuple[Diagnosed, ...]:
    """Return the diagnoses that are valid, in the order sent.

    The main one is what the sender marks, and where nothing is marked (2203 has no such field) the
    first in rank.
    """
    return tuple(
        Diagnosed(
            place=row.get("diag_srt_no") or place,
            kind=row.get("diag_type") or "",
            code=needed(row, "diag_code"),
            name=row.get("diag_name") or "",
            is_main=_is_main(row, place),
            department=row.get("diag_dept") or "",
            doctor=row.get("dise_dor_no") or "",
            doctor_name=row.get("dise_dor_name") or "",
            diagnosed_at=row.get("diag_time"),
        )
        for place, row in enumerate(rows, 1)
        if row.get("vali_flag") != _INVALID
    )


def _is_main(row: Node, place: int) -> bool:
    marked = row.get("maindiag_flag")
    return bool(marked == "1" if marked else (row.get("diag_srt_no") or place) == 1)


def _main_of(node: Node) -> tuple[Diagnosed, ...]:
    code = node.get("dscg_maindiag_code")
    if not code:
        return ()
    name = node.get("dscg_maindiag_name") or ""
    return (Diagnosed(1, _WESTERN_MAIN, code, name, is_main=True),)

"""Faults of fit (不相符): what a person cannot have, and too much of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from yibao.synthetic.region.drawing import Bools
from yibao.synthetic.region.faults.charges import Planter, added, changed, of_groups, read
from yibao.synthetic.region.faults.scene import texts
from yibao.synthetic.region.faults.writing import Writer, sold
from yibao.synthetic.region.goods import DRUG_GROUPS, goods, sellers

_WOMENS = ("妇科千金片", "桂枝茯苓胶囊", "保妇康栓", "黄体酮胶囊")
_MENS = ("非那雄胺片", "度他雄胺软胶囊")
_WOMENS_TESTS = ("妇科彩色多普勒超声", "产科超声检查", "阴道分泌物检查")
_MENS_TESTS = ("前列腺特异性抗原测定",)
_CHILDRENS = ("小儿氨酚黄那敏颗粒", "小儿咽扁颗粒", "小儿豉翘清热颗粒")
_NOT_FOR_CHILDREN = ("左氧氟沙星片",)
_WOMENS_DIAGNOSES, _MENS_DIAGNOSES = ("N76.000", "N72.x01", "D25.900"), ("N40.x00",)
_OF_OLD_WOMEN, _OF_NEWBORN = "N95.100", "P59.900"
_GROWN, _CHILD, _MANY_KINDS = 18, 14, 8
_PRIMARY_TIER = 2
_KEPT_TIERS = 1


def _seen(writer: Writer) -> Bools:
    """Say which visits are out-patient ones at home with a doctor and a bill."""
    scene = writer.scene
    plain = np.isin(scene.care, ("outpatient", "emergency"))
    found: Bools = plain & scene.local & (np.diff(scene.first_line) > 0) & (scene.doctor >= 0)
    return found


def _ages(writer: Writer) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    scene = writer.scene
    found: np.ndarray[tuple[int], np.dtype[np.float64]] = (
        scene.begin - scene.person.birth[scene.row]
    ) / 365.2425
    return found


def _women(writer: Writer) -> Bools:
    found: Bools = writer.scene.person.female[writer.scene.row]
    return found


def _give(writer: Writer, kind: str, visit: int, good: int, count: int = 1) -> None:
    """Add a good to a visit, with its packs and on its prescription."""
    scene = writer.scene
    lines = scene.lines_of(visit)
    listed = goods()
    is_drug = bool(listed.is_drug[good])
    recipe = next((line["rx_no"] for line in lines if line["rx_no"]), "")
    like = {**lines[-1], "rx_no": recipe if is_drug else ""}
    place = int(scene.institution[visit])
    row = added(writer, kind, scene.act(), like, **sold(good, place, count))
    if is_drug and not scene.stay[visit]:
        writer.packs(row, place, count, kind)


def _given(names: Sequence[str], others: Sequence[str], *, to: str) -> Planter:
    """Return what gives goods for women to men, and goods for men to women; ages alike."""

    def plant(writer: Writer, kind: str, many: int) -> None:
        scene = writer.scene
        draws = scene.draws(kind)
        women, age = _women(writer), _ages(writer)
        first, second = (~women, women) if to == "sex" else (age >= _GROWN, age < _CHILD)
        for visit in scene.pick(draws, _seen(writer) & (first | second), many):
            name = draws.choice(list(names if first[visit] else others))
            _give(writer, kind, visit, goods().named(str(name)))

    return plant


def _wrong_diagnosis(writer: Writer, kind: str, many: int) -> None:
    """Give a drug that is paid for cancers only to somebody who has none."""
    scene, listed = writer.scene, goods()
    draws = scene.draws(kind)
    only = np.array([uses == "tumour" for uses in listed.uses]) & listed.is_drug
    may = np.flatnonzero(only & listed.limited & (listed.price_fen < 20_000))
    if not len(may):
        may = np.flatnonzero(only)
    diagnosis = texts(scene.visits.table["diagnosis"])
    ill = np.char.startswith(diagnosis, "C") | np.char.startswith(diagnosis, "D")
    large = sellers().tier[scene.institution] >= _PRIMARY_TIER
    for visit in scene.pick(draws, _seen(writer) & large & ~ill, many):
        _give(writer, kind, visit, int(draws.choice(may)))


def _low_level(writer: Writer, kind: str, many: int) -> None:
    """Give at the base a drug that larger hospitals may give only."""
    scene, listed = writer.scene, goods()
    draws = scene.draws(kind)
    may = np.flatnonzero(listed.is_drug & (listed.place > _PRIMARY_TIER))
    small = sellers().tier[scene.institution] <= _KEPT_TIERS
    for visit in scene.pick(draws, _seen(writer) & small, many):
        _give(writer, kind, visit, int(draws.choice(may)))


def _repeated_drug(writer: Writer, kind: str, many: int) -> None:
    """Give a second product of a drug on one prescription."""
    scene, listed = writer.scene, goods()
    draws = scene.draws(kind)
    several = np.bincount(listed.same)[listed.same] > 1
    may = (listed.is_drug & several)[scene.good] & _seen(writer)[scene.visit_of_line]
    for line in scene.pick_lines(draws, may, many):
        good = int(scene.good[line])
        like = np.flatnonzero((listed.same == listed.same[good]) & listed.is_drug)
        other = int(draws.choice(like[like != good])) if len(like) > 1 else good
        _give(writer, kind, int(scene.visit_of_line[line]), other)


def _many_drugs(writer: Writer, kind: str, many: int) -> None:
    """Give so many drugs at once that a prescription has more kinds than it may."""
    scene, listed = writer.scene, goods()
    draws = scene.draws(kind)
    drug = of_groups(writer, "oral")
    has = np.zeros(len(scene.free), dtype=bool)
    has[scene.visit_of_line[drug]] = True
    for visit in scene.pick(draws, _seen(writer) & has, many):
        lines = scene.lines_of(visit)
        known = {line["med_list_codg"] for line in lines}
        place = int(scene.institution[visit])
        cheap = listed.is_drug & (listed.place <= sellers().tier[place]) & ~listed.limited
        cheap &= np.isin(np.array(listed.groups), ("oral",)) & (listed.price_fen < 6_000)
        act = scene.act()
        like = next(line for line in lines if line["rx_no"] or line is lines[-1])
        for good in draws.permutation(np.flatnonzero(cheap))[:_MANY_KINDS]:
            if listed.codes[good] not in known:
                row = added(writer, kind, act, like, **sold(int(good), place, 1))
                writer.packs(row, place, 1, kind)


def _more(*groups: str, least: int, most: int) -> Planter:
    """Return what hands out several times as much as a person can use."""

    def plant(writer: Writer, kind: str, many: int) -> None:
        scene = writer.scene
        draws = scene.draws(kind)
        care = np.isin(scene.care, ("outpatient", "chronic", "two_diseases"))
        may = of_groups(writer, *groups) & (care & scene.local)[scene.visit_of_line]
        for line in scene.pick_lines(draws, may, many):
            before = read(writer, line)["cnt"]
            count = before * int(draws.integers(least, most + 1))
            row = changed(writer, kind, scene.act(), line, None, cnt=count)
            if groups == DRUG_GROUPS:
                place = int(scene.institution[scene.visit_of_line[line]])
                writer.packs(row, place, int(count - before), kind)

    return plant


def _diagnosed(*, by: str) -> Planter:
    """Return what writes a diagnosis that somebody of that sex or age cannot have."""

    def plant(writer: Writer, kind: str, many: int) -> None:
        scene = writer.scene
        draws = scene.draws(kind)
        women, age = _women(writer), _ages(writer)
        may = _seen(writer) & ((age > _GROWN) if by == "sex" else ((age > 1) & (age < _CHILD)))
        for visit in scene.pick(draws, may, many):
            if by == "sex":
                wrong = _MENS_DIAGNOSES if women[visit] else _WOMENS_DIAGNOSES
            else:
                wrong = (_OF_OLD_WOMEN,) if women[visit] else (_OF_NEWBORN,)
            row = scene.visits.change(visit, fault=kind, diagnosis=str(draws.choice(list(wrong))))
            day, cost = row["enddate"], int(scene.cost[visit])
            scene.key(kind, "visits", row["setl_id"], scene.act(), day, cost)

    return plant


PLANTERS: Mapping[str, Planter] = {
    "wrong_sex_drug": _given(_WOMENS, _MENS, to="sex"),
    "wrong_sex_item": _given(_WOMENS_TESTS, _MENS_TESTS, to="sex"),
    "wrong_age_drug": _given(_CHILDRENS, _NOT_FOR_CHILDREN, to="age"),
    "wrong_diagnosis_drug": _wrong_diagnosis,
    "low_level_drug": _low_level,
    "repeated_drug": _repeated_drug,
    "many_drugs": _many_drugs,
    "excess_supply": _more(*DRUG_GROUPS, least=4, most=8),
    "excess_herbs": _more("herb", least=4, most=8),
    "wrong_sex_diagnosis": _diagnosed(by="sex"),
    "wrong_age_diagnosis": _diagnosed(by="age"),
}

"""Faults of charging (收费违规): twice, too dear, too much, something else than what was done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal

import numpy as np

from yibao.synthetic.region.drawing import Bools, Ints
from yibao.synthetic.region.faults.rows import Row
from yibao.synthetic.region.faults.writing import Writer, day_of, fen, sold, totalled
from yibao.synthetic.region.goods import goods, sellers
from yibao.synthetic.region.streams import stream

Planter = Callable[[Writer, str, int], None]
_PRICE = Decimal("0.01")
_SCREENING = ("肿瘤标志物（四项）", "B型钠尿肽前体测定", "降钙素原检测", "甲状腺功能五项")
_SCREENING_HOUSES = 3
_LARGE_TIER, _PRIMARY_TIER = 3, 2


def changed(
    writer: Writer, kind: str, act: int, line: int, lost: int | None, **cells: object
) -> Row:
    """Change a line and key it; what was lost is by how much it became dearer if not given."""
    scene = writer.scene
    before = int(scene.line_fen[line])
    row = totalled(scene.lines.change(line, fault=kind, **cells))
    gain = fen(row) - before if lost is None else lost
    scene.key(kind, "lines", row["feedetl_sn"], act, row["fee_ocur_time"].date(), gain)
    return row


def added(writer: Writer, kind: str, act: int, like: Row, **cells: object) -> Row:
    """Add a line to a visit and key it."""
    row = writer.line(like, kind, **cells)
    day = row["fee_ocur_time"].date()
    writer.scene.key(kind, "lines", row["feedetl_sn"], act, day, fen(row))
    return row


def of_groups(writer: Writer, *groups: str) -> Bools:
    """Say which lines are about goods of some groups."""
    known = np.isin(np.array(goods().groups), groups)
    found: Bools = known[writer.scene.good]
    return found


def read(writer: Writer, line: int) -> Row:
    """Return a line."""
    return writer.scene.lines.read(line, line + 1)[0]


def _double(writer: Writer, kind: str, many: int) -> None:
    draws = writer.scene.draws(kind)
    may = goods().once_a_day[writer.scene.good] & ~of_groups(writer, "bed", "nursing")
    for line in writer.scene.pick_lines(draws, may, many):
        like = read(writer, line)
        later = like["fee_ocur_time"] + timedelta(minutes=int(draws.integers(3, 40)))
        added(writer, kind, writer.scene.act(), like, fee_ocur_time=later)


def _over_priced(writer: Writer, kind: str, many: int) -> None:
    draws = writer.scene.draws(kind)
    may = (goods().ceiling_fen > 0)[writer.scene.good]
    for line in writer.scene.pick_lines(draws, may, many):
        like = read(writer, line)
        ceiling = max(like["pric_uplmt_amt"], like["pric"])
        price = (ceiling * Decimal(int(draws.integers(120, 180))) / 100).quantize(_PRICE)
        changed(writer, kind, writer.scene.act(), line, None, pric=price)


def _marked_up(writer: Writer, kind: str, many: int) -> None:
    draws = writer.scene.draws(kind)
    tier = sellers().tier[writer.scene.institution[writer.scene.visit_of_line]]
    at_cost = ~np.isin(writer.scene.kind, ("pharmacy", "clinic"))[writer.scene.visit_of_line]
    may = goods().is_drug[writer.scene.good] & at_cost & (tier > 0)
    for line in writer.scene.pick_lines(draws, may, many):
        like = read(writer, line)
        price = (like["pric"] * Decimal(int(draws.integers(115, 140))) / 100).quantize(_PRICE)
        changed(writer, kind, writer.scene.act(), line, None, pric=price)


def _times(*groups: str, least: int, most: int) -> Planter:
    """Return what charges goods of some groups several times as often as they were given."""

    def plant(writer: Writer, kind: str, many: int) -> None:
        draws = writer.scene.draws(kind)
        stays = writer.scene.stay[writer.scene.visit_of_line]
        for line in writer.scene.pick_lines(draws, of_groups(writer, *groups) & stays, many):
            count = read(writer, line)["cnt"] * int(draws.integers(least, most + 1))
            changed(writer, kind, writer.scene.act(), line, None, cnt=count)

    return plant


def _upgraded(writer: Writer, kind: str, many: int) -> None:
    """Charge a dearer item of the same group; the code in the house stays that of what was done."""
    scene, listed = writer.scene, goods()
    draws = scene.draws(kind)
    may = of_groups(writer, "bed", "nursing", "operation", "anaesthesia", "imaging")
    for line in scene.pick_lines(draws, may, many):
        place = int(scene.institution[scene.visit_of_line[line]])
        good = int(scene.good[line])
        like = np.array(listed.groups) == listed.groups[good]
        dearer = like & (listed.price_fen > listed.price_fen[good] * 1.2)
        dearer &= listed.place <= sellers().tier[place]
        _charge_as(writer, kind, line, np.flatnonzero(dearer), draws)


def _swapped_drug(writer: Writer, kind: str, many: int) -> None:
    """Charge the dearest product of the same name; the packs scanned are of the cheap one."""
    scene, listed = writer.scene, goods()
    draws = scene.draws(kind)
    cheap = listed.price_fen < _dearest()
    for line in scene.pick_lines(draws, (listed.is_drug & cheap)[scene.good], many):
        good = int(scene.good[line])
        dearer = (listed.same == listed.same[good]) & (listed.price_fen == _dearest()[good])
        _charge_as(writer, kind, line, np.flatnonzero(dearer), draws)


def _charge_as(writer: Writer, kind: str, line: int, may: Ints, draws: np.random.Generator) -> None:
    if not len(may):
        return
    scene = writer.scene
    like = read(writer, line)
    place = int(scene.institution[scene.visit_of_line[line]])
    cells = sold(int(draws.choice(may)), place, 1)
    kept = {"cnt": like["cnt"], "medins_list_codg": like["medins_list_codg"]}
    changed(writer, kind, scene.act(), line, None, **{**cells, **kept})


def _dearest() -> Ints:
    """Return for each good the price of the dearest of its name."""
    listed = goods()
    most = np.zeros(int(listed.same.max()) + 1, dtype=np.int64)
    np.maximum.at(most, listed.same, listed.price_fen)
    found: Ints = most[listed.same]
    return found


def _fictitious(writer: Writer, kind: str, many: int) -> None:
    """Charge what the house has no means to do."""
    scene, listed = writer.scene, goods()
    draws = scene.draws(kind)
    groups = np.isin(np.array(listed.groups), ("imaging", "test", "operation"))
    may = np.flatnonzero(groups & (listed.place >= _LARGE_TIER))
    small = scene.stay & (sellers().tier[scene.institution] < _PRIMARY_TIER)
    for visit in scene.pick(draws, small & scene.local & _billed(writer), many):
        _add_good(writer, kind, visit, int(draws.choice(may)))


def _paired(writer: Writer, kind: str, many: int) -> None:
    """Charge a second grade of nursing on the day of the first."""
    scene, listed = writer.scene, goods()
    draws = scene.draws(kind)
    second, first = listed.named("Ⅱ级护理"), listed.named("Ⅰ级护理")
    for line in scene.pick_lines(draws, scene.good == second, many):
        place = int(scene.institution[scene.visit_of_line[line]])
        added(writer, kind, scene.act(), read(writer, line), **sold(first, place, 1))


def _anaesthesia(writer: Writer, kind: str, many: int) -> None:
    scene = writer.scene
    draws = scene.draws(kind)
    cut = np.zeros(len(scene.free), dtype=bool)
    cut[scene.visit_of_line[of_groups(writer, "operation", "anaesthesia")]] = True
    may = scene.stay & ~cut & scene.local & _billed(writer)
    may &= sellers().tier[scene.institution] >= _PRIMARY_TIER
    for visit in scene.pick(draws, may, many):
        _add_good(writer, kind, visit, goods().named("全身麻醉"))


def _second_operation(writer: Writer, kind: str, many: int) -> None:
    """Charge a second operation through the same cut without the discount."""
    scene, listed = writer.scene, goods()
    draws = scene.draws(kind)
    operations = np.array(listed.groups) == "operation"
    for line in scene.pick_lines(draws, of_groups(writer, "operation"), many):
        place = int(scene.institution[scene.visit_of_line[line]])
        may = operations & (listed.place <= sellers().tier[place])
        may[scene.good[line]] = False
        good = int(draws.choice(np.flatnonzero(may)))
        added(writer, kind, scene.act(), read(writer, line), **sold(good, place, 1))


def _out_of_stay(writer: Writer, kind: str, many: int) -> None:
    """Date a charge after the day of discharge."""
    scene = writer.scene
    draws = scene.draws(kind)
    visit = scene.visit_of_line
    may = scene.stay[visit] & ~of_groups(writer, "bed", "nursing", "round")
    for line in scene.pick_lines(draws, may, many):
        like = read(writer, line)
        late = int(scene.end[visit[line]]) + int(draws.integers(1, 4))
        moved = like["fee_ocur_time"] + timedelta(days=late - day_of(like["fee_ocur_time"]))
        changed(writer, kind, scene.act(), line, int(scene.line_fen[line]), fee_ocur_time=moved)


def _screening(writer: Writer, kind: str, many: int) -> None:
    """Order the same dear tests for whoever comes to a few hospitals."""
    scene = writer.scene
    draws = scene.draws(kind)
    large = np.flatnonzero(np.isin(sellers().kinds, ("secondary", "tcm")))
    houses = stream(scene.asked.seed, f"fault houses {kind}").choice(large, _SCREENING_HOUSES)
    may = scene.stay & np.isin(scene.institution, houses) & _billed(writer)
    listed = goods()
    for visit in scene.pick(draws, may, many):
        act = scene.act()
        first, end = scene.first_line[visit : visit + 2]
        for name in _SCREENING:
            if listed.named(name) not in scene.good[first:end]:
                _add_good(writer, kind, visit, listed.named(name), act)


def _billed(writer: Writer) -> Bools:
    found: Bools = np.diff(writer.scene.first_line) > 0
    return found


def _add_good(writer: Writer, kind: str, visit: int, good: int, act: int | None = None) -> None:
    scene = writer.scene
    like = read(writer, int(scene.first_line[visit]))
    cells = sold(good, int(scene.institution[visit]), 1)
    number = scene.act() if act is None else act
    added(writer, kind, number, {**like, "rx_no": ""}, **cells)


PLANTERS: Mapping[str, Planter] = {
    "double_billing": _double,
    "over_priced": _over_priced,
    "drug_marked_up": _marked_up,
    "over_quantity": _times("test", "imaging", "daily", "support", least=2, most=4),
    "bed_days": _times("bed", least=2, most=3),
    "nursing_days": _times("nursing", least=2, most=3),
    "consumables_over": _times("set", "fill", "implant", least=2, most=5),
    "upgraded_item": _upgraded,
    "swapped_drug": _swapped_drug,
    "fictitious_item": _fictitious,
    "paired_items": _paired,
    "anaesthesia_without_operation": _anaesthesia,
    "operation_not_reduced": _second_operation,
    "charge_after_discharge": _out_of_stay,
    "screening_tests": _screening,
}

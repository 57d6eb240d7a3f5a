"""Faults of drugs (药品违规): resold packs, goods sold as drugs, forged prescriptions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from yibao.synthetic.region.drawing import Ints
from yibao.synthetic.region.faults.charges import Planter, changed, read
from yibao.synthetic.region.faults.scene import goods_of
from yibao.synthetic.region.faults.writing import Writer, same_kind
from yibao.synthetic.region.goods import goods, sellers
from yibao.synthetic.region.streams import stream

_SET_HOUSES, _GOODS_HOUSES, _PAID_DOCTORS = 4, 8, 12
_DEAR_FEN = 2_500
_HOARD = 5


def resold(writer: Writer, kind: str, many: int) -> None:
    """Scan packs again in another house that were sold before: somebody bought them back."""
    scene = writer.scene
    draws = scene.draws(kind)
    table = scene.traces.table
    known = goods_of(table)
    sold = table["sold"].to_numpy().astype("datetime64[s]").astype(np.int64)
    house = table["institution"].to_numpy()
    line = np.repeat(np.arange(len(scene.good)), np.diff(scene.first_trace))
    dear = (goods().price_fen >= _DEAR_FEN)[known] & scene.free[scene.visit_of_line[line]]
    order = draws.permutation(np.flatnonzero(dear))
    order = order[np.argsort(known[order], kind="stable")]
    first, second = order[:-1:2], order[1::2][: len(order[:-1:2])]
    pairs = np.flatnonzero((known[first] == known[second]) & (house[first] != house[second]))
    for pair in draws.permutation(pairs):
        one, other = first[pair], second[pair]
        if many <= 0:
            break
        early, late = (one, other) if sold[one] <= sold[other] else (other, one)
        visits = scene.visit_of_line[line[[early, late]]]
        if scene.free[visits].all() and sold[early] < sold[late]:
            _sell_again(writer, kind, int(early), int(late), int(scene.line_fen[line[late]]))
            scene.free[visits] = False
            many -= 1


def _sell_again(writer: Writer, kind: str, early: int, late: int, fen: int) -> None:
    scene, act = writer.scene, writer.scene.act()
    first = scene.traces.change(early, fault=kind)
    second = scene.traces.change(late, fault=kind, trace_code=first["trace_code"])
    for row, lost in ((first, 0), (second, fen)):
        scene.key(kind, "traces", row["feedetl_sn"], act, row["sold"].date(), lost)


def hoarded(writer: Writer, kind: str, many: int) -> None:
    """Fetch the same dear drugs for one card in several houses within two weeks."""
    scene = writer.scene
    draws = scene.draws(kind)
    may = np.isin(scene.care, ("chronic", "two_diseases")) & scene.local
    may &= (scene.cost > _DEAR_FEN * 4) & (scene.cost < _DEAR_FEN * 80)
    for visit in scene.pick(draws, may, many):
        person, day, act = int(scene.row[visit]), int(scene.begin[visit]), scene.act()
        for _ in range(_HOARD):
            day += int(draws.integers(1, 4))
            if not scene.is_busy(person, day, day, stays_only=True):
                other = same_kind(draws, int(scene.institution[visit]))
                writer.visit(visit, kind, act, person=person, begin=day, institution=other)


def goods_as_drugs(writer: Writer, kind: str, many: int) -> None:
    """Sell everyday goods as drugs in a few pharmacies: there is no pack to be scanned."""
    scene = writer.scene
    draws = scene.draws(kind)
    houses = _houses(writer, kind, "pharmacy", _GOODS_HOUSES)
    may = (scene.care == "pharmacy") & np.isin(scene.institution, houses)
    for visit in scene.pick(draws, may, many):
        act = scene.act()
        for line in range(int(scene.first_line[visit]), int(scene.first_line[visit + 1])):
            if not goods().is_drug[scene.good[line]]:
                continue
            changed(writer, kind, act, line, int(scene.line_fen[line]))
            for trace in range(int(scene.first_trace[line]), int(scene.first_trace[line + 1])):
                scene.traces.drop(trace)


def fixed_sets(writer: Writer, kind: str, many: int) -> None:
    """Charge one and the same set of drugs whatever is bought, in a few pharmacies."""
    scene = writer.scene
    draws = scene.draws(kind)
    houses = _houses(writer, kind, "pharmacy", _SET_HOUSES)
    bought = scene.care == "pharmacy"
    like = np.flatnonzero(bought & scene.local & (np.diff(scene.first_line) >= 3) & scene.free)
    if not len(like):
        return
    chosen = stream(scene.asked.seed, f"fault set {kind}", scene.piece).choice(like)
    own = bought & np.isin(scene.institution, houses)
    for visit in scene.pick(draws, own, many):
        same = scene.person.scheme[scene.row[visit]] == scene.person.scheme[scene.row[chosen]]
        person, day = int(scene.row[visit]), int(scene.begin[visit]) + int(draws.integers(1, 9))
        if same and not scene.is_busy(person, day, day):
            house = int(scene.institution[visit])
            act = scene.act()
            writer.visit(int(chosen), kind, act, person=person, begin=day, institution=house)


def forged(writer: Writer, kind: str, many: int) -> None:
    """Sell drugs on a prescription that nobody wrote."""
    scene = writer.scene
    draws = scene.draws(kind)
    drug = goods().is_drug[scene.good]
    may = drug & (scene.care == "pharmacy")[scene.visit_of_line]
    for line in scene.pick_lines(draws, may, many):
        number, lost = writer.forged_recipe(), int(scene.line_fen[line])
        changed(writer, kind, scene.act(), line, lost, rx_no=number)


def kickbacks(writer: Writer, kind: str, many: int) -> None:
    """Let a few doctors hand out twice as much of dear drugs that somebody pays them for."""
    scene, listed = writer.scene, goods()
    draws = scene.draws(kind)
    paid = stream(scene.asked.seed, f"fault doctors {kind}")
    large = np.flatnonzero(np.isin(sellers().kinds, ("secondary", "tcm", "tertiary_a")))
    houses = paid.choice(large, _PAID_DOCTORS)
    promoted = paid.choice(np.flatnonzero(listed.is_drug & (listed.price_fen > _DEAR_FEN)), 40)
    seen = np.isin(scene.care, ("outpatient", "chronic")) & np.isin(scene.institution, houses)
    may = np.isin(scene.good, promoted) & seen[scene.visit_of_line]
    for line in scene.pick_lines(draws, may, many):
        before = read(writer, line)["cnt"]
        row = changed(writer, kind, scene.act(), line, None, cnt=before * 2)
        house = int(scene.institution[scene.visit_of_line[line]])
        writer.packs(row, house, int(before), kind)


def _houses(writer: Writer, kind: str, of: str, many: int) -> Ints:
    """Return houses that do so in the whole region, the same in every piece."""
    may = np.flatnonzero(np.array(sellers().kinds) == of)
    chance = stream(writer.scene.asked.seed, f"fault houses {kind}")
    found: Ints = chance.choice(may, many, replace=False)
    return found


PLANTERS: Mapping[str, Planter] = {
    "resold_pack": resold,
    "hoarded_drugs": hoarded,
    "goods_as_drugs": goods_as_drugs,
    "fixed_sets": fixed_sets,
    "forged_prescription": forged,
    "kickback": kickbacks,
}

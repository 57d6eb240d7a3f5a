"""Strategies for layers: bases, deductibles, bands, adjustments, caps, floors."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from oracle.drawn_values import DISEASES, LINKS, Draw, Yaml

FUNDS = ("310100", "390100", "330100", "390200", "610100", "999996")
STAYS = ("inpatient", "day_surgery")
VISITS = ("outpatient", "chronic")
EVERY = (*STAYS, *VISITS)
PERIODS = ("year", "visit", "month", "quarter", "rolling_12_months", "day")
DEDUCTIBLES = ("400元", "0元", "100.50元", "1000元", "10元", "1.2万元", "0.01元")
LIMITS = ("1000元", "2万元", "300.05元", "50元", "0元", "5000元", "20万元", "none")
SUMS = ("500元", "80元", "0元", "2000.01元", "3万元")
# Thresholds lie in slots that do not overlap, so that bands stay in order at every level.
SLOTS = (("500元", "620元"), ("2000元", "3000元"), ("1万元", "1.5万元"), ("4万元", "9万元"))


@dataclass
class Pools:
    """The counters that layers of one policy share, each with its one period.

    `constant` asks for fund caps per year whose limit is one number, so that it can be checked.
    """

    fund: str
    cost: str
    deductible: str
    constant: bool = False

    @staticmethod
    def drawn(d: Draw, constant: bool) -> Pools:
        """Draw a period for each shared counter."""
        lasting = (*PERIODS, "lifetime")
        fund = "year" if constant else d.pick(lasting)
        of_deductibles = d.pick((*PERIODS, "disease_year"))
        return Pools(fund, d.pick(lasting), of_deductibles, constant)


def draw_layer(d: Draw, name: str, earlier: list[str], pools: Pools) -> Yaml:
    """Invent a layer that may refer to those before it."""
    layer = {
        "label": {"zh": name, "en": name},
        "role": "basic_inpatient" if not earlier else "other",
        "fund": d.pick(FUNDS),
        "schemes": d.pick([["310", "390"], ["310", "390"], ["310"]]),
        "care": d.pick([EVERY, EVERY, EVERY, STAYS, VISITS, ["inpatient", "chronic"]]),
        "base": _base(d, earlier),
        **_pay(d),
    }
    if d.chance(20):
        layer["when"] = d.condition()
    if d.chance(8):
        layer["in_force"] = {"from": "2023-04-01", "to": d.pick(["2024-04-30", "2023-12-31"])}
    if d.chance(15):
        layer["track"] = "apart"
    if d.chance(60):
        layer["deductible"] = draw_deductible(d, pools)
    if "fixed" not in layer and d.chance(40):
        layer["adjust"] = [_adjust_ratio(d) for _ in range(d.between(1, 3))]
    if d.chance(75):
        layer["caps"] = {f"cap_{number}": _cap(d, pools) for number in range(d.between(1, 3))}
    if d.chance(15):
        floors = [["in_scope"], ["total", "-full_self"], ["first_pay"], ["personal"]]
        layer["floor"] = {"share": d.value(d.ratio), "of": d.pick(floors)}
    if d.chance(30):
        layer["rounding"] = _rounding(d)
    return layer


def draw_exact_layer(d: Draw, name: str, earlier: list[str]) -> Yaml:
    """Invent a layer of which more cost never means more own payment; see `exact_policy_texts`."""
    base = d.pick([["in_scope", f"-paid.{earlier[0]}"], ["personal"]]) if earlier else ["in_scope"]
    bands, deductible = draw_bands(d), draw_deductible(d, Pools("year", "year", "year"))
    bands.pop("counter", None)
    deductible.pop("counter", None)
    return {
        "label": {"zh": name, "en": name},
        "role": "other",
        "fund": d.pick(FUNDS),
        "schemes": ["310", "390"],
        "care": EVERY,
        "base": base,
        "bands": bands,
        "deductible": deductible,
        "adjust": [_adjust_ratio(d) for _ in range(d.between(0, 2))],
        "caps": {f"cap_{number}": _cap(d, Pools("", "", "")) for number in range(d.between(0, 2))},
        "rounding": _rounding(d),
    }


def draw_stay_layer(d: Draw, name: str) -> Yaml:
    """Invent a layer that a mid-stay settlement does not change; see `stay_policy_texts`."""
    layer = draw_exact_layer(d, name, [])
    layer["rounding"] = {"mode": d.pick(["half_up", "half_even"]), "per": "layer"}
    for key in ("per", "linked", "within_days"):
        layer["deductible"].pop(key, None)
    if len(layer["bands"]["list"]) == 1:
        layer["bands"]["list"][0] |= {"over": "0元", "to": "none"}
    if d.chance(20):
        del layer["bands"], layer["adjust"]
        layer["fixed"] = d.pick(SUMS)
    return layer


def _base(d: Draw, earlier: list[str]) -> list[str]:
    plain = [["in_scope"], ["total", "-full_self"], ["in_scope", "in_scope.apart"], ["total"]]
    if not earlier or d.chance(30):
        return list(d.pick([*plain, ["in_scope", "first_pay", "-over_limit"], ["personal"]]))
    of = d.pick(earlier)
    return list(
        d.pick(
            [
                [f"copay.{of}", f"deductible.{of}"],
                [f"above_cap.{of}"],
                ["in_scope", f"-paid.{of}"],
                ["personal"],
                [f"copay.{of}", f"above_cap.{of}", "first_pay", "full_self"],
                ["personal", "-full_self", "-over_limit"],
                ["in_scope.main", "-in_scope.apart", f"-deductible.{of}"],
                [f"paid.{of}"],
            ]
        )
    )


# Pay ---------------------------------------------------------------------------------------------


def _pay(d: Draw) -> Yaml:
    shape = d.between(0, 9)
    if shape < 3:
        return {"pay": d.ratio_value()}
    if shape < 8:
        return {"bands": draw_bands(d)}
    remainder = {"remainder": d.pick(["hospital", "person"])} if d.chance(60) else {}
    return {"fixed": d.money_value(SUMS), **remainder}


def draw_bands(d: Draw) -> Yaml:
    """Invent bands on either axis, from either point, with thresholds that are Values."""
    bounds = ["0元"] if not d.chance(15) else ["20元"]
    bounds += [_threshold(d, slot) for slot in d.some(SLOTS, 0, 3)]
    last = {"times": "2", "of": "average_wage"} if d.chance(20) else "11万元"
    bounds.append("none" if not d.chance(35) else last)
    listed = []
    for over, to in pairwise(bounds):
        if not (listed and d.chance(7)):
            listed.append({"over": over, "to": to, "pay": d.ratio_value()})
    bands = {"axis": d.pick(["visit", "year"]), "from": d.pick(["zero", "deductible"])}
    if d.chance(25):
        bands["counter"] = "shared_axis"
    return {**bands, "list": listed}


def _threshold(d: Draw, slot: tuple[str, str]) -> Yaml:
    low, high = slot
    shape = d.between(0, 19)
    if shape < 14:
        return low
    if shape < 17:
        return {"by": "level", "of": {"primary_and_below, tertiary": high, "else": low}}
    if shape < 19 or d.exact:
        return {"rows": [{"when": {"status": "retired"}, "value": high}, low]}
    return {"by": "status", "of": {"working, retired, adult": low}}


def _rounding(d: Draw) -> Yaml:
    modes = ["half_up", "down", "up", "half_even"]
    return {
        "mode": d.pick([*modes, {"by": "level", "of": {"secondary": "down", "else": "half_up"}}]),
        "unit": "0.01元" if d.exact else d.pick(["0.01元", "0.1元", "1元"]),
        "per": d.pick(["layer", "band"]),
    }


# Adjustments -------------------------------------------------------------------------------------


def _adjustment(d: Draw, options: list[Yaml]) -> Yaml:
    entry = dict(d.pick(options))
    if d.chance(50):
        entry["when"] = d.condition()
    return entry


def _adjust_ratio(d: Draw) -> Yaml:
    each = d.pick(["age", "ordinal", "continuous_years", "zero_claim_years"])
    bounded = {"at_most": d.value(lambda: d.pick(["10%", "2.5%"]))} if d.chance(50) else {}
    return _adjustment(
        d,
        [
            {"add": d.value(lambda: d.pick(["5%", "-10%", "0.0001%", "30%"]))},
            {"times": d.ratio_value()},
            {"self_times": d.value(d.ratio)},
            {"set": d.ratio_value()},
            {"at_most": d.value(d.ratio)},
            {"at_least": d.value(d.ratio)},
            {"add_each": {"of": each, "above": "1", "amount": d.pick(["1%", "-3%"]), **bounded}},
            {"times_each": {"of": each, "above": "2", "share": d.pick(["-10%", "3%"]), **bounded}},
        ],
    )


def _adjust_money(d: Draw, limit: bool) -> Yaml:
    each = d.pick(["age", "ordinal", "continuous_years", "zero_claim_years"])
    amount = d.pick(["-100元", "33.33元"])
    bounded = {"at_most": d.money_value(["250元", "none"])} if d.chance(50) else {}
    shares = {"at_most": d.value(lambda: d.pick(["50%", "7%"]))} if d.chance(50) else {}
    return _adjustment(
        d,
        [
            {"add": d.money_value(["100元", "-250.01元", "-1万元"], total=False)},
            {"times": d.ratio_value()},
            {"set": d.money_value([*SUMS, "none"] if limit else SUMS)},
            {"at_most": d.money_value([*SUMS[:3], "none"])},
            {"at_least": d.money_value(SUMS)},
            {"add_each": {"of": each, "above": "1", "amount": amount, **bounded}},
            {"times_each": {"of": each, "share": d.pick(["-10%", "3%"]), **shares}},
        ],
    )


# Deductibles and caps ----------------------------------------------------------------------------


def draw_deductible(d: Draw, pools: Pools) -> Yaml:
    """Invent a deductible of any period, with links, ceilings and shared counters."""
    deductible = {"amount": d.money_value(DEDUCTIBLES)}
    if d.chance(30):
        deductible |= {"counter": "shared_deductible", "per": pools.deductible}
    elif d.chance(60):
        deductible["per"] = d.pick(("visit", *PERIODS, "disease_year"))
    if d.chance(40):
        deductible["adjust"] = [_adjust_money(d, limit=False) for _ in range(d.between(1, 2))]
    if d.chance(30):
        deductible["year_ceiling"] = d.money_value(["1500元", "600元", "none", "0元"])
    if d.chance(40):
        rules = ["difference", "waived", "full"]
        deductible["linked"] = {
            link: d.value(lambda: d.pick(rules)) for link in d.some(LINKS[1:], 1)
        }
    if d.chance(40):
        deductible["within_days"] = d.value(lambda: d.pick(["30天", "7天", "0天", "7天", "none"]))
    return deductible


def _cap(d: Draw, pools: Pools) -> Yaml:
    on = d.pick(["fund", "fund", "cost"])
    if d.exact:
        return {"on": on, "per": d.pick(PERIODS), "limit": d.pick(LIMITS)}
    cap = {"on": on, "per": d.pick((*PERIODS, "lifetime"))}
    shared = d.between(0, 9)
    if shared >= 5:
        cap["per"] = pools.fund if on == "fund" else pools.cost
        both = ["shared", "other"]
        cap["counter"] = ["shared", "other", both, both, ["other", "old", "shared"]][shared - 5]
    if pools.constant and on == "fund":
        return {**cap, "per": "year", "limit": d.pick(LIMITS)}
    if d.chance(35):
        cap["quota"] = _quota(d, separate="counter" not in cap)
    else:
        cap["limit"] = d.money_value(LIMITS)
    if d.chance(20):
        cap["adjust"] = [_adjust_money(d, limit=True) for _ in range(d.between(1, 2))]
    return cap


def _quota(d: Draw, separate: bool) -> Yaml:
    together = ["sum", "highest", "highest_plus_share", "highest_plus_fixed", "highest_plus_each"]
    combine = d.pick([*together, "separate"] if separate else together)
    amounts = ["500元", "1000元", "1000元", "2222.22元", "80元", "none"]
    quota = {
        "combine": combine,
        "diseases": {name: d.money_value(amounts) for name in DISEASES[: d.between(3, 4)]},
    }
    if combine == "highest_plus_share":
        quota["plus"] = d.ratio_value()
    elif combine.startswith("highest_plus_"):
        quota["plus"] = d.money_value(["200元", "0元", "1000元"])
    if d.chance(40):
        quota["at_most"] = d.money_value(["1200元", "2万元", "none"])
    return quota

"""Strategies that invent whole policy files, in the format of docs/guides/policy-files.md."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml
from hypothesis import strategies as st

from oracle.drawn_layers import Pools, draw_exact_layer, draw_layer, draw_stay_layer
from oracle.drawn_values import CATEGORIES, DISEASES, LINKS, Draw, Yaml
from yibao.policy import Policy, load_policy

TRACK = "apart"


def _label(name: str) -> Yaml:
    return {"zh": name, "en": name}


def _labelled(*names: str) -> Yaml:
    return {name: {"label": _label(name)}["label"] for name in names}


def _head() -> Yaml:
    return {
        "region": "trial",
        "label": _label("trial"),
        "sources": {
            "TRIAL": {"kind": "document", "title": "trial"},
            "WEAK": {"kind": "page", "title": "weak"},
        },
        "source": "TRIAL",
        "status": "verified",
        "valid_from": "2020-01-01",
        "names": {
            "category": _labelled(*CATEGORIES),
            "disease": _labelled(*DISEASES),
            "cover": _labelled("extra"),
            "provider_list": _labelled("named"),
            "event": _labelled("flood"),
        },
        "indices": {
            "average_wage": {"label": _label("wage"), "value": "6万元"},
            "disposable_income": {
                "label": _label("income"),
                "versions": [
                    {"valid_from": "2020-01-01", "value": "3000元"},
                    {"valid_from": "2023-10-01", "value": "4000元"},
                ],
            },
        },
    }


def _by_date(d: Draw, words: list[str]) -> Yaml:
    """Return a word that is the same for everybody and may change on a day."""
    if not d.chance(15):
        return d.pick(words)
    first = {"valid_from": "2020-01-01", "value": d.pick(words)}
    return {"versions": [first, {"valid_from": "2023-11-20", "value": d.pick(words)}]}


def _procedure(d: Draw) -> Yaml:
    moments = ["discharge", "settlement", "admission"]
    rules = ["difference", "full", "waived"]
    return {
        "policy_date": _by_date(d, moments),
        "year_date": _by_date(d, moments),
        "benefit_year_start": d.pick(["01-01", "01-01", "07-01", "04-15"]),
        "ordinal_counts": _by_date(d, ["region", "level"]),
        "over_limit_borne_by": d.value(lambda: d.pick(["person", "person", "hospital"])),
        **{link: d.value(lambda: d.pick(rules)) for link in LINKS[1:]},
        "rounding": {
            "mode": d.pick(["half_up", "down", "up", "half_even"]),
            "unit": "0.01元",
            "per": d.pick(["layer", "band"]),
        },
    }


def _lines(d: Draw) -> Yaml:
    lines = {"tracks": {TRACK: {"label": _label(TRACK), "when": {"tag": "separate"}}}}
    if not d.exact and d.chance(25):
        lines["away_first_pay"] = d.pick(
            [
                {"when": {"place": ["in_province", "out_of_province"]}, "value": "10%"},
                {"when": {"place": "out_of_province"}, "by": "filing", "of": {"none": "20.55%"}},
                d.value(d.ratio),
            ]
        )
    return lines


def _overall(d: Draw, names: list[str]) -> Yaml:
    of = d.pick([["total"], ["total", "-full_self"], ["in_scope.main", f"in_scope.{TRACK}"]])
    if d.chance(20):
        of = [*of, f"-deductible.{names[0]}"]
    entry = {"share": d.ratio_value(), "of": of}
    if d.chance(30):
        entry["when"] = d.condition()
    return entry


@st.composite
def policy_texts(draw: st.DrawFn, constant: bool = False) -> str:
    """Invent a policy file with every feature that the fold knows.

    With `constant` every fund cap is one number per year.
    """
    d = Draw(draw)
    names = [f"layer_{number}" for number in range(1, d.between(1, 4) + 1)]
    pools = Pools.drawn(d, constant)
    policy = _head() | {"procedure": _procedure(d), "lines": _lines(d)}
    policy["layers"] = {
        name: draw_layer(d, name, names[:place], pools) for place, name in enumerate(names)
    }
    policy["stack"] = {"order": names}
    if d.chance(30):
        policy["overall"] = [_overall(d, names) for _ in range(d.between(1, 2))]
    return to_text(policy)


@st.composite
def exact_policy_texts(draw: st.DrawFn) -> str:
    """Invent a policy under which more cost in scope can never mean less own payment.

    Left out is what lets the law itself break this: anything that looks at the bill (a higher
    bill may be another class), fixed sums that the hospital completes, floors, overall ceilings,
    pay rounded to more than a fen, a second layer that pays again for what the first has paid or
    shares a counter with it (what the first takes then shrinks what the second takes), and,
    because a refusal is no amount, values that are unknown or missing.
    """
    d = Draw(draw, exact=True)
    names = ["layer_1", "layer_2"][: d.between(1, 2)]
    policy = _head() | {"procedure": _procedure(d), "lines": _lines(d)}
    policy["layers"] = {
        name: draw_exact_layer(d, name, names[:place]) for place, name in enumerate(names)
    }
    policy["stack"] = {"order": names}
    return to_text(policy)


@st.composite
def stay_policy_texts(draw: st.DrawFn) -> str:
    """Invent a policy under which the parts of a stay are paid what the whole would be.

    Beyond what `exact_policy_texts` leaves out: a deductible that is counted per period (what a
    part has borne is then taken off twice, by the link and by the count), a single band that does
    not reach from 0 to no limit (its layer remembers no stay), rounding other than to the nearest
    fen, and a link rule other than `difference`.
    """
    d = Draw(draw, exact=True)
    policy = _head() | {"procedure": _procedure(d), "lines": _lines(d)}
    policy["procedure"]["continued"] = "difference"
    policy["layers"] = {"layer_1": draw_stay_layer(d, "layer_1")}
    policy["stack"] = {"order": ["layer_1"]}
    return to_text(policy)


def to_text(policy: Yaml) -> str:
    """Write a policy down as its author would."""
    return yaml.dump(policy, Dumper=_Dumper, allow_unicode=True, sort_keys=False)


class _Dumper(yaml.CSafeDumper):
    """Writes every value out where it stands, without anchors."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def load_text(text: str) -> Policy:
    """Load a policy file, laid over the nation."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trial.yaml"
        path.write_text(text, encoding="utf-8")
        return load_policy(path)

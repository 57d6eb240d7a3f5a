"""Layers that can never pay, or that pay out of a purse which is not theirs (各层)."""

from __future__ import annotations

from collections.abc import Iterator

from yibao.policy.check.finding import Finding, Severity
from yibao.policy.law import Layer, Policy
from yibao.policy.wording.cases import implies, possible
from yibao.policy.wording.conditions import condition, joined
from yibao.policy.wording.labels import name_label
from yibao.policy.words import LAYER_PARTS
from yibao.terms.dictionaries import dictionary
from yibao.terms.errors import InvalidInput
from yibao.terms.funds import fund
from yibao.terms.text import Text

_EMPLOYEES = ("310", "320", "330", "340", "350", "360", "370")
_RESIDENTS = ("380", "390", "391", "392")
_FUNDS_OF_ONE_SIDE = ("310", "320", "330", "390")


def layers(policy: Policy) -> Iterator[Finding]:
    """Look at each layer by itself: stack, schemes, fund, condition."""
    for layer in policy.layers.values():
        # A province may leave the stack, and what goes into it, to its cities.
        if policy.stack and layer.name not in policy.stack:
            yield _not_stacked(layer)
        yield from _schemes(layer)
        yield from _fund(layer)
        if not layer.schemes or not layer.care:
            yield _for_nobody(layer)
        elif not possible(layer.when, policy.names):
            yield _never(layer, policy)


def _not_stacked(layer: Layer) -> Finding:
    return Finding(
        Severity.WARNING,
        "layer_not_stacked",
        layer.mark,
        Text(
            f"“{layer.label.zh}”不在 stack 中，永不支付。",
            f"`{layer.name}` is not in the stack: it never pays.",
        ),
        Text(f"在 stack.order 中写上 {layer.name}。", f"Add {layer.name} to stack.order."),
    )


def _schemes(layer: Layer) -> Iterator[Finding]:
    for scheme in layer.schemes:
        try:
            dictionary("insutype").check(scheme, "schemes")
        except InvalidInput as error:
            yield Finding(Severity.ERROR, "scheme_unknown", layer.mark, error.reason, error.remedy)


def _fund(layer: Layer) -> Iterator[Finding]:
    payer = fund(layer.fund)
    if payer.kind == "account":
        yield Finding(
            Severity.ERROR,
            "fund_is_account",
            layer.mark,
            Text(
                f"{layer.fund}（{payer.label.zh}）是个人账户，不是一层待遇。",
                f"{layer.fund} ({payer.label.en}) is a personal account, which is no layer.",
            ),
            Text(
                "写统筹基金的代码；个人账户在结算之后支付。",
                "Write the code of a pooled fund; the account pays after the settlement.",
            ),
        )
    prefix = layer.fund[:3]
    own = _side(prefix) if prefix in _FUNDS_OF_ONE_SIDE else ""
    strangers = [scheme for scheme in layer.schemes if own and _side(scheme) not in (own, "")]
    for scheme in strangers:
        label = dictionary("insutype").label(scheme)
        fitting = "390100" if _side(scheme) == "residents" else "310100"
        yield Finding(
            Severity.WARNING,
            "fund_of_other_scheme",
            layer.mark,
            Text(
                f"基金 {layer.fund}（{payer.label.zh}）不属于险种 {scheme}（{label.zh}）。",
                f"Fund {layer.fund} ({payer.label.en}) is not one of scheme {scheme} ({label.en}).",
            ),
            Text(
                f"写该险种的基金，如 {fitting}，或拆成两层。",
                f"Write a fund of that scheme, such as {fitting}, or make two layers.",
            ),
        )


def _side(code: str) -> str:
    if code in _EMPLOYEES:
        return "employees"
    return "residents" if code in _RESIDENTS else ""


def _never(layer: Layer, policy: Policy) -> Finding:
    said = condition(layer.when, policy.names, dates=True)
    return Finding(
        Severity.ERROR,
        "layer_never",
        layer.mark,
        Text(f"条件不能同时成立：{said.zh}。", f"No visit fits this layer: {said.en}."),
        Text("改正 when 或 in_force。", "Mend its `when` or its in_force."),
    )


def _for_nobody(layer: Layer) -> Finding:
    return Finding(
        Severity.ERROR,
        "layer_never",
        layer.mark,
        Text("schemes 或 care 为空，永不支付。", "`schemes` or `care` is empty: it never pays."),
        Text(
            '例如写 schemes: ["390"]、care: [inpatient]。',
            'Write for example schemes: ["390"] and care: [inpatient].',
        ),
    )


def tracks(policy: Policy) -> Iterator[Finding]:
    """Find tracks that no line reaches, and tracks whose lines nobody pays."""
    unreachable: set[str] = set()
    declared = policy.lines.tracks
    for position, track in enumerate(declared):
        earlier = [
            other.name
            for other in declared[:position]
            if implies(track.when, other.when, policy.names)
        ]
        if earlier or not possible(track.when, policy.names):
            unreachable.add(track.name)
    used = {layer.track for layer in policy.layers.values()}
    for layer in policy.layers.values():
        parts = (*layer.base, *(layer.floor.of if layer.floor else ()))
        used |= {name.partition(".")[2] for _, name in parts if name.startswith("in_scope.")}
        if layer.track in unreachable:
            yield Finding(
                Severity.ERROR,
                "track_unreachable",
                layer.mark,
                Text(
                    f"没有费用会进入“{layer.track}”。",
                    f"No line of a bill can reach the track `{layer.track}`.",
                ),
                Text(
                    f"改正 lines.tracks.{layer.track}.when 或各 tracks 的次序。",
                    f"Mend lines.tracks.{layer.track}.when or the order of the tracks.",
                ),
            )
    for track in declared:
        if track.name not in used and policy.stack:
            yield Finding(
                Severity.WARNING,
                "track_unpaid",
                policy.lines.covered.mark,
                Text(
                    f"“{track.label.zh}”单列，却没有一层支付它。",
                    f"Lines of the track `{track.name}` are set apart, and no layer pays them.",
                ),
                Text(
                    f"写一层 track: {track.name}，或删去 lines.tracks.{track.name}。",
                    f"Write a layer with track: {track.name}, or drop lines.tracks.{track.name}.",
                ),
            )


def parts(policy: Policy) -> Iterator[Finding]:
    """Find parts of a base that are always zero: of a layer which never meets the same visit."""
    # A province without a stack may name layers that its cities add.
    if not policy.stack:
        return
    for layer in policy.layers.values():
        listed = (*layer.base, *(layer.floor.of if layer.floor else ()))
        for sign, name in listed:
            head, _, other = name.partition(".")
            if head in LAYER_PARTS and not _meet(layer, policy.layers.get(other)):
                yield _always_zero(layer, f"{'-' if sign < 0 else ''}{name}", other, policy)


def _meet(layer: Layer, other: Layer | None) -> bool:
    if other is None:
        return False
    return not (
        set(layer.schemes).isdisjoint(other.schemes) or set(layer.care).isdisjoint(other.care)
    )


def _always_zero(layer: Layer, part: str, other: str, policy: Policy) -> Finding:
    if other not in policy.layers:
        message = Text(f"base 中的“{part}”：没有这一层。", f"`{part}`: there is no such layer.")
    else:
        stranger = policy.layers[other]
        care = joined([name_label("care", name, policy.names) for name in stranger.care])
        message = Text(
            f"base 中的“{part}”恒为零：那一层只管 {'、'.join(stranger.schemes)} 的{care.zh}。",
            f"`{part}` is always zero: that layer is for {care.en} in "
            f"{', '.join(stranger.schemes)}.",
        )
    return Finding(
        Severity.WARNING,
        "part_always_zero",
        layer.mark,
        message,
        Text(f"从 base 中删去 {part}，或改 care。", f"Drop {part} from the base, or mend `care`."),
    )

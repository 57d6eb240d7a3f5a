"""Write down what a layer made of its base, and who bears it (一层的结果)."""

from yibao.benefit.kernel.desk import Desk, record
from yibao.benefit.kernel.machine import compiled
from yibao.policy.plan import layout
from yibao.policy.plan.layout import PlanArrays


@compiled
def write_result(desk: Desk, layer: int, base: int, taken: int, above: int, paid: int) -> int:
    """Write what the layer made of its base; return the deductible that stands.

    A floor, or rounding up, may have paid into the deductible, then into what lies above the cap.
    """
    copay = base - above - taken - paid
    if copay < 0:
        given = min(taken, -copay)
        taken -= given
        above += copay + given
        copay = 0
    desk.results[layer, layout.RESULT_BASE] = base
    desk.results[layer, layout.RESULT_DEDUCTIBLE] = taken
    desk.results[layer, layout.RESULT_COPAY] = copay
    desk.results[layer, layout.RESULT_ABOVE_CAP] = above
    desk.results[layer, layout.RESULT_PAID] = paid
    record(desk, layout.T_PAID, layer, taken, copay, above, paid, base)
    return taken


@compiled
def charge(plan: PlanArrays, desk: Desk, layer: int) -> None:
    """Book the layer's pay on the fund or the hospital, and the rest where the law says so."""
    rule = plan.layers[layer]
    result = desk.results[layer]
    if rule[layout.L_PAYER] == layout.PAYER_HOSPITAL:
        desk.out[layout.OUT_HOSPITAL] += result[layout.RESULT_PAID]
    else:
        desk.out[layout.OUT_FUND] += result[layout.RESULT_PAID]
    if rule[layout.L_REMAINDER] == 1:
        rest = result[layout.RESULT_COPAY] + result[layout.RESULT_ABOVE_CAP]
        desk.out[layout.OUT_HOSPITAL] += rest
    if rule[layout.L_BASIC] == 1:
        desk.out[layout.OUT_DEDUCTIBLE] += result[layout.RESULT_DEDUCTIBLE]

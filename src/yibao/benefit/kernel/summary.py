"""Sum what the layers paid by the fields that a settlement reports it under (基金支付字段)."""

from yibao.benefit.kernel.machine import compiled
from yibao.policy.plan import layout
from yibao.policy.plan.layout import Int


@compiled
def sum_by_field(program: Int, paid: Int, field_of: Int, sums: Int) -> None:
    """Add what the k-th layer of each visit's program paid to its field: `sums[field, visit]`.

    `field_of[program, k]` is the field, `layout.NONE` for what is reported under none; `program`
    is `layout.NONE` for a visit that no program covers.
    """
    for position in range(paid.shape[1]):
        for visit in range(program.shape[0]):
            number = program[visit]
            field = field_of[number, position] if number >= 0 else layout.NONE
            if field >= 0:
                sums[field, visit] += paid[visit, position]

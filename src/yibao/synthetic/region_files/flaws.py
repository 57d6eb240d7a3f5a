"""Mistakes made on purpose (有意的错误): a few claims get one each, as real files have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from yibao.synthetic.region_files.draws import Draws, Int
from yibao.terms.text import Text

Flags = npt.NDArray[np.bool_]

LABELS: Final = {
    "hosp_lv_unknown": Text("医院等级代码不存在", "unknown class of the institution"),
    "psn_no_missing": Text("缺人员编号", "no number of the person"),
    "setl_time_missing": Text("缺结算时间", "no time of settlement"),
    "dates_reversed": Text("结束早于开始", "ends before it begins"),
    "amount_negative": Text("金额为负", "negative amount"),
    "parts_do_not_sum": Text("费用合计不符", "bill that its parts or lines do not make"),
    "insutype_unknown": Text("险种代码不存在", "unknown scheme"),
    "setl_id_twice": Text("结算ID重复", "number of another settlement"),
    "person_not_registered": Text("参保人不在册", "person not in the register"),
}
FLAWS: Final = tuple(LABELS)
"""Kinds of mistakes; with lines, parts that do not sum are a bill that its lines do not make."""
(
    HOSP_LV_UNKNOWN,
    PSN_NO_MISSING,
    SETL_TIME_MISSING,
    DATES_REVERSED,
    AMOUNT_NEGATIVE,
    PARTS_DO_NOT_SUM,
    INSUTYPE_UNKNOWN,
    SETL_ID_TWICE,
    PERSON_NOT_REGISTERED,
) = range(1, len(FLAWS) + 1)
SOUND = 0


def draw_flaws(share: float, has_twin: Flags, asks_level: Flags, draws: Draws) -> Int:
    """Draw the mistake of each claim, `SOUND` for most.

    Where a kind of mistake would be none (nobody's second visit, a level that no rule asks about)
    the scheme is unknown instead.
    """
    kind = 1 + draws.take() % len(FLAWS)
    kind = np.where((kind == SETL_ID_TWICE) & (~has_twin), INSUTYPE_UNKNOWN, kind)
    kind = np.where((kind == HOSP_LV_UNKNOWN) & (~asks_level), INSUTYPE_UNKNOWN, kind)
    return np.where(draws.happens(share), kind, SOUND)


def count(flaws: Int) -> Int:
    """Count the claims by kind of mistake, the sound ones first."""
    return np.bincount(flaws, minlength=len(FLAWS) + 1)


def by_name(counts: Int) -> Mapping[str, int]:
    """Name the counts of mistakes.

    >>> by_name(count(np.array([0, 0, 4])))["dates_reversed"]
    1
    """
    return dict(zip(FLAWS, counts[1:].tolist(), strict=True))

"""Pooling, chronic diseases and two diseases become one at a date; the accumulators run on."""

from datetime import date
from pathlib import Path

from yibao.benefit import Accumulators, Amounts, Settlement, Visit, settle
from yibao.policy import compile_plan, load_policy

POLICY = Path(__file__).parent.parent / "policies" / "own" / "merger.yaml"


def test_what_was_used_up_before_the_merger_counts_after_it() -> None:
    plan = compile_plan(load_policy(POLICY), allow_unverified=True)
    used = Accumulators.empty(plan)
    made: list[Settlement] = []
    for day, care, yuan in (
        (date(2024, 3, 1), "outpatient", 600),  # 50 % = 300, capped at 200
        (date(2024, 4, 1), "two_diseases", 500),  # 50 % = 250
        (date(2024, 5, 1), "chronic", 1_300),  # (1300 − 300) × 60 % = 600
        (date(2024, 7, 1), "outpatient", 1_000),  # deductible borne in May; 65 % = 650
        (date(2024, 8, 1), "chronic", 1_000),  # 650, but 2000 − 200 − 250 − 600 − 650 = 300 left
        (date(2025, 1, 5), "two_diseases", 1_300),  # a new year: (1300 − 300) × 65 % = 650
    ):
        bill = {"main": Amounts(in_scope=yuan * 100)}
        made.append(settle(Visit("390", care, day, day, day, {}, bill), plan, used))
        used = made[-1].after
    assert [s.fund for s in made] == [20_000, 25_000, 60_000, 65_000, 30_000, 65_000]
    assert made[4].layer("merged").above_cap > 0
    assert used.count("fund:merged") == 65_000

"""Plans out of tests/policies/own, each with the procedure that a test is about."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from yibao.benefit import Amounts, Settlement, Visit
from yibao.benefit.corrections import fold
from yibao.policy import Plan, compile_plan, load_policy
from yibao.terms.money import parse_yuan

OWN = Path(__file__).parents[1] / "policies" / "own"


@cache
def plan_of(name: str = "years", **procedure: str) -> Plan:
    """Compile one of the own policies under a procedure of one's own."""
    text = (OWN / f"{name}.yaml").read_text(encoding="utf-8")
    if procedure:
        text += "\nprocedure:\n" + "".join(f"  {k}: {v}\n" for k, v in procedure.items())
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        return compile_plan(load_policy(path), allow_unverified=True)


def bill(in_scope: str, full_self: str = "0元") -> dict[str, Amounts]:
    """Make a bill whose lines are all within the catalogue, but for what is given apart."""
    return {"main": Amounts(in_scope=parse_yuan(in_scope), full_self=parse_yuan(full_self))}


def resident(number: str, care: str, end: date, in_scope: str, **facts: object) -> Visit:
    """Make a visit of a resident on one day."""
    days = {"admission": end, "discharge": end, "settlement": end}
    given = {name: facts.pop(name) for name in list(facts) if name in days}
    usual = {"status": "adult", "level": "secondary", "age": 40}
    return Visit(
        scheme="390",
        care=care,
        facts={**usual, **facts},
        amounts=bill(in_scope),
        number=number,
        **(days | given),
    )


def history_of(plan: Plan, *visits: Visit) -> list[Settlement]:
    """Settle visits one after the other, none of which is refused."""
    found = fold(visits, plan)
    assert all(isinstance(each, Settlement) for each in found), found
    return found  # type: ignore[return-value]

"""The laws that runs are tried under."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from yibao.policy import Plan, compile_plan, load_policy

ROOT = Path(__file__).parents[3]
YEARS = ROOT / "tests" / "policies" / "own" / "years.yaml"


@dataclass(frozen=True)
class Law:
    """A region, a year in which its rules are known, and whether weak sources count."""

    region: str
    year: int
    allow_unverified: bool = False

    @cached_property
    def plan(self) -> Plan:
        path = Path(self.region)
        policy = load_policy(path if path.exists() else self.region)
        return compile_plan(policy, allow_unverified=self.allow_unverified)


XIAN = Law("cn/61/6101", 2022)
DEMO = Law("demo", 2025)
INVENTED = Law(str(ROOT / "bench" / "benefit" / "policy"), 2023, allow_unverified=True)
LAWS = {"xian": XIAN, "demo": DEMO, "invented": INVENTED}


def own_law(folder: Path, text: str = "", **procedure: object) -> Law:
    """Write the invented round numbers of `years.yaml` with a procedure of one's own."""
    words = "".join(f"  {key}: {word}\n" for key, word in procedure.items())
    path = folder / "law.yaml"
    own = YEARS.read_text(encoding="utf-8") + text
    path.write_text(own + (f"\nprocedure:\n{words}" if words else ""), encoding="utf-8")
    return Law(str(path), 2024, allow_unverified=True)

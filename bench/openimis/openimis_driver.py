"""Put the golden cases to an installed openIMIS and print, or keep, its answers as JSON.

It runs in openIMIS' own environment (README.md beside this file says how to make one), from the
root of the repository, on an empty PostgreSQL data base that the usual variables name:

    PGHOST=127.0.0.1 PGDATABASE=openimis …/python -m bench.openimis.openimis_driver [answers.json]

It calls openIMIS and is no part of it: nothing of its code or text stands here.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import platform
import re
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.openimis.cases import CASES, Case
from bench.openimis.openimis_site import start, theirs
from bench.openimis.openimis_world import Household, World

ROUNDS = 12
FIRST_DAY = date(2026, 3, 2)
Way = Callable[[Any, Any], None]
Answer = dict[str, Any]


def main(arguments: list[str]) -> None:
    """Answer every case in both ways; print the answers, or put them into the file named."""
    with contextlib.redirect_stdout(sys.stderr):  # openIMIS prints while it starts
        start()
        world = World()
        answered = {case.name: answers(world, case) for case in CASES}
        found = {release(): {**circumstances(), "answers": answered}}
    if not arguments:
        sys.stdout.write(as_text(found))
        return
    kept = Path(arguments[0])
    before = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    kept.write_text(as_text(before | found), encoding="utf-8")


def answers(world: World, case: Case) -> dict[str, Answer]:
    """Answer one case in both ways, as often as is worth while.

    A claim of several lines is put several times, each time for a new family, because the answer
    may depend on the order in which the data base happens to hand out the lines. `seen` lists
    what was approved, most frequent first.
    """
    rounds = ROUNDS if len(case.claims[-1].lines) > 1 else 1
    ways: tuple[Way, ...] = (submit_and_process, one_step)
    found = {}
    for way in ways:
        given = [answer(world, case, way) for _ in range(rounds)]
        seen = Counter(each["approved"] for each in given).most_common()
        usual = next(each for each in given if each["approved"] == seen[0][0])
        found[way.__name__] = {**usual, "seen": [amount for amount, _ in seen]}
    return found


def answer(world: World, case: Case, way: Way) -> Answer:
    """Settle the claims one after the other and say what openIMIS made of the last.

    `approved`, `valuated` and `remunerated` are the claim's; `lines` is what its lines say is
    remunerated, and `ledger` what its row of deductions and remunerations says.
    """
    household = Household(world, case)
    entered: Any = None
    for number, claim in enumerate(case.claims):
        entered = household.enter(claim, FIRST_DAY + timedelta(days=number))
        way(world.user, entered)
    after = theirs("claim.models:Claim").objects.get(id=entered.id)
    ledger = theirs("claim.models:ClaimDedRem").objects
    rows = ledger.filter(claim_id=after.id, validity_to__isnull=True)
    lines = [*after.items.all(), *after.services.all()]
    return {
        "status": after.status,
        "claimed": written(after.claimed),
        "approved": written(after.approved),
        "valuated": written(after.valuated),
        "remunerated": written(after.remunerated),
        "lines": written(sum(line.remunerated_amount or 0 for line in lines)),
        "ledger": written(sum(row.rem_g or 0 for row in rows)),
    }


def submit_and_process(user: Any, claim: Any) -> None:
    """Submit, then process, by openIMIS' GraphQL mutations for the two steps."""
    for name in ("SubmitClaimsMutation", "ProcessClaimsMutation"):
        mutation = theirs(f"claim.gql_mutations:{name}")
        log = theirs("core.models:MutationLog").objects.create(
            json_content="{}", client_mutation_id=str(uuid4())
        )
        errors = mutation.async_mutate(
            user, uuids=[str(claim.uuid)], client_mutation_id=log.client_mutation_id
        )
        if errors:
            raise RuntimeError(f"{name}: {errors}")


def one_step(user: Any, claim: Any) -> None:
    """Process a claim as it was entered, in one call."""
    errors = theirs("claim.services:processing_claim")(claim, user, True)
    if errors:
        raise RuntimeError(f"processing_claim: {errors}")


def written(amount: Any) -> str | None:
    """Write an amount with two decimals."""
    return None if amount is None else f"{Decimal(amount):.2f}"


def release() -> str:
    """Name the release after its claim module."""
    return ".".join(importlib.metadata.version("openimis-be-claim").split(".")[:2])


def circumstances() -> dict[str, Any]:
    """Say when, and with which versions."""
    with theirs("django.db:connection").cursor() as cursor:
        cursor.execute("select current_date, current_setting('server_version')")
        day, server = cursor.fetchone()
    versions = {"python": platform.python_version(), "postgresql": server.split()[0]}
    for each in importlib.metadata.distributions():
        name = each.metadata["Name"].replace("_", "-").lower()
        if name.startswith("openimis-be-") or name in ("django", "graphene-django"):
            versions[name] = each.version
    return {"measured": day.isoformat(), "versions": dict(sorted(versions.items()))}


def as_text(found: dict[str, Any]) -> str:
    """Write the answers, each case and way on a line of its own."""
    text = json.dumps(found, indent=1)
    return re.sub(r"\{[^{}]*\}", lambda inner: " ".join(inner[0].split()), text) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])

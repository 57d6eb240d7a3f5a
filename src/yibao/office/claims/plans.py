"""Plans by which claims are settled (政策方案): compiled once in a process, kept for ever.

Whose fund pays is decided by the place of insurance: its pooling area (统筹区) is the division that
`regions/index.yaml` lists for the folder whose rules it reads. The files of every plan that settled
anything are archived under the plan's hash, so that an old settlement can be computed once more
after the files have changed.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from base64 import b64decode, b64encode
from datetime import date
from functools import cache, lru_cache

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from yibao.office.base.errors import not_found
from yibao.office.database.prepared import fetch
from yibao.policy import compile_plan
from yibao.policy.load import Contents, policy_contents, policy_of
from yibao.policy.plan import Plan
from yibao.policy.plan.counters import Slot
from yibao.terms.admdvs import Division, region_folder, regions
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

PLANS_REMEMBERED = 16
"""Old plans that a process keeps compiled for whoever looks at old settlements."""

_KEEP = """
INSERT INTO claims_plan (hash, region, files, first_used_at) VALUES (%s, %s, %s, %s)
ON CONFLICT (hash) DO NOTHING
"""
_LAYOUT = "SELECT id FROM claims_layout WHERE digest = %s"
_NEW_LAYOUT = """
INSERT INTO claims_layout (digest, slots) VALUES (%s, %s) ON CONFLICT (digest) DO NOTHING
"""
_ARCHIVED = "SELECT files FROM claims_plan WHERE hash = %s"
_SLOTS = "SELECT slots FROM claims_layout WHERE id = %s"

_FILES: dict[str, tuple[str, Contents]] = {}
"""By hash of a plan of this process: its division and the files that it was compiled from."""
_KEPT: dict[tuple[str, str], int] = {}
"""By database and hash of a plan that is archived there: the layout of its accumulators."""


@cache
def pooling_area(division: str) -> str:
    """Return the pooling area (统筹区) of a division: whose fund and whose books.

    Raises:
        InvalidInput: code ``invalid_division``; ``unknown_region``: nobody's rules are at hand.

    >>> pooling_area("990121"), pooling_area("610113")
    ('990100', '610100')

    """
    folder = region_folder(division, field="insuplc_admdvs")
    for listed in regions().values():
        if listed.folder == folder or folder.startswith(f"{listed.folder}/"):
            return listed.code
    place = Division.parse(division)
    return f"{place.city or place.province:0<6}"


def plan_for(division: str, day: date) -> Plan:
    """Return the plan by which a division's fund pays, as its files stood at the first question.

    Values of status `unverified` are used only where the site says so (YIBAO_ALLOW_UNVERIFIED).

    Args:
        division: the place of insurance, or its pooling area.
        day: of the settlement; one plan holds all versions of the law, so it is the same for each.

    Raises:
        InvalidInput: code ``invalid_division``, ``unknown_region``.
        PolicyError: a policy file is wrong.

    """
    del day
    area = pooling_area(division)
    plan = _plan_of(area)
    if plan is None:
        raise InvalidInput(
            "unknown_region",
            "insuplc_admdvs",
            Text(f"没有统筹区 {area} 的待遇规则。", f"Nobody's rules of {area} are at hand."),
            Text("请核对医保区划，或补充政策文件。", "Check it, or add its policy files."),
        )
    return plan


@cache
def _plan_of(division: str) -> Plan | None:
    """Compile a plan; None where the nation's and the province's files alone pay nothing."""
    contents = policy_contents(division)
    plan = _compiled(contents, bool(settings.YIBAO.allow_unverified))
    if not plan.programs:
        return None
    _FILES[plan.hash] = division, contents
    return plan


def kept(plan: Plan) -> int:
    """Archive a plan and its layout, once for each database; return the number of the layout.

    Writes within the caller's transaction and remembers only what that commits.
    """
    place = (str(connection.settings_dict["NAME"]), plan.hash)
    known = _KEPT.get(place)
    if known is not None:
        return known
    division, contents = _FILES[plan.hash]
    digest = bytes.fromhex(plan.hash)
    fetch(_KEEP, (digest, division, archive(contents, plan), timezone.now()))
    layout = _layout(plan)
    transaction.on_commit(lambda: _KEPT.__setitem__(place, layout))
    return layout


def _layout(plan: Plan) -> int:
    slots = json.dumps([[slot.name, slot.first, slot.length, slot.period] for slot in plan.slots])
    digest = hashlib.sha256(slots.encode()).digest()
    found = fetch(_LAYOUT, (digest,))
    if not found:
        fetch(_NEW_LAYOUT, (digest, slots))
        found = fetch(_LAYOUT, (digest,))
    return int(found[0][0])


def archive(contents: Contents, plan: Plan) -> bytes:
    """Pack policy files and whether unverified values were used, so that `plan_by_hash` can read.

    It is JSON, compressed: readable in fifty years without any of this project.
    """
    files = [[name, b64encode(content).decode()] for name, content in contents]
    packed = {"allow_unverified": plan.allow_unverified, "files": files}
    return zlib.compress(json.dumps(packed).encode(), 9)


@lru_cache(PLANS_REMEMBERED)
def plan_by_hash(digest: str) -> Plan:
    """Return a plan that settled something, compiled from its archived files.

    Raises:
        NotFound: none was archived under this hash.

    """
    found = fetch(_ARCHIVED, (bytes.fromhex(digest),))
    if not found:
        raise not_found("plan", digest)
    packed = json.loads(zlib.decompress(bytes(found[0][0])))
    contents = tuple((name, b64decode(content)) for name, content in packed["files"])
    plan = _compiled(contents, bool(packed["allow_unverified"]))
    assert plan.hash == digest, "an archived plan is not what its hash says"
    return plan


def _compiled(contents: Contents, allow_unverified: bool) -> Plan:
    return compile_plan(policy_of(contents), allow_unverified=allow_unverified)


def slots_of(layout: int) -> tuple[Slot, ...]:
    """Return what the numbers of accumulators of a layout count."""
    return _slots(str(connection.settings_dict["NAME"]), layout)


@lru_cache(256)
def _slots(database: str, layout: int) -> tuple[Slot, ...]:
    del database  # Part of the key: numbers of layouts are those of one database.
    ((said,),) = fetch(_SLOTS, (layout,))
    return tuple(Slot(*slot) for slot in (json.loads(said) if isinstance(said, str) else said))

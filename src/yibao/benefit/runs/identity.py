"""What a run is, and whose the folder is that it writes to (结算标识)."""

from __future__ import annotations

import shutil
from importlib.metadata import version
from pathlib import Path

from yibao.benefit.runs.asked import Asked
from yibao.benefit.runs.finish import beside
from yibao.benefit.runs.manifest import (
    NAME,
    Input,
    Manifest,
    forget,
    input_of,
    read_manifest,
    write_manifest,
)
from yibao.benefit.runs.mend import parts_of_mended
from yibao.benefit.runs.outcome import columns_of
from yibao.benefit.runs.plan_of import place_of
from yibao.benefit.runs.sources import Sources
from yibao.policy.plan import Plan
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

PART_FILES = "part-[0-9]*.parquet"
VISITS_A_PART = 156_250
LINES_LIKE_A_VISIT = 8
"""So many lines take the memory and the time that one visit takes."""
PARTS_MAX = 1024


def make_folder(asked: Asked) -> None:
    """Make the folder to write to; refuse one in which the run would overwrite what it reads.

    Raises:
        InvalidInput: ``out_unusable`` or ``input_is_output``.

    """
    given = (asked.claims, asked.persons, asked.lines, *asked.mended)
    inputs = {path.resolve() for path in given if path is not None}
    endings = ("rejects.csv", "rejects.parquet", "unreadable.csv")
    outputs = {beside(asked.out, ending).resolve() for ending in endings} | {asked.out.resolve()}
    for path in sorted(inputs):
        a_part = path.parent == asked.out.resolve() and path.match(PART_FILES)
        if path in outputs or a_part:
            raise InvalidInput(
                "input_is_output",
                str(path),
                Text(f"{path} 会被这次结算改写。", f"The run would write over {path}."),
                Text("把它改名或换一个输出文件夹。", "Rename it, or write elsewhere."),
            )
    try:
        asked.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(
            "out_unusable",
            "out",
            Text(f"不能建立文件夹 {asked.out}。", f"{asked.out} cannot be made: {error.strerror}."),
            Text("换一个输出文件夹。", "Write elsewhere."),
        ) from None


def manifest_of(asked: Asked, plan: Plan, visits: int, lines: int = 0) -> Manifest:
    """Describe a run: what it reads, by which law, and how it is cut into parts."""
    inputs = [input_of("claims", asked.claims)]
    if asked.persons is not None:
        inputs.append(input_of("persons", asked.persons))
    if asked.lines is not None:
        inputs.append(input_of("lines", asked.lines))
    inputs += [input_of("mended", path) for path in asked.mended]
    parts = parts_for(visits, lines) if asked.parts is None else _power_of_two(asked.parts)
    return Manifest(
        region=str(place_of(asked.region)),
        law=plan.hash,
        allow_unverified=asked.allow_unverified,
        inputs=tuple(inputs),
        parts=parts,
        year=asked.year,
        columns=columns_of(plan, asked.columns),
        money=asked.money,
        versions={name: version(name) for name in ("yibao", "duckdb")},
    )


def parts_for(visits: int, lines: int = 0) -> int:
    """Return into how many parts so many visits and lines are dealt.

    >>> parts_for(10), parts_for(200_000), parts_for(10_000_000), parts_for(2_000_000, 16_000_000)
    (1, 2, 64, 32)
    """
    counted = visits + lines // LINES_LIKE_A_VISIT
    parts = 1
    while parts < PARTS_MAX and counted > parts * VISITS_A_PART:
        parts *= 2
    return parts


def _power_of_two(parts: int) -> int:
    if not 1 <= parts <= PARTS_MAX or parts & (parts - 1):
        raise InvalidInput(
            "parts_not_a_power_of_two",
            "parts",
            Text(f"分片数 {parts} 不是 1 到 {PARTS_MAX} 的 2 的幂。", f"{parts} is no power of 2."),
            Text("写 1、2、4、8、16……", "Write 1, 2, 4, 8, 16 …"),
        )
    return parts


def take_possession(asked: Asked, manifest: Manifest, sources: Sources) -> None:
    """Say in the folder what the run is; go on with the same one, refuse to mix with another."""
    found = read_manifest(asked.out) if not asked.fresh else None
    if found == manifest:
        return
    if found is not None and _goes_on(found, manifest):
        old = len(_mended(found))
        new = sources.mended[old:]
        forget(asked.out, parts_of_mended(sources, new, manifest.parts))
        write_manifest(asked.out, manifest)
        return
    refuse_another(asked, found, manifest)
    clear(asked.out)
    write_manifest(asked.out, manifest)


def refuse_another(asked: Asked, found: Manifest | None, manifest: Manifest) -> None:
    """Refuse to write into a folder that holds another run, or parts of nobody knows what."""
    if not (asked.out / NAME).is_file() and any(asked.out.glob(PART_FILES)):
        raise InvalidInput(
            "foreign_files",
            "out",
            Text(
                f"{asked.out} 里有不是 yibao settle 写出的 {PART_FILES}。",
                f"{asked.out} holds {PART_FILES} that yibao settle did not write.",
            ),
            Text("换一个输出文件夹。", "Write elsewhere."),
        )
    if found in (None, manifest):
        return
    raise InvalidInput(
        "another_run",
        "out",
        Text(
            f"{asked.out} 里是另一次结算（文件、政策或选项不同）。",
            f"{asked.out} holds another run: other files, law or options.",
        ),
        Text("换一个输出文件夹，或用 --fresh 重来。", "Write elsewhere, or begin anew: --fresh."),
    )


def _mended(manifest: Manifest) -> list[Input]:
    return [one for one in manifest.inputs if one.role == "mended"]


def _goes_on(found: Manifest, manifest: Manifest) -> bool:
    """Say whether the run is the one found with more rows mended."""
    old, new = _mended(found), _mended(manifest)
    return found.without_mended() == manifest.without_mended() and new[: len(old)] == old


def clear(folder: Path) -> None:
    """Remove what a run wrote, and nothing else.

    The entries go first, the manifest last: what a cut leaves is a run with parts missing.
    """
    shutil.rmtree(folder / "_parts", ignore_errors=True)
    for path in (*folder.glob(PART_FILES), folder / NAME):
        path.unlink(missing_ok=True)
    for name in ("_rejects", "_staging"):
        shutil.rmtree(folder / name, ignore_errors=True)

"""What a run is and which of its parts are there (结算清单文件): so it can go on after a cut."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from yibao.benefit.runs.write import write_json
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

NAME = "_manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Input:
    """A file that a run reads, as it was found."""

    role: str
    """claims, persons, lines or mended."""
    path: str
    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run is: two runs with the same manifest have the same outcome."""

    region: str
    law: str
    """Hash of the plan."""
    allow_unverified: bool
    inputs: tuple[Input, ...]
    parts: int
    year: int | None
    columns: tuple[str, ...]
    money: str
    engine: str = "local"
    versions: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def of_role(self, role: str) -> tuple[str, ...]:
        """Return the paths of the files of a role."""
        return tuple(one.path for one in self.inputs if one.role == role)

    def without_mended(self) -> Manifest:
        """Return the run before anything was mended."""
        return replace(self, inputs=tuple(i for i in self.inputs if i.role != "mended"))


def input_of(role: str, path: Path) -> Input:
    """Describe a file, or a folder of files, by size and time."""
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    states = [file.stat() for file in files]
    size = sum(state.st_size for state in states)
    newest = max((state.st_mtime_ns for state in states), default=0)
    return Input(role, str(path.resolve()), size, newest)


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a folder, None if it has none.

    Raises:
        InvalidInput: there is one and it cannot be used.

    """
    path = folder / NAME
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))["run"]
        if content["format"] != FORMAT:
            raise _unusable(path)
        inputs = tuple(Input(**one) for one in content.pop("inputs"))
        columns = tuple(content.pop("columns"))
        return Manifest(**content, inputs=inputs, columns=columns)
    except (ValueError, KeyError, TypeError):
        raise _unusable(path) from None


def write_manifest(folder: Path, manifest: Manifest, totals: dict[str, Any] | None = None) -> None:
    """Write what the run is; with `totals` once every part is there."""
    write_json(folder / NAME, {"run": asdict(manifest), "finished": totals})


def finished_totals(folder: Path) -> dict[str, Any] | None:
    """Return the totals of a finished run, None if parts are missing."""
    content = json.loads((folder / NAME).read_text(encoding="utf-8"))
    totals: dict[str, Any] | None = content["finished"]
    return totals


def entry_path(folder: Path, part: int) -> Path:
    """Return where the entry of a part stands; the part is there when its entry is."""
    return folder / "_parts" / f"part-{part:05d}.json"


def entries(folder: Path) -> dict[int, dict[str, Any]]:
    """Return the entries of the parts that are there."""
    found = sorted((folder / "_parts").glob("part-*.json"))
    return {int(path.stem[5:]): json.loads(path.read_text(encoding="utf-8")) for path in found}


def forget(folder: Path, parts: Iterable[int]) -> None:
    """Take away the entries of parts that have to be settled again."""
    for part in parts:
        entry_path(folder, part).unlink(missing_ok=True)


def _unusable(path: Path) -> InvalidInput:
    return InvalidInput(
        "manifest_unusable",
        str(path),
        Text(f"{path} 读不出来。", f"{path} cannot be read."),
        Text(
            "换一个输出文件夹，或用 --fresh 重来。", "Write elsewhere, or begin anew with --fresh."
        ),
    )

"""Which regions a PATH on the command line means (检查对象)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yibao.policy.load import NOT_A_POLICY
from yibao.terms.shipped import regions_root


@dataclass(frozen=True, slots=True)
class Target:
    """One law to load: a region's folder or a file; `only` keeps the findings of one file."""

    place: str
    root: Path
    only: str = ""


def targets(path: str) -> list[Target]:
    """List what a path, a folder name or a code means.

    A folder means itself and every region below it; a file inside the regions means its folder,
    of which only this file's findings are shown.
    """
    found = Path(path)
    if not found.exists():
        return [Target(path, regions_root())]
    found = found.resolve()
    root = _root_of(found)
    if root is None:
        return [Target(str(found), regions_root())]
    if found.is_file():
        folder = found.parent.relative_to(root).as_posix()
        return [Target(folder, root, found.relative_to(root).as_posix())]
    return [Target(f.relative_to(root).as_posix(), root) for f in _folders(found)]


def _root_of(path: Path) -> Path | None:
    """Return the `regions` folder that a path lies in."""
    for folder in (path, *path.parents):
        if (folder / "cn" / "region.yaml").is_file():
            return folder
    return None


def _folders(top: Path) -> list[Path]:
    holding = {p.parent for p in top.rglob("*.yaml") if p.name not in NOT_A_POLICY}
    return sorted(holding)

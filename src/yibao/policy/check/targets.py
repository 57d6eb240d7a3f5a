"""Which laws a PATH on the command line means (检查对象)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yibao.policy.load import NOT_A_POLICY
from yibao.terms.admdvs import region_folder
from yibao.terms.shipped import regions_root


@dataclass(frozen=True, slots=True)
class Target:
    """One law to load: a region's folder or a file; `only` keeps the findings of one file."""

    place: str
    root: Path
    only: str = ""


def targets(path: str) -> list[Target]:
    """List what a path, a folder's name or a code means.

    A folder means itself and every region below it; a file inside the regions means its folder,
    of which only this file's findings are shown. A file elsewhere is laid over the nation.

    Raises:
        InvalidInput: there is no such path, folder or code.

    >>> [target.place for target in targets("610113")]
    ['cn/61/6101']

    """
    found = Path(path)
    if not found.exists():
        root = regions_root().resolve()
        return [Target(region_folder(path, root, "PATH"), root)]
    found = found.resolve()
    root_of = _root_of(found)
    if root_of is None:
        return [Target(str(found), regions_root().resolve())]
    if found.is_file() and found.name not in NOT_A_POLICY:
        folder = found.parent.relative_to(root_of).as_posix()
        return [Target(folder, root_of, found.relative_to(root_of).as_posix())]
    folder_at = found if found.is_dir() else found.parent
    return [Target(f.relative_to(root_of).as_posix(), root_of) for f in _folders(folder_at)]


def region_targets() -> list[Target]:
    """List every region that comes with the project and has files."""
    return targets(str(regions_root()))


def _root_of(path: Path) -> Path | None:
    """Return the `regions` folder that a path lies in."""
    for folder in (path, *path.parents):
        if (folder / "cn" / "region.yaml").is_file():
            return folder
    return None


def _folders(top: Path) -> list[Path]:
    holding = {p.parent for p in top.rglob("*.yaml") if p.name not in NOT_A_POLICY}
    return sorted(holding)

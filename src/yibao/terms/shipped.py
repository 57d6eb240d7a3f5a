"""Where the files that come with the project are: ``regions/`` and ``standards/``."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def regions_root() -> Path:
    """Return the folder of the policy files.

    Raises:
        FileNotFoundError: when the installation lacks it.

    >>> (regions_root() / "index.yaml").is_file()
    True

    """
    return _shipped("regions")


def standards_root() -> Path:
    """Return the folder of code tables, dictionaries and other standards.

    Raises:
        FileNotFoundError: when the installation lacks it.

    >>> (standards_root() / "levels" / "levels.csv").is_file()
    True

    """
    return _shipped("standards")


def assets_root() -> Path:
    """Return the folder of what the front end takes from npm, which the build brings there.

    >>> assets_root().name
    'shipped_assets'
    """
    return _PACKAGE / "shipped_assets"


@cache
def _shipped(name: str) -> Path:
    return _found(_PACKAGE, name)


def _found(package: Path, name: str) -> Path:
    # An installed wheel carries the folders inside the package. A checkout has them beside src/;
    # the name of src/ is looked at, for in site-packages a stranger's `regions` may lie there.
    installed = package / "shipped" / name
    if installed.is_dir():
        return installed
    checkout = package.parents[1] / name
    if package.parent.name == "src" and checkout.is_dir():
        return checkout
    raise FileNotFoundError(f"{installed} is missing: install yibao again, or use a full checkout")

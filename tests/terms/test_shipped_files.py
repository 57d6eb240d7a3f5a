"""The data that comes with the project is found in a checkout and in an installed wheel."""

from pathlib import Path

import pytest

from yibao.terms import shipped
from yibao.terms.tables import rows


def test_finds_the_folders() -> None:
    assert (shipped.regions_root() / "index.yaml").is_file()
    assert (shipped.standards_root() / "funds" / "funds.csv").is_file()


def test_an_installed_wheel_comes_before_a_folder_beside_it(tmp_path: Path) -> None:
    package = tmp_path / "src" / "yibao"
    installed, beside = package / "shipped" / "regions", tmp_path / "regions"
    for folder in (installed, beside):
        folder.mkdir(parents=True)
    assert shipped._found(package, "regions") == installed
    installed.rmdir()
    assert shipped._found(package, "regions") == beside


def test_a_strangers_folder_beside_site_packages_is_not_ours(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "yibao"
    (tmp_path / "regions").mkdir(parents=True)
    with pytest.raises(FileNotFoundError, match="install yibao again"):
        shipped._found(package, "regions")


def test_a_damaged_table_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n3\n", encoding="utf-8")
    monkeypatch.setattr("yibao.terms.tables.standards_root", lambda: tmp_path)
    with pytest.raises(ValueError, match=r"x\.csv:3: 1 cells, not 2"):
        list(rows("x.csv"))

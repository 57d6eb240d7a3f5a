"""The vocabulary imports nothing of the project, and has no clock, chance or network."""

import ast
from pathlib import Path

import pytest

import yibao.terms

FOLDER = Path(yibao.terms.__file__).parent
FILES = sorted(FOLDER.rglob("*.py"))
ALLOWED = {
    "collections",
    "csv",
    "dataclasses",
    "datetime",
    "difflib",
    "enum",
    "functools",
    "pathlib",
    "re",
    "typing",
    "unicodedata",
    "yaml",
}
CLOCK = {"today", "now", "utcnow", "fromtimestamp"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FOLDER)))
def test_imports_and_calls(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            assert name.startswith("yibao.terms") or name.split(".")[0] in ALLOWED, name
        if isinstance(node, ast.Attribute):
            assert node.attr not in CLOCK
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float)

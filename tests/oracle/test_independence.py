"""The naive settler shares no code with the compiler or the kernel."""

import ast
from pathlib import Path

HERE = Path(__file__).parent
MODEL = {
    "yibao.benefit.visit",
    "yibao.policy.facts",
    "yibao.policy.law",
    "yibao.policy.provenance",
    "yibao.policy.values",
    "yibao.terms.funds",
}


def imports_of(file: Path) -> set[str]:
    """List the modules that a file imports from."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name} imports relatively"
            found.add(node.module or "")
            if node.module == "oracle":
                found |= {f"oracle.{alias.name}" for alias in node.names}
    return found


def test_the_naive_settler_imports_only_the_checked_model() -> None:
    seen: set[str] = set()
    waiting = {"oracle.naive"}
    while waiting:
        name = waiting.pop()
        seen.add(name)
        if name.startswith("oracle."):
            file = HERE / f"{name.removeprefix('oracle.')}.py"
            waiting |= imports_of(file) - seen
    ours = {name for name in seen if name.startswith("yibao")}
    assert "oracle.layer" in seen
    assert ours <= MODEL, ours - MODEL

"""The folder of machine code is named by what it was made from; the kernel allocates nothing."""

import ast
from pathlib import Path

import pytest

from yibao.benefit.kernel import machine

SOURCES = sorted(machine.HERE.glob("*.py"))


def copies(folder: Path) -> tuple[Path, ...]:
    folder.mkdir()
    for source in machine.SOURCES:
        (folder / source.name).write_bytes(source.read_bytes())
    return tuple(folder / source.name for source in machine.SOURCES)


def test_a_change_in_any_kernel_file_names_another_folder(tmp_path: Path) -> None:
    own = copies(tmp_path / "kernel")
    before = machine.fingerprint(own)
    assert before == machine.fingerprint()
    for source in own:
        text = source.read_text(encoding="utf-8")
        source.write_text(text + "\n# changed\n", encoding="utf-8")
        assert machine.fingerprint(own) != before, source.name
        source.write_text(text, encoding="utf-8")
    assert machine.fingerprint(own) == before


def test_machine_code_is_kept_where_it_is_asked_or_where_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIBAO_CACHE", str(tmp_path / "asked"))
    assert machine.cache_folder().is_relative_to(tmp_path / "asked")
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("YIBAO_CACHE", str(tmp_path / "file"))
    assert not machine.cache_folder().is_relative_to(tmp_path)


def test_every_file_that_the_kernel_imports_is_hashed() -> None:
    hashed = {source.name for source in machine.SOURCES}
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("yibao."):
                name = f"{(node.module or '').rsplit('.', 1)[1]}.py"
                names = {f"{alias.name}.py" for alias in node.names}
                assert name in hashed or names <= hashed, f"{source.name} imports {node.module}"


def test_the_kernel_allocates_nothing() -> None:
    for source in SOURCES:
        for function in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            if not {"compiled", "compiled_apart"} & {
                getattr(d, "id", "") for d in function.decorator_list
            }:
                continue
            calls = [n for n in ast.walk(function) if isinstance(n, ast.Call)]
            made = [
                call.func.attr
                for call in calls
                if isinstance(call.func, ast.Attribute)
                and getattr(call.func.value, "id", "") == "np"
                and call.func.attr not in ("uint64", "int64")
            ]
            assert not made, f"{source.name}: {function.name} calls {made}"


def test_functions_can_be_read_at_a_glance() -> None:
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                assert length <= 70, f"{source.name}: {node.name} has {length} lines"

"""Compile the kernel to machine code, kept in a folder whose name tells what it was made from.

Numba keeps machine code per source file and serves stale code when a callee in another file has
changed. So the folder is named by the hash of every kernel source and the layout, of the versions
of Numba and Python, and of the processor: change any of them and the folder is another one.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite.binding as llvm
import numba

Function = TypeVar("Function", bound=Callable[..., Any])

HERE = Path(__file__).parent
SOURCES = (*sorted(HERE.glob("*.py")), HERE.parent.parent / "policy" / "plan" / "layout.py")


def fingerprint(sources: tuple[Path, ...] = SOURCES) -> str:
    """Return the hash that names the folder of machine code."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    for part in (numba.__version__, sys.version, platform.machine(), llvm.get_host_cpu_name()):
        digest.update(part.encode() + b"\0")
    digest.update(llvm.get_host_cpu_features().flatten().encode())
    return digest.hexdigest()[:24]


def cache_folder() -> Path:
    """Return the folder of machine code: under `YIBAO_CACHE`, else the user's cache.

    Where neither can be written (a service without a home), it is the system's temporary folder.
    """
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    wanted = Path(os.environ.get("YIBAO_CACHE") or Path(home) / "yibao") / "kernel" / fingerprint()
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.gettempdir()) / f"yibao-{os.getuid()}" / fingerprint()
    return wanted


# Numba reads this when a function is decorated.
setattr(numba.config, "CACHE_DIR", str(cache_folder()))  # noqa: B010 -- unknown to its stubs


OPTIONS: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    # The kernel allocates nothing. With reference counts, each call would count every array that
    # it is handed up and down, in memory that the threads share: eleven times slower.
    "_nrt": False,
    # Arrays travel as seven values each: a call that is not inlined spends its time on passing.
    "forceinline": True,
}


def compiled_apart(function: Function) -> Function:
    """Compile what is rarely called as a function of its own, so that its callers stay small."""
    apart = {name: value for name, value in OPTIONS.items() if name != "forceinline"}
    return cast(Function, numba.njit(**apart)(function))


def compiled(function: Function) -> Function:
    """Compile a kernel function to machine code that releases the interpreter lock.

    With `NUMBA_DISABLE_JIT=1` a function stays the plain Python that it is.
    """
    return cast(Function, numba.njit(**OPTIONS)(function))

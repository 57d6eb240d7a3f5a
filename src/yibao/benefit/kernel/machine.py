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
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

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
    """Return the folder of machine code: under `YIBAO_CACHE`, else the user's cache."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    root = Path(os.environ.get("YIBAO_CACHE") or Path(home) / "yibao")
    return root / "kernel" / fingerprint()


# Numba reads this when a function is decorated.
numba.config.CACHE_DIR = str(cache_folder())


def compiled(function: Function) -> Function:
    """Compile a kernel function to machine code that releases the interpreter lock.

    With `NUMBA_DISABLE_JIT=1` it stays the plain Python function it is.
    """
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)  # type: ignore[no-any-return]

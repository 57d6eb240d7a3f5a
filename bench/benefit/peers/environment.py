"""The virtual environment of the peers: made on first use, and anew when a version changes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from bench.benefit.folders import HERE, made

REQUIREMENTS = HERE / "requirements.txt"


def python() -> Path:
    """Return the peers' interpreter; the first time takes some minutes and half a gigabyte."""
    folder = made("peers")
    interpreter = folder / "bin" / "python"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    installed = folder / "installed"
    if not installed.exists() or installed.read_text(encoding="utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        install = [str(interpreter), "-m", "pip", "install", "--quiet"]
        quietly = ["--disable-pip-version-check", "--requirement", str(REQUIREMENTS)]
        subprocess.run([*install, *quietly], check=True)
        installed.write_text(wanted, encoding="utf-8")
    return interpreter


def versions() -> dict[str, str]:
    """Return what is pinned, by package."""
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    pins = (line.partition("==") for line in lines if "==" in line)
    return {name: version for name, _, version in pins}


if __name__ == "__main__":
    sys.stdout.write(f"{python()}\n")

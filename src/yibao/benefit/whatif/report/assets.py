"""What the page is made of besides its figures: template, style, script, the charts' library."""

from __future__ import annotations

from importlib.resources import files

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text

_TEMPLATES = "yibao.benefit.whatif"
_LIBRARY = "echarts.common.min.js"


def template(name: str) -> str:
    """Return a file of `templates/`."""
    return (files(_TEMPLATES) / "templates" / name).read_text(encoding="utf-8")


def charts_library() -> str:
    """Return ECharts (Apache-2.0) as the build put it into the package.

    Raises:
        InvalidInput: code ``assets_missing``: the package was not built.

    """
    path = files("yibao") / "shipped_assets" / _LIBRARY
    if not path.is_file():
        raise InvalidInput(
            "assets_missing",
            _LIBRARY,
            Text("安装不完整：缺少图表组件。", "The charts' library is not installed."),
            Text("重新安装：pip install -e . 或 pip install yibao。", "Install yibao again."),
        )
    return path.read_text(encoding="utf-8")

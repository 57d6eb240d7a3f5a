"""How many random plans are tried: a fixed few by default, very many new ones with --soak.

By default a failing example is shown as it was found, within seconds. Shrinking it to a small one
takes minutes, so only a soak does that.
"""

import pytest
from hypothesis import HealthCheck, Phase, settings

SHORT, LONG = 150, 20_000
TRY = (Phase.explicit, Phase.reuse, Phase.generate)


def pytest_configure(config: pytest.Config) -> None:
    soak = bool(config.getoption("--soak"))
    settings.register_profile(
        "oracle",
        max_examples=LONG if soak else SHORT,
        derandomize=not soak,
        deadline=None,
        phases=(*TRY, Phase.shrink) if soak else TRY,
        suppress_health_check=list(HealthCheck),
    )

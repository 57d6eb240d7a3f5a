"""How many random plans are tried: a fixed few by default, very many new ones with --soak."""

import pytest
from hypothesis import HealthCheck, settings

SHORT, LONG = 150, 20_000


def pytest_configure(config: pytest.Config) -> None:
    soak = bool(config.getoption("--soak"))
    settings.register_profile(
        "oracle",
        max_examples=LONG if soak else SHORT,
        derandomize=not soak,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )

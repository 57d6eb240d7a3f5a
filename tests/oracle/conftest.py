"""How many random plans are tried: a fixed few by default, very many new ones with --soak.

By default a failing example is shown as it was found, within seconds. Shrinking it to a small one
takes minutes, so only a soak does that.
"""

import pytest
from hypothesis import HealthCheck, Phase, settings

# How many plans for each property and for each round of the comparison: by default, in a soak.
EXAMPLES = {"properties": (150, 5_000), "agreement": (400, 2_500)}
# Rounds run side by side under xdist, and keep hypothesis from remembering too many plans at once.
ROUNDS = (1, 8)
TRY = (Phase.explicit, Phase.reuse, Phase.generate)


def pytest_configure(config: pytest.Config) -> None:
    soak = bool(config.getoption("--soak"))
    for name, (short, long) in EXAMPLES.items():
        settings.register_profile(
            name,
            max_examples=long if soak else short,
            derandomize=not soak,
            deadline=None,
            phases=(*TRY, Phase.shrink) if soak else TRY,
            suppress_health_check=list(HealthCheck),
        )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "round_number" in metafunc.fixturenames:
        rounds = ROUNDS[bool(metafunc.config.getoption("--soak"))]
        metafunc.parametrize("round_number", range(1, rounds + 1))

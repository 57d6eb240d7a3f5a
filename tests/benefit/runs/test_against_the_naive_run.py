"""Over files as one by one: amounts to the fen, reasons, what is provisional, sums."""

from collections import Counter
from pathlib import Path

import pytest

from runs.comparison import check, run
from runs.drawn import draw
from runs.forms import FORMS, write
from runs.laws import LAWS


@pytest.mark.parametrize("lines", [False, True], ids=["bills", "lines"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LAWS)
def test_a_run_is_the_naive_run(name: str, form: str, lines: bool, tmp_path: Path) -> None:
    law = LAWS[name]
    files = write(draw(law, seed=len(form)), tmp_path, FORMS[form], lines=lines)
    finished = run(law, files, tmp_path / "out", parts=2)
    expected = check(law, files, finished)
    reasons = Counter(one.refused[0] for one in expected.rejected if one.refused)
    assert len(expected.settled) > 30
    assert len(reasons) >= 5, reasons
    assert 0 < finished.provisional < finished.settled

"""What is wrong in several layers is said at once, each with its line."""

from pathlib import Path

from yibao.policy.check.run import check_target
from yibao.policy.check.targets import targets

TEXT = """
region: test/two
label: {zh: 两处, en: two}
sources: {INVENTED: {kind: page, title: invented}}
source: INVENTED
status: unverified
valid_from: 2020-01-01
stack: {order: [one, two]}
layers:
  one:
    label: {zh: 一, en: one}
    role: other
    fund: "390100"
    schemes: ["390"]
    care: [inpatient]
    base: [in_scope]
    pay: 70
  two:
    label: {zh: 二, en: two}
    role: other
    fund: "390100"
    schemes: ["390"]
    care: [inpatient]
    base: [scope]
    pay: 70%
"""


def test_every_layer_is_read(tmp_path: Path) -> None:
    path = tmp_path / "law.yaml"
    path.write_text(TEXT, encoding="utf-8")
    (target,) = targets(str(path))
    found = [(finding.code, finding.mark.line) for finding in check_target(target).findings]
    assert found == [("unit_missing", 17), ("part_unknown", 24)]

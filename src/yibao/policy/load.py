"""Load a region's law: nation, province and city laid over one another, then read and checked."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from yibao.policy import sections
from yibao.policy.law import Layer, Policy
from yibao.policy.layers import LayerReader, label
from yibao.policy.nodes import Node, overlay, read_content, read_file
from yibao.policy.provenance import Mark
from yibao.policy.reader import Reader
from yibao.policy.values import Kind
from yibao.policy.words import LAYER_PARTS
from yibao.terms.admdvs import folder_chain, region_folder
from yibao.terms.dates import BenefitYear
from yibao.terms.errors import InvalidInput, PolicyError
from yibao.terms.shipped import regions_root
from yibao.terms.text import Text

NOT_A_POLICY = ("benefit_list.yaml", "index.yaml")
SECTIONS = (
    *("region", "label", "sources", "names", "procedure", "indices", "care_types", "lines"),
    *("layers", "stack", "overall", "allowances", "financing", "unknown"),
)
# Lists under these keys hold what every level adds to, so an overlay appends to them.
APPENDED = ("unknown",)


Contents = tuple[tuple[str, bytes], ...]
"""Files by name, in the order in which they are laid over one another."""


def load_policy(place: str | Path, root: Path | None = None) -> Policy:
    """Load the law of a region, given its folder (`cn/61/6101`), its code, or a file.

    A file outside the regions (a test's, an analyst's) is laid over the nation, or over the
    region that its key `over` names.

    Raises:
        PolicyError: the first thing that is wrong, with file, line, key and remedy.

    """
    return policy_of(policy_contents(place, root))


def policy_contents(place: str | Path, root: Path | None = None) -> Contents:
    """Read the files of a region's law, the nation's first: the name of each and what is in it."""
    root = (root or regions_root()).resolve()
    return tuple((_shown(path, root), path.read_bytes()) for path in policy_files(place, root))


def policy_of(contents: Contents) -> Policy:
    """Return the law that files with these contents are, wherever they lie now.

    Raises:
        PolicyError: as `load_policy`.

    """
    return _load(contents)


def _shown(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else path.name


def policy_files(place: str | Path, root: Path) -> list[Path]:
    """List the files of a region's law, the nation's first."""
    root = root.resolve()
    path = Path(place)
    if path.suffix == ".yaml" and path.is_file():
        over = read_file(path, path.name).get("over")
        below = over.text if over else "cn"
        beside = path.parent / below if below.endswith(".yaml") else below
        return [*policy_files(beside, root), path]
    if path.is_dir() and not (root / path).is_dir():
        path = path.resolve()
    if path.is_absolute():
        if not path.is_relative_to(root):
            return [*policy_files("cn", root), *_own_files(path)]
        path = path.relative_to(root)
    return [
        file
        for folder in folder_chain(region_folder(path.as_posix(), root, "region"), "region")
        for file in _files_of(root / folder)
    ]


def _own_files(folder: Path) -> list[Path]:
    files = _files_of(folder)
    if files:
        return files
    raise InvalidInput(
        "region_unknown",
        "region",
        Text(f"“{folder}”里没有政策文件。", f"There are no policy files in {folder}."),
        Text("用 yibao policy show 查看现有地区。", "See `yibao policy show` for those at hand."),
    )


def _files_of(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.glob("*.yaml")) if p.name not in NOT_A_POLICY]


@lru_cache(maxsize=64)
def _load(contents: Contents) -> Policy:
    """Lay files over one another and read them; what was read before is known by its content."""
    digest = hashlib.sha256()
    merged: Node | None = None
    gathered: dict[str, list[Node]] = {key: [] for key in APPENDED}
    for shown, content in contents:
        digest.update(shown.encode() + b"\0" + content + b"\0")
        node = read_content(content, shown)
        node.only(*SECTIONS, "over")
        for key in APPENDED:
            part = node.get(key)
            gathered[key] += part.items if part else []
        merged = node if merged is None else overlay(merged, node)
    if merged is None:
        raise PolicyError(
            "policy_empty",
            "region",
            Text("没有政策文件。", "There is no policy file."),
            Text("先写 region.yaml。", "Write region.yaml first."),
        )
    lists = {
        key: Node(nodes, Mark(merged.mark.file, 1, key), {}) for key, nodes in gathered.items()
    }
    whole = Node({**merged.mapping, **lists}, merged.mark, merged.origin)
    return read_policy(whole, digest.hexdigest())


def read_policy(root: Node, content_hash: str) -> Policy:
    """Read a merged tree into the checked model."""
    care = sections.care_types(root)
    names = sections.names(root) | {"care": {name: kind.label for name, kind in care.items()}}
    reader = Reader(sections.sources(root), names)
    procedure = root.need("procedure")
    tracks = sections.tracks_of(root)
    layer_reader = LayerReader(reader, tuple(care), tracks, procedure.need("rounding"))
    layers = _layers(layer_reader, root.get("layers"))
    financing = root.get("financing")
    if financing is not None:
        financing.only("waiting", "values")
    return Policy(
        region=root.need("region").text,
        label=label(root.need("label")),
        sources=reader.sources,
        names=reader.names,
        procedure=sections.procedure(reader, procedure),
        benefit_year=BenefitYear(*sections.year_start(procedure)),
        indices=sections.named_values(reader, root.get("indices"), Kind.MONEY),
        care_types=care,
        lines=sections.lines(reader, root.need("lines")),
        layers=layers,
        stack=_stack(root, layers),
        overall=sections.overall(reader, layer_reader, root.get("overall")),
        allowances=sections.allowances(reader, layer_reader, root.get("allowances")),
        waiting=sections.waiting(reader, financing.get("waiting") if financing else None),
        financing=sections.named_values(
            reader, financing.get("values") if financing else None, None
        ),
        gaps=sections.gaps(root),
        content_hash=content_hash,
    )


def _layers(reader: LayerReader, node: Node | None) -> dict[str, Layer]:
    """Read every layer, so that an officer sees what is wrong in all of them at once."""
    layers: dict[str, Layer] = {}
    errors: list[PolicyError] = []
    for name, child in node.children() if node else ():
        try:
            layers[name] = reader.layer(name, child)
        except PolicyError as error:
            errors.append(error)
    if errors:
        first, *others = errors
        first.others = tuple(others)
        raise first
    return layers


def _stack(root: Node, layers: dict[str, Layer]) -> tuple[str, ...]:
    node = root.get("stack")
    if node is None:
        return ()
    node.only("order")
    order = node.need("order")
    seen: set[str] = set()
    for item in order.items:
        name = item.text
        if name not in layers or name in seen:
            raise item.fail(
                "stack_layer",
                Text(f"stack 中的“{name}”不存在或重复。", f"`{name}` is no layer or stands twice."),
                Text("只列出 layers 中的层，各一次。", "List layers of `layers`, each once."),
            )
        _parts_come_before(layers[name], seen)
        seen.add(name)
    return tuple(item.text for item in order.items)


def _parts_come_before(layer: Layer, seen: set[str]) -> None:
    floor = layer.floor.of if layer.floor else ()
    for _, part in (*layer.base, *floor):
        head, _, tail = part.partition(".")
        if head in LAYER_PARTS and tail not in seen:
            mark = layer.mark
            raise PolicyError(
                "part_not_before",
                mark.key,
                Text(
                    f"“{part}”引用的层不在它之前。",
                    f"`{part}` names a layer that does not come before `{layer.name}`.",
                ),
                Text("调整 stack 次序或 base。", "Mend stack.order or the base."),
                file=mark.file,
                line=mark.line,
                key=mark.key,
            )

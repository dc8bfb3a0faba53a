"""A folder of Hydra configs as values: each config with its package, its defaults list and its content.

A config is named as Hydra names it, by its path below the folder without the ending: ``db/mysql``. Its
content stays a tree of nodes with places; what it means hangs on the package under which it stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field

from atoc.importers.carried import Left
from atoc.importers.mapping import entries, mapping
from atoc.importers.scalars import MISSING, plain
from atoc.source import Entry, Mapping, Node, Scalar, Sequence
from atoc.span import SourceFile, Span

SELF = "_self_"
ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Default:
    """One line of a defaults list.

    ``group`` is the group that is chosen from, as it is written, or None for a config that is named by its
    path. ``options`` are the options of the group, or the path; none for ``null``. ``package`` is what
    stands behind the ``@``.
    """

    group: str | None
    options: tuple[str, ...]
    place: Span
    package: str | None = None
    is_optional: bool = False
    is_override: bool = False
    is_list: bool = False

    @property
    def is_self(self) -> bool:
        """Whether it is the place of the config's own content."""
        return self.group is None and self.options == (SELF,)

    @property
    def is_missing(self) -> bool:
        """Whether the command line must choose."""
        return self.group is not None and self.options == (MISSING,)


@dataclass(frozen=True, slots=True)
class Config:
    """A config of the folder; ``package`` is that of its header, if it has one.

    ``types`` are the types that a structured config declares, by path, as texts of our language.
    """

    name: str
    place: Span
    content: Mapping
    defaults: tuple[Default, ...] = ()
    package: str | None = None
    types: AnyMapping[tuple[str, ...], str] = field(default_factory=dict[tuple[str, ...], str])

    @property
    def folder(self) -> str:
        """The group that the config is an option of, empty for those at the top."""
        return self.name.rpartition("/")[0]

    @property
    def option(self) -> str:
        """The name among the options of the group."""
        return self.name.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Tree:
    """All configs by name, and what could not be made one."""

    configs: AnyMapping[str, Config]
    left: tuple[Left, ...] = ()

    def options(self, group: str) -> tuple[str, ...]:
        """The options of a group, in the order of their names."""
        return tuple(sorted(each.option for each in self.configs.values() if each.folder == group))

    def groups(self) -> frozenset[str]:
        """All groups that have an option."""
        return frozenset(config.folder for config in self.configs.values() if config.folder)


def read_tree(files: Iterable[SourceFile], folder: str, known: Iterable[Config] = ()) -> Tree:
    """The configs of the files below a folder, beside those that are ``known`` from elsewhere."""
    configs = {config.name: config for config in known}
    left: list[Left] = []
    for file in files:
        if file.path.endswith(ENDINGS):
            config = _config(file, _name(file.path, folder), left)
            configs[config.name] = config
    return Tree(configs, tuple(left))


def _name(path: str, folder: str) -> str:
    below = path[len(folder) :].lstrip("/") if folder not in ("", ".") else path
    return below.rpartition(".")[0]


def _config(file: SourceFile, name: str, left: list[Left]) -> Config:
    return config_of(name, _merged(mapping(file)), left, package_of(file.text))


def _merged(node: Mapping) -> Mapping:
    """A mapping with what merge keys bring in written out."""
    return Mapping(node.span, tuple(Entry(each.key, _written_out(each.value)) for each in entries(node)))


def _written_out(node: Node) -> Node:
    if isinstance(node, Mapping):
        return _merged(node)
    return Sequence(node.span, tuple(map(_written_out, node.items))) if isinstance(node, Sequence) else node


def config_of(name: str, root: Mapping, left: list[Left], package: str | None) -> Config:
    """The config whose content is a mapping, its defaults list still in it."""
    content = [entry for entry in root.entries if entry.key.text != "defaults"]
    listed = root.get("defaults")
    defaults = () if listed is None else tuple(_defaults(listed.value, left))
    return Config(name, root.span, Mapping(root.span, tuple(content)), defaults, package)


def package_of(text: str) -> str | None:
    """The package that the header of a file names: ``# @package _global_``, before any content."""
    for line in text.splitlines():
        bare = line.strip()
        if bare and not bare.startswith("#"):
            return None
        words = bare.lstrip("#").split()
        if len(words) == 2 and words[0] == "@package":
            return words[1]
    return None


def _defaults(node: Node, left: list[Left]) -> Iterable[Default]:
    if not isinstance(node, Sequence):
        left.append(Left(node.span, "defaults", "a defaults list is a list, and this is none"))
        return
    for item in node.items:
        if isinstance(item, Scalar):
            yield _config_default(item)
        elif isinstance(item, Mapping):
            yield from (each for entry in item.entries if (each := _group_default(entry, left)))
        else:
            left.append(
                Left(item.span, "[...]", "a line of a defaults list is a name, or a group with its option")
            )


def _config_default(item: Scalar) -> Default:
    words = item.text.split()
    path, _, package = words[-1].partition("@") if words else ("", "", "")
    return Default(None, (path,), item.span, package or None, "optional" in words[:-1])


def _group_default(entry: Entry, left: list[Left]) -> Default | None:
    words = entry.key.text.split()
    if not words or any(word not in ("optional", "override") for word in words[:-1]):
        left.append(
            Left(entry.key.span, entry.key.text, "only `optional` and `override` stand before a group")
        )
        return None
    group, _, package = words[-1].partition("@")
    options = _options(entry.value, left)
    return Default(
        group,
        options,
        entry.key.span.to(entry.value.span) if isinstance(entry.value, Scalar) else entry.key.span,
        package or None,
        "optional" in words[:-1],
        "override" in words[:-1],
        isinstance(entry.value, Sequence),
    )


def _options(node: Node, left: list[Left]) -> tuple[str, ...]:
    if isinstance(node, Scalar):
        return () if plain(node) is None else (node.text.removesuffix(".yaml"),)
    if isinstance(node, Sequence):
        return tuple(item.text for item in node.items if isinstance(item, Scalar))
    left.append(Left(node.span, "{...}", "an option is a name or a list of names"))
    return ()

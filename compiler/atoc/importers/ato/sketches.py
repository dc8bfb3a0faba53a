"""Views of Python as views of documents: a body of one part is a view, one of several is as many views.

A body whose order matters was cut into parts, sets of equations that are applied one after another. The part
that everything ends with has the name of the view and chains with the others; where each part has a condition
of its own, an empty view chains with all of them. A default view begins with what holds in any case.

    def defaults(config):                   defaults:          {default: true, set: {data: cifar10}}
        config.data = 'cifar10'             defaults_imagenet: {default: true, when: data == 'imagenet', ...}
        if config.data == 'imagenet': ...

Lazy blocks come before lazy views, as Ato has it: where priorities would say otherwise, those of blocks are
lowered.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from atoc.importers.ato.code import condition, excludes, fields_in, is_sound, parsed, suffix
from atoc.importers.names import identifier, may_name
from atoc.source import Entry, Node, Scalar
from atoc.source import Mapping as MappingNode
from atoc.source.python.parts import Part, PythonView, Unread
from atoc.span import Span


@dataclass(slots=True)
class Sketch:
    """A view in the making.

    ``when`` are conditions that hold at once; ``writes`` are values by path, ``places`` tell where each is
    written. ``is_block`` tells that it is a lazy block of an eager view, ``is_part`` that nobody asks for it.
    """

    name: str
    place: Span
    default: bool = False
    lazy: bool = False
    priority: int = 0
    chain: list[str] = field(default_factory=list[str])
    doc: str = ""
    when: list[ast.expr] = field(default_factory=list[ast.expr])
    writes: dict[str, Node] = field(default_factory=dict[str, Node])
    places: dict[str, Span] = field(default_factory=dict[str, Span])
    is_block: bool = False
    is_part: bool = False
    remark: str = ""

    @property
    def reads(self) -> frozenset[str]:
        """The fields that are read by conditions and values."""
        return frozenset[str]().union(*map(fields_in, self.when), *map(read_by, self.writes.values()))


def read_by(node: Node) -> frozenset[str]:
    """The fields that a value reads."""
    match node:
        case Scalar() if is_expression(node):
            return fields_in(parsed(node.text))
        case MappingNode(entries=entries):
            return frozenset[str]().union(*(read_by(entry.value) for entry in entries))
        case _:
            return frozenset()


def is_expression(node: Scalar) -> bool:
    """Whether the text of a value is worked out."""
    return node.style == "quoted" and node.text.startswith("${")


def sketches(views: Sequence[PythonView], bools: frozenset[str]) -> list[Sketch]:
    """The views of a scope in the order of declaration; a name that is given twice is the later view's."""
    last = {view.name.text: view for view in views}
    taken = set(last)
    groups: dict[str, list[Sketch]] = {}
    for name, view in last.items():
        groups[name] = _of(view, bools, taken)
    for name, view in last.items():
        _chain(view, groups[name], groups)
    found = [each for group in groups.values() for each in group]
    _lower_blocks(found)
    return found


def sound(view: PythonView) -> PythonView:
    """A view without values and conditions that are no expressions, which then count as not understood."""
    parts: list[Part] = []
    bad: list[Unread] = []
    for part in view.parts:
        if part.when is not None and not is_sound(part.when.text):
            bad.append(Unread(part.when.span, _KEYWORD, written=tuple(write.key for write in part.writes)))
            continue
        good = tuple(write for write in part.writes if _is_sound(write.value))
        bad += [
            Unread(each.key.span, _KEYWORD, written=(each.key,)) for each in part.writes if each not in good
        ]
        parts.append(replace(part, writes=good))
    parts = _merged(parts)
    return replace(view, parts=tuple(parts), unread=(*view.unread, *bad))


def _merged(parts: Sequence[Part]) -> list[Part]:
    """The parts, with those as one whose order does not matter: what is left out had kept them apart."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if last is not None and _are_one(last, part):
            found[-1] = replace(last, writes=(*last.writes, *part.writes))
        else:
            found.append(part)
    return found


def _are_one(first: Part, second: Part) -> bool:
    if first.lazy != second.lazy or first.when is not None or second.when is not None:
        return False
    known = {write.key.text for write in first.writes}
    read = frozenset[str]().union(*(read_by(write.value) for write in first.writes))
    return not _common({write.key.text for write in second.writes}, known | read)


_KEYWORD = "an expression with a keyword for a name"


def _is_sound(node: Node) -> bool:
    match node:
        case MappingNode(entries=entries):
            return all(_is_sound(entry.value) for entry in entries)
        case Scalar() if is_expression(node):
            return is_sound(node.text)
        case _:
            return True


def names_of(found: Iterable[Sketch]) -> dict[str, str]:
    """The names of ours by the names of the views."""
    names: dict[str, str] = {}
    for each in found:
        name = each.name if may_name(each.name, "view") else identifier(each.name, "view")
        while name in names.values():
            name += "_"
        names[each.name] = name
    return names


def _of(view: PythonView, bools: frozenset[str], taken: set[str]) -> list[Sketch]:
    parts = _parts(view)
    if not parts:
        return [_bearer(view, view.lazy)]
    if len(parts) == 1:
        return [_filled(_bearer(view, parts[0].lazy), view, parts[0], bools)]
    made: list[Sketch] = []
    for number, part in enumerate(parts, 1):
        each = _filled(Sketch("", part.span, lazy=part.lazy, priority=view.priority), view, part, bools)
        word = suffix(each.when) if each.when else "late" if each.is_block else "first" if number == 1 else ""
        each.name = _name(view.name.text, word, number, taken)
        each.is_part = True
        made.append(each)
    if view.default and not made[0].when:
        made[0].name = view.name.text
        made[0].doc, made[0].is_part = view.doc, False
        for each in made:
            each.default = True
        _chain_in_row(made)
        return made
    if made[-1].when or made[-1].lazy != any(part.lazy for part in parts):
        made.append(_bearer(view, any(part.lazy for part in parts)))
    bearer = made[-1]
    bearer.name, bearer.doc, bearer.default, bearer.is_part = view.name.text, view.doc, view.default, False
    _chain_in_row(made[:-1])
    brought = {name for each in made[:-1] for name in each.chain}
    bearer.chain = [each.name for each in made[:-1] if each.name not in brought]
    return made


def _bearer(view: PythonView, lazy: bool) -> Sketch:
    return Sketch(view.name.text, view.name.span, view.default, lazy, view.priority, doc=view.doc)


def _parts(view: PythonView) -> list[Part]:
    """The parts that write something."""
    return [part for part in view.parts if part.writes]


def _filled(sketch: Sketch, view: PythonView, part: Part, bools: frozenset[str]) -> Sketch:
    sketch.is_block = part.lazy and not view.lazy
    sketch.when = [] if part.when is None else condition(parsed(part.when.text), bools)
    for write in part.writes:
        sketch.writes[write.key.text] = write.value
        sketch.places[write.key.text] = write.key.span
    lost = {loss.span: loss.touched for loss in view.unread if loss.is_loss}
    for write in part.writes:
        for path in sorted(lost.get(write.key.span, ())):
            keys = path.removeprefix(f"{write.key.text}.").split(".")
            sketch.writes[write.key.text] = _with_null(sketch.writes[write.key.text], keys)
    return sketch


def _with_null(node: Node, keys: Sequence[str]) -> Node:
    """A mapping that says of one path in it that nothing is there."""
    if not keys or not isinstance(node, MappingNode):
        return Scalar(node.span, "null") if not keys else node
    first, *rest = keys
    found = node.get(first)
    inner = MappingNode(node.span, ()) if found is None and rest else found.value if found else node
    entry = Entry(Scalar(node.span, first), _with_null(inner, rest))
    return MappingNode(node.span, (*(each for each in node.entries if each is not found), entry))


def _name(view: str, word: str, number: int, taken: set[str]) -> str:
    name = f"{view}_{word or number}"
    while name in taken:
        name = f"{view}_{number}" if name != f"{view}_{number}" else name + "_"
    taken.add(name)
    return name


def _chain_in_row(made: Sequence[Sketch]) -> None:
    """Parts chain with those before them, in their phase, whose order with them matters."""
    for index, each in enumerate(made):
        before = [other for other in made[:index] if other.lazy == each.lazy and _depend(each, other)]
        brought = {name for other in before for name in other.chain}
        each.chain = [other.name for other in before if other.name not in brought]


def _depend(one: Sketch, other: Sketch) -> bool:
    return _meet(one, other) and not excludes(one.when, other.when)


def _meet(one: Sketch, other: Sketch) -> bool:
    """Whether it matters which of the two comes first."""
    return bool(
        _common(one.writes, other.writes)
        or _common(one.writes, other.reads)
        or _common(one.reads, other.writes)
    )


def _common(some: Iterable[str], others: Iterable[str]) -> bool:
    known = list(others)
    return any(
        one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")
        for one in some
        for other in known
    )


def _chain(view: PythonView, made: Sequence[Sketch], groups: Mapping[str, Sequence[Sketch]]) -> None:
    """What a view chains with goes before the first of its parts, in each phase."""
    for phase in (False, True):
        first = next((each for each in made if each.lazy == phase), None)
        if first is None:
            continue
        wanted: list[str] = []
        for name in dict.fromkeys(item.text for item in view.chain):
            wanted.extend(_reached(name, phase, made, groups))
        first.chain = [*wanted, *(each for each in first.chain if each not in wanted)]


def _reached(
    name: str, phase: bool, made: Sequence[Sketch], groups: Mapping[str, Sequence[Sketch]]
) -> list[str]:
    """The views that a name in a chain stands for, as seen from a part in a phase."""
    target = groups.get(name, ())
    has_other = any(each.lazy != phase for each in made)
    bearer = next((each for each in target if each.name == name), None)
    is_split = len(target) > 1 and all(each.default for each in target)
    if bearer is None or (has_other and bearer.lazy != phase and not is_split):
        return [name] if bearer is None and not (phase and has_other) else []
    if is_split:
        return [each.name for each in target if each.lazy == phase]
    return [name]


def _lower_blocks(found: Sequence[Sketch]) -> None:
    """Give lazy blocks priorities below those of lazy views, where the order of the two matters."""
    blocks = [each for each in found if each.is_block]
    lazies = [each for each in found if each.lazy and not each.is_block and each.writes]
    rivals = [(one, other) for one in blocks for other in lazies if _meet(one, other)]
    if not any(one.priority >= other.priority for one, other in rivals):
        return
    least = min(other.priority for other in lazies)
    above = max(one.priority for one in blocks) - least + 1
    for each in blocks:
        each.priority -= above

"""The smallest command line among the examples of a question.

Idea. First the fewest words: the number of names and of given fields is bounded, from none upwards. Then the
first by alphabet, word by word: as long as there is an example with an earlier word, it is taken. Then the
values, field by field, in the order of :func:`_candidates`: of a closed set by its words, of numbers the one
nearest to 0 (the positive one first), of texts those that the program names and then any other.

Example. Of ``small data=cifar``, ``data=cifar`` and ``data=mnist`` it is ``data=cifar``.

Cost. A question for each number of words, from those that the question itself names onwards, and a few for
each word beside these; all within the bounds of the solver. What an example shows already is not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from atoc.program import Field
from atoc.prove.activation.closure import ones
from atoc.prove.replaying.replay import Given, Trial
from atoc.prove.symbolic.cells import Cell, known
from atoc.prove.symbolic.codes import OTHER_TEXTS
from atoc.prove.symbolic.runs import Language, Run
from atoc.prove.symbolic.solver import Solver
from atoc.prove.symbolic.terms import (
    FALSE,
    Formula,
    Operation,
    Term,
    Variable,
    as_real,
    at_most,
    both,
    choose,
    either,
    equal,
    minus,
    most,
    negation,
    number,
    total,
)
from atoc.prove.values.domains import spelt

MOST_WORDS = 12
"""Up to how many words the fewest are looked for."""
MOST_HALVINGS = 80
"""How often the range of a number is halved to find the nearest to 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word of a command line: a view by its name, or the field of which a value is given.

    ``lacks`` is that it is not there: said once, so that the solver is told once.
    """

    text: str
    holds: Variable
    lacks: Formula
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Every word that can matter, by alphabet: names, then fields.

    ``held`` has a bit for each word that holds, so that one look at an example tells them all. ``secret`` is
    that a field is given which no command line may show.
    """

    all: tuple[Word, ...]
    held: Term
    secret: Formula

    @classmethod
    def of(cls, language: Language, fields: Iterable[str], views: int) -> Words:
        """Those of the views that bring these views, and of these fields."""
        words = tuple(_words(language, fields, views))
        bits: list[Term] = [choose(word.holds, number(1 << i), number(0)) for i, word in enumerate(words)]
        declared = language.survey.scope.fields
        secret = [language.given(path) for path in fields if declared[path].member.runtime.secret]
        return cls(words, total(bits), either(*secret))


class Smallest:
    """The search for the smallest example of what the solver has been told."""

    __slots__ = ("fewest", "held", "is_first", "language", "seen", "solver", "sure", "words")

    def __init__(self, language: Language, solver: Solver, words: Words, question: Formula) -> None:
        self.language = language
        self.solver = solver
        self.words = words
        self.sure = _sure(words, question)
        self.fewest = len(self.sure)
        self.is_first = True
        self.held: tuple[object, list[Word]] | None = None
        self.seen: Callable[[], Formula] | None = None

    def is_of_sure_words(self) -> bool:
        """Whether there is an example that has the sure words alone: then no other is smaller."""
        if self.words.secret is not FALSE:
            return False
        others = (word.lacks for word in self.words.all if word not in self.sure)
        answer = self.solver.ask(both(*others))
        self.fewest += answer != "possible"
        return answer == "possible"

    def any(self) -> Trial | None:
        """An example, no matter which; None if there is none, or it cannot be spelt."""
        if not self._has_example():
            return None
        held = self._held()
        given = [self._found(word.field) for word in held if word.field is not None]
        known = [each for each in given if each is not None]
        self.seen = lambda: self._exactly(held, known)
        named = tuple(word.text for word in held if word.field is None)
        return Trial(named, tuple(known)) if len(known) == len(given) else None

    def order_of(self, run: Run, knot: int) -> list[int]:
        """The views of a knot in the order of the solver's example."""
        knots = run.knots
        if knots.ranked & knot:
            ranks = {view: int(self.solver.value(knots.rank_of(view))) for view in ones(knot)}
        else:
            ranks = {
                view: next((i for i, at in enumerate(knots.places_of(view)) if self.solver.holds(at)), 0)
                for view in ones(knot)
            }
        return sorted(ranks, key=ranks.__getitem__)

    def _found(self, field: Field) -> Given | None:
        """The value of a given field in the solver's example."""
        cell, codes = self.language.free(field.path), self.language.codes
        payload = cell.payload
        if isinstance(cell.is_none, Variable) and self.solver.holds(cell.is_none):
            value: object = None
        elif cell.value.kind == "bool":
            value = self.solver.holds(payload)
        else:
            found = self.solver.value(payload)
            value = float(found) if cell.value.kind == "real" else int(found)
            if cell.value.kind in ("text", "opaque"):
                value = codes.value(int(found)) if codes.is_known(int(found)) else f"other{found}"
        word = next(spelt(field, (value,)), None)
        return None if word is None else (field.path, *word)

    def next(self) -> Trial | None:
        """The smallest example that has not been given yet; None if there is none, or it cannot be spelt."""
        if not self._has_example():
            return None
        self.solver.remember()
        chosen = self._chosen_words()
        given = [self._given(word.field) for word in chosen if word.field is not None]
        self.solver.forget()
        self.seen = lambda: self._exactly(chosen, [each for each in given if each is not None])
        if None in given:
            return None
        named = tuple(word.text for word in chosen if word.field is None)
        return Trial(named, tuple(sorted((each for each in given if each), key=lambda each: each[2])))

    def _has_example(self) -> bool:
        """Whether there is an example that was not seen; the first one was found by whoever asked."""
        is_found, self.is_first = self.is_first and self.words.secret is FALSE, False
        self.solver.add(negation(self.words.secret if self.seen is None else self.seen()))
        return is_found or self.solver.ask() == "possible"

    def _exactly(self, chosen: list[Word], given: list[Given]) -> Formula:
        kept = {word.text for word in chosen}
        words = (word.holds if word.text in kept else word.lacks for word in self.words.all)
        return both(*words, *(self._is(self.language.free(path), value) for path, value, _ in given))

    def _is(self, cell: Cell, value: object) -> Formula:
        if value is None:
            return cell.is_none
        written = known(self.language.codes, value, cell.value.kind)
        return both(negation(cell.is_none), equal(cell.payload, written.payload))

    # Words

    def _chosen_words(self) -> list[Word]:
        """The words of the smallest example, fixed in the solver."""
        limit = self._bound_words()
        chosen: list[Word] = []
        while True:
            rest = [word for word in self._held() if word not in chosen]
            if len({*chosen, *self.sure}) == limit:
                return [*chosen, *rest]
            if not rest:
                break
            chosen.append(self._earliest(chosen, rest[0]))
        self.solver.add(both(*(word.lacks for word in self.words.all if word not in chosen)))
        return chosen

    def _held(self) -> list[Word]:
        """The words of the solver's last example: names first, each kind by alphabet."""
        model = self.solver.model
        if self.held is None or self.held[0] is not model:
            held = int(self.solver.value(self.words.held))
            self.held = model, [self.words.all[i] for i in ones(held)]
        return self.held[1]

    def _bound_words(self) -> int:
        """How many words the smallest example has, as far as that is found."""
        holds = [word.holds for word in self.words.all]
        for limit in range(self.fewest, min(len(self._held()), MOST_WORDS)):
            fewer = most(limit, holds)
            if self.solver.ask(fewer) == "possible":
                self.solver.add(fewer)
                return limit
        limit = len(self._held())
        self.solver.add(most(limit, holds))
        return limit

    def _earliest(self, chosen: list[Word], word: Word) -> Word:
        """The first word by alphabet that can follow the chosen ones; it is fixed in the solver."""
        names = [other.holds for other in self.words.all if other.field is None and other not in chosen]
        no_names = negation(either(*names))
        while True:
            earlier = [other for other in self._following(chosen) if other.text < word.text]
            named = (other.holds for other in earlier if other.field is None)
            given = either(*(other.holds for other in earlier if other.field is not None))
            if not earlier or self.solver.ask(either(*named, both(no_names, given))) != "possible":
                break
            word = next(held for held in self._held() if held not in chosen)
        self.solver.add(word.holds if word.field is None else both(word.holds, no_names))
        return word

    def _following(self, chosen: list[Word]) -> Sequence[Word]:
        place = self.words.all.index(chosen[-1]) + 1 if chosen else 0
        return self.words.all[place:]

    # Values

    def _given(self, field: Field) -> Given | None:
        """The value of a given field, fixed in the solver; None where it cannot be spelt."""
        cell = self.language.free(field.path)
        for value in self._candidates(field, cell):
            found = next(spelt(field, (value,)), None)
            if found is not None and self._can_be(self._is(cell, found[0])):
                return field.path, found[0], found[1]
        return None

    def _can_be(self, value: Formula) -> bool:
        """Whether a field can have a value; then it is fixed in the solver, whose example has it."""
        if not self.solver.holds(value) and self.solver.ask(value) != "possible":
            return False
        self.solver.add(value)
        return True

    def _candidates(self, field: Field, cell: Cell) -> Iterator[object]:
        """The values to try, the simplest first."""
        codes = self.language.codes
        named = codes.known(field.path)
        match cell.value.kind:
            case "bool":
                yield from (False, True)
            case "int" | "real":
                yield from self._numbers(cell)
                yield from named
            case "text":
                yield from sorted(value for value in named if isinstance(value, str))
                yield from sorted(codes.texts)
                yield from _other_texts(field)
            case _:
                yield from named
        yield None

    def _numbers(self, cell: Cell) -> Iterator[object]:
        """The whole number nearest to 0, and for floats what the solver found."""
        found = self.solver.value(cell.payload)
        whole = self._nearest(cell, abs(found.__floor__()) + 1)
        if whole is not None:
            yield from (whole, -whole)
        if cell.value.kind == "real":
            self.solver.ask()
            yield float(self.solver.value(cell.payload))

    def _nearest(self, cell: Cell, bound: int) -> int | None:
        """The least distance from 0 of a whole number that the field can be given, by halving."""
        whole: Term = cell.payload if cell.payload.sort == "int" else Variable("whole number", "int")
        is_it = both(
            negation(cell.is_none), equal(cell.payload, whole if whole is cell.payload else as_real(whole))
        )

        def nearer(limit: int) -> int | None:
            """How far from 0 an example is that is within the limit."""
            near = both(at_most(whole, number(limit)), at_most(minus(number(0), whole), number(limit)))
            return abs(int(self.solver.value(whole))) if self.solver.ask(is_it, near) == "possible" else None

        found = nearer(0) if bound else None
        low, high = (-1, found) if found is not None else (0, nearer(bound))
        for _ in range(MOST_HALVINGS):
            if high is None or high - low <= 1:
                break
            middle = (low + high) // 2
            found = nearer(middle)
            low, high = (low, found) if found is not None else (middle, high)
        return high


def _words(language: Language, fields: Iterable[str], views: int) -> Iterator[Word]:
    activation = language.survey.activation
    needed = views
    for members in activation.grouped:
        needed |= members
    namers = 0
    for i in ones(needed):
        namers |= activation.chained_by[i]
    for i in activation.in_order(namers & ~(activation.always | activation.parts)):
        is_named = language.selections.named[i]
        if isinstance(is_named, Variable):
            yield Word(activation.views[i].name, is_named, negation(is_named))
    for path in sorted(fields, key=lambda path: f"{path}="):
        given = language.given(path)
        field = language.survey.scope.fields[path]
        if isinstance(given, Variable) and not field.member.runtime.secret:
            yield Word(f"{path}=", given, negation(given), field)


def _sure(words: Words, question: Formula) -> tuple[Word, ...]:
    """The words that hold in every example, as far as the question says so in its first line."""
    is_all = isinstance(question, Operation) and question.operator == "and"
    parts = question.parts if isinstance(question, Operation) and is_all else (question,)
    sure = {id(part) for part in parts}
    return tuple(word for word in words.all if id(word.holds) in sure)


def _other_texts(field: Field) -> Iterator[str]:
    """Texts that the program does not name, of the lengths that the field asks for."""
    declared = field.member.runtime
    least, most_ = declared.min_length or 1, declared.max_length or 8
    for text in OTHER_TEXTS:
        yield (text * least)[: max(least, min(len(text), most_))]

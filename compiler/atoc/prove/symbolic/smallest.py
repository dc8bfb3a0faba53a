"""The smallest command line among the examples of a question.

Idea. First the fewest words: the number of names and of given fields is bounded, from none upwards. Then the
first by alphabet, word by word: as long as there is an example with an earlier word, it is taken. Then the
values, field by field, in the order of :func:`_candidates`: of a closed set by its words, of numbers the one
nearest to 0 (the positive one first), of texts those that the program names and then any other.

Example. Of ``small data=cifar``, ``data=cifar`` and ``data=mnist`` it is ``data=cifar``.

Cost. A question for each number of words, and a few for each word; all within the bounds of the solver.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from atoc.program import Field
from atoc.prove.closure import ones
from atoc.prove.domains import spelt
from atoc.prove.replay import Given, Trial
from atoc.prove.symbolic.cells import Cell, known
from atoc.prove.symbolic.codes import OTHER_TEXTS
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.runs import Language
from atoc.prove.symbolic.solver import Solver
from atoc.prove.symbolic.terms import (
    Formula,
    Term,
    Variable,
    as_real,
    at_most,
    both,
    either,
    equal,
    minus,
    most,
    negation,
    number,
)

MOST_WORDS = 12
"""Up to how many words the fewest are looked for."""
MOST_HALVINGS = 80
"""How often the range of a number is halved to find the nearest to 0."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a command line: a view by its name, or the field of which a value is given."""

    text: str
    holds: Variable
    field: Field | None = None


class Smallest:
    """The search for the smallest example of what the solver has been told."""

    __slots__ = ("held", "is_first", "language", "seen", "solver", "words")

    def __init__(self, language: Language, solver: Solver, encoding: Encoding, required: int) -> None:
        self.language = language
        self.solver = solver
        self.words = list(_words(language, encoding, required))
        secret = [
            language.given(path)
            for path in encoding.cone.fields
            if language.survey.scope.fields[path].member.runtime.secret
        ]
        self.is_first = not secret
        self.held: tuple[object, list[Word]] | None = None
        self.seen: Callable[[], Formula] | None = None
        solver.add(both(*map(negation, secret)))

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

    def _found(self, field: Field) -> Given | None:
        """The value of a given field in the solver's example."""
        cell, codes = self.language.free(field.path), self.language.codes
        payload = _variable(cell.payload)
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
        is_first, self.is_first = self.is_first, False
        if self.seen is not None:
            self.solver.add(negation(self.seen()))
        return is_first or self.solver.ask() == "possible"

    def _exactly(self, chosen: list[Word], given: list[Given]) -> Formula:
        kept = {word.text for word in chosen}
        words = (word.holds if word.text in kept else negation(word.holds) for word in self.words)
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
            if not rest:
                break
            chosen.append(self._earliest(chosen, rest[0]))
        if len(chosen) < limit:
            kept = {word.text for word in chosen}
            self.solver.add(both(*(negation(word.holds) for word in self.words if word.text not in kept)))
        return chosen

    def _held(self) -> list[Word]:
        """The words of the solver's last example: names first, each kind by alphabet."""
        model = self.solver.model
        if self.held is None or self.held[0] is not model:
            self.held = model, [word for word in self.words if self.solver.holds(word.holds)]
        return self.held[1]

    def _bound_words(self) -> int:
        """How many words the smallest example has, as far as that is found."""
        holds = [word.holds for word in self.words]
        for limit in range(min(len(self._held()), MOST_WORDS)):
            fewer = most(limit, holds)
            if self.solver.ask(fewer) == "possible":
                self.solver.add(fewer)
                return limit
        limit = len(self._held())
        self.solver.add(most(limit, holds))
        return limit

    def _earliest(self, chosen: list[Word], word: Word) -> Word:
        """The first word by alphabet that can follow the chosen ones; it is fixed in the solver."""
        names = [other.holds for other in self.words if other.field is None and other not in chosen]
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

    def _following(self, chosen: list[Word]) -> list[Word]:
        place = self.words.index(chosen[-1]) + 1 if chosen else 0
        return self.words[place:]

    # Values

    def _given(self, field: Field) -> Given | None:
        """The value of a given field, fixed in the solver; None where it cannot be spelt."""
        cell = self.language.free(field.path)
        for value in self._candidates(field, cell):
            found = next(spelt(field, (value,)), None)
            if found is not None and self.solver.ask(self._is(cell, found[0])) == "possible":
                self.solver.add(self._is(cell, found[0]))
                return field.path, found[0], found[1]
        return None

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
        found = self.solver.value(_variable(cell.payload))
        whole = self._nearest(cell, abs(found.__floor__()) + 1)
        if whole is not None:
            yield from (whole, -whole)
        if cell.value.kind == "real":
            self.solver.ask()
            yield float(self.solver.value(_variable(cell.payload)))

    def _nearest(self, cell: Cell, bound: int) -> int | None:
        """The least distance from 0 of a whole number that the field can be given, by halving."""
        whole: Term = cell.payload if cell.payload.sort == "int" else Variable("whole number", "int")
        is_it = both(
            negation(cell.is_none), equal(cell.payload, whole if whole is cell.payload else as_real(whole))
        )

        def is_within(limit: int) -> bool:
            near = both(at_most(whole, number(limit)), at_most(minus(number(0), whole), number(limit)))
            return self.solver.ask(is_it, near) == "possible"

        if not is_within(bound):
            return None
        low, high = -1, bound
        for _ in range(MOST_HALVINGS):
            if high - low <= 1:
                break
            middle = (low + high) // 2
            low, high = (low, middle) if is_within(middle) else (middle, high)
        return high


def _variable(term: Term) -> Variable:
    """The unknown that an outside value is."""
    return term if isinstance(term, Variable) else Variable("", term.sort)


def _words(language: Language, encoding: Encoding, required: int) -> Iterator[Word]:
    """Every word that can matter, by alphabet: names, then fields."""
    activation = language.survey.activation
    needed = encoding.cone.views | required
    for members in activation.grouped:
        needed |= members
    namers = 0
    for i in ones(needed):
        namers |= activation.chained_by[i]
    for i in activation.in_order(namers & ~activation.always):
        yield Word(activation.views[i].name, language.selections.named[i])
    for path in sorted(encoding.cone.fields, key=lambda path: f"{path}="):
        given = language.given(path)
        field = language.survey.scope.fields[path]
        if isinstance(given, Variable) and not field.member.runtime.secret:
            yield Word(f"{path}=", given, field)


def _other_texts(field: Field) -> Iterator[str]:
    """Texts that the program does not name, of the lengths that the field asks for."""
    declared = field.member.runtime
    least, most_ = declared.min_length or 1, declared.max_length or 8
    for text in OTHER_TEXTS:
        yield (text * least)[: max(least, min(len(text), most_))]

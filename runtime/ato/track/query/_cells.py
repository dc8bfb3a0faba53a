"""Comparing values of any kind, as configs and summaries hold them: kinds are kept apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from json import dumps
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_

from ato.track._texts import storable
from ato.track.query._rows import ORDERED, TURNED, Condition, bound, bound_all, compared, is_number, matching
from ato.track.store._searched import EXACT, HEAD, ON, beside, real
from ato.track.store._tables import head_of


@dataclass(frozen=True)
class Cells:
    """The columns of a row that holds a value of any kind, and what tells the kinds apart.

    ``kinds`` are ``number``, ``bool``, ``str`` and ``null``; of ``json`` only lists are compared.
    """

    num: ColumnElement[Any]
    txt: ColumnElement[Any]
    json: ColumnElement[Any]
    kinds: Mapping[str, Condition]

    def compared(self, op: str, value: Any) -> Condition:
        """Whether the value of the row is one of that kind for which the comparison holds."""
        if op in TURNED:
            same = func.coalesce(self.compared(TURNED[op], value), false())
            return and_(not_(self.kinds["null"]), not_(same))
        if op == "in":
            return self._among(value)
        if isinstance(value, bool):
            return and_(self.kinds["bool"], self.num == bound(float(value)))
        if isinstance(value, str):
            return and_(self.kinds["str"], self._text(op, value))
        if isinstance(value, tuple):
            return self.json == bound(dumps(value))
        return and_(self.kinds["number"], self._number(op, value))

    def _among(self, values: Any) -> Condition:
        """The values that an index finds at once, and the others one by one."""
        numbers: list[Any] = []
        texts: list[Any] = []
        found: list[Condition] = []
        for each in values:
            if isinstance(each, str):
                texts.append(each)
            elif is_number(each) and -EXACT < each < EXACT:
                numbers.append(each)
            else:
                found.append(self.compared("==", each))
        if numbers:
            found.append(and_(self.kinds["number"], compared("in", self.num, numbers)))
        if texts:
            found.append(and_(self.kinds["str"], self._texts(texts)))
        return or_(false(), *found)

    def _number(self, op: str, value: float) -> Condition:
        if value != value:
            return self.num.is_(None)
        near = bound(real(value))
        if -EXACT < value < EXACT:
            return ORDERED[op](self.num, near)  # type: ignore[no-any-return]
        tells = ORDERED[op](side_of(self.txt), bound(beside(value) or ON))
        if op == "==":
            return and_(self.num == near, tells)
        return and_(ORDERED[f"{op[0]}="](self.num, near), or_(self.num != near, tells))

    def _text(self, op: str, text: str) -> Condition:
        """By the first characters, which are indexed, and then by all of them."""
        if op in ("~", "like"):
            return matching(op, self.txt, text)
        if op == "==":
            return self._texts([text])
        loose = ORDERED[f"{op[0]}="](head_of(self.txt), bound(storable(text)[:HEAD]))
        return and_(loose, ORDERED[op](self.txt, bound(text)))

    def _texts(self, texts: Sequence[str]) -> Condition:
        """Whether it is one of these. JSON also tells apart what is kept in the same spelling."""
        same = self.json.in_(bound_all([dumps(text) for text in texts]))
        return and_(head_of(self.txt).in_(bound_all([storable(text)[:HEAD] for text in texts])), same)


def side_of(txt: ColumnElement[Any] | None) -> ColumnElement[Any]:
    """Where a number lies beside the float that is kept of it."""
    on = bound(ON)
    return on if txt is None else func.coalesce(txt, on)

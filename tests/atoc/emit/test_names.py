from __future__ import annotations

from atoc.emit.names import Taken, constant_case, identifiers, imports, in_export_order, respelt, spelling


def test_identifiers_are_names_that_stand_for_themselves() -> None:
    source = 'ato.Struct(Model, name="Path") | Literal["Path", b"bytes"] | c.math'
    assert set(identifiers(source)) == {"ato", "Model", "Literal", "c"}


def test_respelling_leaves_text_attributes_and_keywords_alone() -> None:
    source = "f(Path=Path, x=a.Path, y='Path')"
    assert respelt(source, {"Path": "_Path"}) == "f(Path=_Path, x=a.Path, y='Path')"


def test_a_comparison_is_no_keyword() -> None:
    assert respelt("Path == 1", {"Path": "_Path"}) == "_Path == 1"


def test_only_fields_hide_names() -> None:
    assert spelling({"Model", "Other"}, {"Model", "Path", "lr"}) == {"Path": "_Path", "Model": "_Model"}


def test_imports_stand_in_the_order_of_the_formatter() -> None:
    used = {"_Any", "Literal", "TypeVar", "Path", "Mapping", "Callable", "math"}
    assert imports(used, {"Any": "_Any"}) == (
        "import math",
        "from collections.abc import Callable, Mapping",
        "from pathlib import Path",
        "from typing import Any as _Any",
        "from typing import Literal, TypeVar",
    )


def test_a_hidden_name_that_is_not_used_is_not_imported() -> None:
    assert imports({"Path"}, {"Path": "_Path"}) == ()


def test_taken_names_are_numbered() -> None:
    taken = Taken(("a",))
    assert [taken.take("a"), taken.take("a"), taken.take("b")] == ["a_2", "a_3", "b"]


def test_constants_are_named_after_their_type() -> None:
    assert [constant_case(name) for name in ("LearningRate", "schedule", "HTTPServer")] == [
        "_LEARNING_RATE",
        "_SCHEDULE",
        "_HTTP_SERVER",
    ]


def test_exports_are_constants_then_classes_then_the_rest() -> None:
    assert in_export_order({"main", "View", "A", "GPU", "compose"}) == ["GPU", "A", "View", "compose", "main"]

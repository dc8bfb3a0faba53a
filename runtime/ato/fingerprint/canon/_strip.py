"""``Canon``: syntax trees without what is no logic, for those who work on trees of their own.

It leaves out what the fingerprint leaves out, except that names stay: they are numbered where the logic is
written as text. So the fingerprint of what it gives is that of what it was given.
"""

from __future__ import annotations

import ast
from typing import Any, cast

from ato.fingerprint.canon._canon import is_idle


class Canon(ast.NodeTransformer):
    """Takes from a tree its docstrings and other values that stand alone, ``pass``, and annotations.

    Of functions that stand in no other and in no class it takes the decorators too. Annotations in a class
    stay, since they may be logic, as of a dataclass. The tree is changed in place and given back.
    """

    def __init__(self) -> None:
        self._above: list[ast.AST] = []

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Visit what stands below; a list of statements that comes to nothing is a ``pass``."""
        for field, value in ast.iter_fields(node):
            statements = _statements(value)
            if statements:
                kept = [each for each in statements if not is_idle(each)]
                setattr(node, field, kept or [ast.copy_location(ast.Pass(), statements[0])])
        self._above.append(node)
        super().generic_visit(node)
        self._above.pop()
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """A function."""
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        """An async function."""
        return self._function(node)

    def visit_arg(self, node: ast.arg) -> ast.AST:
        """A parameter."""
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """An annotated name: an assignment; what is only declared stays so, as ``name: None``."""
        if self._above and isinstance(self._above[-1], ast.ClassDef):
            return self.generic_visit(node)
        if node.value is not None:
            bare = ast.Assign(targets=[node.target], value=node.value)
            return self.generic_visit(ast.copy_location(bare, node))
        node.annotation = ast.copy_location(ast.Constant(value=None), node.annotation)
        return node

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        node.returns = None
        if not any(isinstance(each, (*_FUNCTIONS, ast.ClassDef)) for each in self._above):
            node.decorator_list = []
        return self.generic_visit(node)


_FUNCTIONS: tuple[type[Any], ...] = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def _statements(value: object) -> list[ast.stmt]:
    """A field of a node, if statements stand in it."""
    nodes = cast("list[object]", value) if isinstance(value, list) else []
    return cast("list[ast.stmt]", nodes) if nodes and isinstance(nodes[0], ast.stmt) else []

"""Where each value of a TOML file stands, so that a fault can name its line.

The values themselves are read by `tomllib`; the syntax tree serves for lines, for keys that are
written twice, and to refuse what would cost a reader dear before anything else reads it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import tree_sitter_toml
from tree_sitter import Language, Node, Parser, Tree

Loc = tuple[str | int, ...]

DEEPEST: Final = 24  # levels of the syntax tree; the catalogue's own files have eight
LONGEST_NUMBER: Final = 9  # digits
_KEYS: Final = ("bare_key", "quoted_key", "dotted_key")


@dataclass(slots=True)
class Layout:
    """Lines by place in the file; keys written twice with both lines; what is refused outright."""

    lines: dict[Loc, int] = field(default_factory=dict)
    twice: list[tuple[str, int, int]] = field(default_factory=list)
    too_deep: int | None = None
    long_numbers: list[int] = field(default_factory=list)

    def line(self, loc: Loc) -> int:
        """The line of the value at `loc`, or of the nearest thing around it."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return self.lines.get(loc, 1)


def lay_out(text: str) -> Layout:
    """The layout of a TOML text. It need not be valid: then it is as far as it can be read."""
    tree = _parser().parse(text.encode())
    layout = Layout()
    layout.too_deep = _first_too_deep(tree, layout)
    if layout.too_deep is None:
        _Walk(layout).document(tree.root_node)
    return layout


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_toml.language()))


def _first_too_deep(tree: Tree, layout: Layout) -> int | None:
    """The line where nesting goes too deep; notes the numbers that are too long on the way."""
    cursor, depth = tree.walk(), 0
    while True:
        node = cursor.node
        if node is not None and node.type == "integer" and _digits(node) > LONGEST_NUMBER:
            layout.long_numbers.append(node.start_point.row + 1)
        if depth > DEEPEST and node is not None:
            return node.start_point.row + 1
        if cursor.goto_first_child():
            depth += 1
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return None
            depth -= 1


def _digits(node: Node) -> int:
    return node.end_byte - node.start_byte


class _Walk:
    """Follows the tables of a document as TOML defines them, and writes down their lines."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.counts: dict[Loc, int] = {}
        self.defined: dict[Loc, int] = {}

    def document(self, root: Node) -> None:
        for node in root.named_children:
            if node.type == "pair":
                self.pair(node, ())
            elif node.type in ("table", "table_array_element"):
                self.table(node)

    def table(self, node: Node) -> None:
        header = next((child for child in node.named_children if child.type in _KEYS), None)
        if header is None:
            return
        keys = tuple(_keys(header))
        if node.type == "table_array_element":
            loc = self.element(keys, _line(node))
        else:
            loc = self.resolved(keys)
            self.define(loc, _line(node))
        for child in node.named_children:
            if child.type == "pair":
                self.pair(child, loc)

    def element(self, keys: tuple[str, ...], line: int) -> Loc:
        array = (*self.resolved(keys[:-1]), keys[-1])
        index = self.counts.get(array, 0)
        self.counts[array] = index + 1
        self.layout.lines.setdefault(array, line)
        self.layout.lines[(*array, index)] = line
        return (*array, index)

    def resolved(self, keys: tuple[str, ...]) -> Loc:
        """The place that a header means: the last element of each array of tables on its way."""
        loc: Loc = ()
        for key in keys:
            loc = (*loc, key)
            if loc in self.counts:
                loc = (*loc, self.counts[loc] - 1)
        return loc

    def define(self, loc: Loc, line: int) -> None:
        if loc in self.defined:
            self.layout.twice.append((str(loc[-1]), line, self.defined[loc]))
        self.defined.setdefault(loc, line)
        self.layout.lines.setdefault(loc, line)

    def pair(self, node: Node, prefix: Loc) -> None:
        children = node.named_children
        if len(children) < 2 or children[0].type not in _KEYS:
            return
        key, value = children[0], children[-1]
        loc = prefix
        for part in _keys(key):
            loc = (*loc, part)
            self.layout.lines.setdefault(loc[:-1], _line(node))
        self.define(loc, _line(key))
        self.value(value, loc)

    def value(self, node: Node, loc: Loc) -> None:
        if node.type == "inline_table":
            for child in node.named_children:
                if child.type == "pair":
                    self.pair(child, loc)
        elif node.type == "array":
            entries = [child for child in node.named_children if child.type != "comment"]
            for index, child in enumerate(entries):
                self.layout.lines[(*loc, index)] = _line(child)
                self.value(child, (*loc, index))


def _line(node: Node) -> int:
    return node.start_point.row + 1


def _keys(node: Node) -> Iterator[str]:
    if node.type == "dotted_key":
        for child in node.named_children:
            yield from _keys(child)
    elif node.text is not None:
        text = node.text.decode()
        yield text if node.type == "bare_key" else _unquoted(text)


def _unquoted(text: str) -> str:
    try:
        return next(iter(tomllib.loads(f"{text}=0")))
    except tomllib.TOMLDecodeError:  # the file's own reader will name the fault
        return text

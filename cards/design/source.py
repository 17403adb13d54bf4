"""Which line of a TOML file says what, so that a fault can be pointed at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

Place: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a file, with its line counted from 1."""

    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.line}: {self.what}"


def line_of(lines: dict[Place, int], place: Place) -> int:
    """Line of the nearest thing the file says about `place`: itself, or what holds it."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def key_lines(text: str) -> dict[Place, int]:
    """Line of every key, table and list element of a TOML text, by its place in the data."""
    tree = Parser(Language(tree_sitter_toml.language())).parse(text.encode())
    lines: dict[Place, int] = {}
    for node in tree.root_node.named_children:
        _walk(node, (), lines)
    return lines


def _walk(node: Node, above: Place, lines: dict[Place, int]) -> None:
    if node.type == "pair":
        _pair(node, above, lines)
    elif node.type in ("table", "table_array_element"):
        place = _table_place(node, lines)
        lines.setdefault(place, node.start_point.row + 1)
        for child in node.named_children[1:]:
            _walk(child, place, lines)


def _pair(node: Node, above: Place, lines: dict[Place, int]) -> None:
    place = above + tuple(_keys(node.named_children[0]))
    lines.setdefault(place, node.start_point.row + 1)
    _value(node.named_children[-1], place, lines)


def _value(node: Node, place: Place, lines: dict[Place, int]) -> None:
    if node.type == "inline_table":
        for child in node.named_children:
            _walk(child, place, lines)
    elif node.type == "array":
        elements = (child for child in node.named_children if child.type != "comment")
        for number, child in enumerate(elements):
            lines.setdefault((*place, number), child.start_point.row + 1)
            _value(child, (*place, number), lines)


def _table_place(node: Node, lines: dict[Place, int]) -> Place:
    """The place of a table's heading: every list on the way stands at its newest element."""
    place: Place = ()
    keys = list(_keys(node.named_children[0]))
    for number, key in enumerate(keys):
        place = (*place, key)
        is_last = number == len(keys) - 1
        count = _count(place, lines)
        if is_last and node.type == "table_array_element":
            place = (*place, count)
        elif count:
            place = (*place, count - 1)
    return place


def _count(place: Place, lines: dict[Place, int]) -> int:
    count = 0
    while (*place, count) in lines:
        count += 1
    return count


def _keys(node: Node) -> Iterator[str]:
    if node.type == "dotted_key":
        for child in node.named_children:
            yield from _keys(child)
    else:
        written = (node.text or b"").decode()
        yield str(ast.literal_eval(written)) if written[:1] in "\"'" else written

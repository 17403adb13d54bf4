"""Lines of what a TOML text says."""

from __future__ import annotations

from cards.design.source import Fault, key_lines, line_of

TEXT = """\
# a comment first
id = "x"
paper = { width = 1, "height" = 2 }
dotted.key = 3

[styles.title]
size = 4

[[faces]]
name = "front"

[[faces.boxes]]
x = 5
spans = [
  # inside a list
  { text = "a" },
  { text = "b" },
]

[faces.boxes.fork]
h = 6

[[faces.boxes]]
x = 7

[[faces]]
name = "back"
[[faces.boxes]]
x = 8
"""


def test_every_key_table_and_element_has_its_line() -> None:
    lines = key_lines(TEXT)
    assert lines["id",] == 2
    assert lines["paper", "width"] == lines["paper", "height"] == 3
    assert lines["dotted", "key"] == 4
    assert lines["styles", "title"] == 6
    assert lines["styles", "title", "size"] == 7
    assert lines["faces", 0, "name"] == 10
    assert lines["faces", 0, "boxes", 0] == 12
    assert lines["faces", 0, "boxes", 0, "spans", 1, "text"] == 17
    assert lines["faces", 0, "boxes", 0, "fork", "h"] == 21
    assert lines["faces", 0, "boxes", 1, "x"] == 24
    assert lines["faces", 1, "boxes", 0, "x"] == 29


def test_what_is_not_written_is_pointed_at_by_what_should_hold_it() -> None:
    lines = key_lines(TEXT)
    assert line_of(lines, ("faces", 0, "boxes", 1, "colour")) == 23
    assert line_of(lines, ("nowhere",)) == 1


def test_a_fault_reads_as_line_and_sentence() -> None:
    assert str(Fault(12, "x: wrong")) == "12: x: wrong"

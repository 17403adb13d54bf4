"""The battery is data that is checked."""

from __future__ import annotations

import re

import pytest

import assets
from cards.preflight import Strength, load_battery
from cards.preflight.battery import parse

TEXT = assets.read_bytes("preflight.toml").decode()
WANTED = {
    *("blur", "noise", "low-light", "uneven-light", "tilt", "low-contrast", "gain", "worn"),
    *("scratch", "fold", "cover", "glare", "distance"),
}


def test_every_fault_is_tried_mild_and_harsh_and_says_why() -> None:
    battery = load_battery()
    assert {fault.name for fault in battery.faults} == WANTED
    assert all(len(fault.why) > 20 for fault in battery.faults)
    cells = list(battery.cells())
    assert len({cell.name for cell in cells}) == 2 * len(WANTED)
    assert all(cell.conditions != battery.always for cell in cells)


def test_harsh_is_never_milder_than_mild() -> None:
    battery = load_battery()
    for mild, harsh in zip(*[iter(battery.cells())] * 2, strict=True):
        assert (mild.strength, harsh.strength) == tuple(Strength)
        assert battery.least_of(mild) >= battery.least_of(harsh)


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("seed = 20261126", 'seed = "x"'),
        ("mild = { worn = 2.5 }", "mild = { wurn = 2.5 }"),
        ("mild = { tilt = 22, turn = 45 }", "mild = { tilt = 90, turn = 45 }"),
        ('on = "card"', 'on = "nobody"'),
        ("dots = 4", "dots = 0"),
        ("nearest = 150", "nearest = 150\nfarthest = 9"),
        ("contrast = [0.70, 0.55, 0.40, 0.20]", "contrast = [0.70, 0.55]"),
    ],
)
def test_what_is_wrong_in_the_file_is_refused(line: str, changed: str) -> None:
    assert line in TEXT
    with pytest.raises(ValueError, match="validation error"):
        parse(TEXT.replace(line, changed, 1))


def test_a_camera_sees_less_of_a_millimetre_from_farther_away() -> None:
    camera = load_battery().camera
    assert camera.scale(22.35, 8) == pytest.approx(1512 / (8 * 22.35))
    assert camera.scale(8, 8) == camera.scale(12, 8) == pytest.approx(1512 / 150)


def test_every_place_of_a_finding_stands_in_both_languages() -> None:
    for code, sentence in load_battery().findings.items():
        places = [sorted(re.findall(r"{(\w+)}", text)) for text in (sentence.zh, sentence.en)]
        assert places[0] == places[1], code

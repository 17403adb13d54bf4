"""Pictures: whole dots, true places, known resolution."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from cards.marks import Circle, Colour, Face, Line, Matrix, Rect, Symbol, Text
from cards.measure import Area, dots_length, millimetres
from cards.raster import TooCoarse, picture, write_png
from tests.cards.goldens import CASES, faces

INK = Colour("ink", (0, 0, 0, 100), "#141414")
BLUE = Colour("blue", (92, 50, 35, 18), "#0b5d7a")
LARGE = ("leaflet", "poster", "tent")
DPI = 254  # ten dots a millimetre


def _drawn(*marks: Rect | Line | Circle | Text | Symbol) -> Image.Image:
    return picture(Face("front", 10, 10, 1, marks), dpi=DPI)


def _covered(image: Image.Image) -> tuple[int, int, int, int] | None:
    return Image.eval(image.convert("L"), lambda value: 255 if value < 128 else 0).getbbox()


def _exact(matrix: Matrix, dots: int) -> bytes:
    """The symbol with each module `dots` pixels wide, dark 0 and light 255."""
    bits = bytes(0 if bit == "1" else 255 for row in matrix.rows for bit in row)
    modules = Image.frombytes("L", (matrix.size, matrix.size), bits)
    side = dots * matrix.size
    return modules.resize((side, side), Image.Resampling.NEAREST).tobytes()


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, marks=[pytest.mark.slow] * case.startswith(LARGE)) for case in CASES],
)
@pytest.mark.parametrize("dpi", [150, 300])
def test_every_module_is_a_square_of_whole_dots(case: str, dpi: int) -> None:
    for face in faces(case):
        for symbol in face.symbols():
            exact = symbol.module * dpi / 25.4
            if round(exact, 6) % 1:  # an odd number of dots at 300 dpi: see the next test
                continue
            dots = round(exact)
            left, top = (round(place * dpi / 25.4) for place in (symbol.x, symbol.y))
            side = dots * symbol.matrix.size
            seen = picture(face, dpi=dpi).crop((left, top, left + side, top + side)).convert("L")
            black_or_white = seen.point([0 if value == 20 else value for value in range(256)])
            assert black_or_white.tobytes() == _exact(symbol.matrix, dots)


def test_modules_are_never_stretched_where_the_dots_do_not_fit() -> None:
    module = dots_length(4, DPI) * 1.2
    image = _drawn(Symbol(2, 2, module, Matrix(("11", "11")), INK))
    left, top, right, bottom = _covered(image) or (0, 0, 0, 0)
    assert (right - left, bottom - top) == (8, 8)
    middle = 20 + module * 10
    assert abs((left + right) / 2 - middle) <= 1


def test_a_picture_too_coarse_for_modules_is_refused() -> None:
    with pytest.raises(TooCoarse) as refused:
        picture(faces("a5-process.penalty")[0], dpi=20)
    assert refused.value.dpi == 20


def test_a_plane_covers_its_pixels_and_an_outline_stays_inside() -> None:
    image = _drawn(Rect(Area(1, 2, 3, 4), BLUE))
    assert _covered(image) == (10, 20, 40, 60)
    assert image.getpixel((10, 20)) == BLUE.channels
    outline = _drawn(Rect(Area(1, 2, 3, 4), BLUE, 0.5))
    assert _covered(outline) == (10, 20, 40, 60)
    assert outline.getpixel((14, 24)) == BLUE.channels
    assert outline.getpixel((16, 26)) == (255, 255, 255)


def test_hairlines_are_at_least_a_pixel() -> None:
    assert _covered(_drawn(Line(1, 5, 9, 5, 0.01, INK))) == (10, 50, 90, 51)
    assert _covered(_drawn(Line(5, 1, 5, 9, 0.2, INK))) == (49, 10, 51, 90)


def test_nothing_is_drawn_where_a_shape_is_thinner_than_nothing() -> None:
    assert _covered(_drawn(Rect(Area(1, 1, 0.01, 5), INK))) is None


def test_discs_rings_and_round_ends_are_where_they_should_be() -> None:
    assert _covered(_drawn(Circle(5, 5, 2, INK))) == (30, 30, 70, 70)
    ring = _drawn(Circle(5, 5, 2, INK, 0.5))
    assert ring.getpixel((50, 50)) == (255, 255, 255)
    assert ring.getpixel((32, 50)) == INK.channels
    assert _covered(_drawn(Line(3, 3, 3, 7, 1, INK, round=True))) == (25, 25, 35, 75)


def test_letters_stand_on_the_baseline_at_their_own_fraction_of_a_pixel() -> None:
    size = 5.1
    text = Text(1, 6, "一一一一", bold=False, size=size, width=4 * millimetres(size), colour=INK)
    left, _, right, bottom = _covered(_drawn(text)) or (0, 0, 0, 0)
    em = millimetres(size) * 10
    assert left == pytest.approx(10 + 0.044 * em, abs=1)
    assert right == pytest.approx(10 + 3.96 * em, abs=1)
    assert bottom == pytest.approx(60 - 0.349 * em, abs=1)


def test_a_turned_text_runs_upwards_and_stays_faint() -> None:
    size = 9.0
    text = Text(
        5,
        9,
        "一一",
        bold=True,
        size=size,
        width=2 * millimetres(size),
        colour=INK,
        degrees=90,
        opacity=0.25,
    )
    image = _drawn(text)
    inked = Image.eval(image.convert("L"), lambda value: 255 if value < 250 else 0).getbbox()
    assert inked is not None
    left, top, right, bottom = inked
    assert bottom - top > 3 * (right - left)
    assert right <= 50
    assert min(image.convert("L").tobytes()) > 180


def test_the_trim_is_cut_and_the_bleed_kept_on_request() -> None:
    (face,) = faces("a5-process.penalty")
    assert picture(face, dpi=DPI).size == (1480, 2100)
    with_bleed = picture(face, dpi=DPI, bleed=True)
    assert with_bleed.size == (1540, 2160)
    assert with_bleed.getpixel((0, 0)) == BLUE.channels


def test_a_png_knows_its_resolution_and_is_the_same_every_time() -> None:
    first, second = BytesIO(), BytesIO()
    for target in (first, second):
        write_png(faces("card-90x54-catalogue")[1], target, dpi=300)
    assert first.getvalue() == second.getvalue()
    with Image.open(first) as image:
        assert image.size == (1063, 638)
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)

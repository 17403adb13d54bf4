"""Every symbol of both designs, in every file we write, opens exactly its address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from cards.design import Copy, compose, load
from cards.marks import Face
from cards.pdf import write_pdf
from cards.raster import picture
from cards.sheet import single
from cards.svg import write_svg
from tests.browser.chromium import launched
from tests.cards.contents import CATALOGUE, NOTARY, PENALTY, specimen
from tests.cards.readers import READERS

Reader = Callable[[Image.Image], list[str]]

COPIES = (
    Copy("https://mbk.jinan.gov.cn/S/7K3MQ2XA9PRD", "7K3M-Q2XA-9PRD"),
    Copy("https://mbk.sifaju.jinan.gov.cn/mbk/S/0123456789AB", "0123-4567-89AB"),
    Copy("http://127.0.0.1:8000/S/ZZZZZZZZZZZZ", "ZZZZ-ZZZZ-ZZZZ"),
)


def _faces(version: int = 5) -> Iterator[tuple[str, Face]]:
    """Every face that carries a symbol, clean and as a specimen, with its address."""
    for copy in COPIES:
        for design, content in (("a5-process", PENALTY), ("card-90x54-catalogue", CATALOGUE)):
            for words in (content, specimen(content)):
                artwork = compose(load(design), words, version=version)[0]
                yield copy.address, artwork.face(copy)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("dpi", [120, pytest.param(300, marks=pytest.mark.slow)])
def test_pictures_open_their_address(reader: Reader, dpi: int) -> None:
    for address, face in _faces():
        assert reader(picture(face, dpi=dpi)) == [address]


@pytest.mark.parametrize("reader", READERS)
def test_print_files_open_their_addresses(reader: Reader) -> None:
    wanted, target = list(_faces()), BytesIO()
    write_pdf(single(face for _, face in wanted), target, title="decode")
    pages = pypdfium2.PdfDocument(target.getvalue())
    for number, (address, _) in enumerate(wanted):
        assert reader(pages[number].render(scale=200 / 72).to_pil()) == [address]


def test_a_symbol_of_the_usual_size_opens_its_address_in_print() -> None:
    face = compose(load("a5-process"), NOTARY, version=4)[0].face(COPIES[0])
    target = BytesIO()
    write_pdf(single([face]), target, title="decode")
    page = pypdfium2.PdfDocument(target.getvalue())[0].render(scale=3).to_pil()
    assert [reader(page) for reader in READERS] == [[COPIES[0].address]] * 2


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with sync_playwright() as playwright, launched(playwright) as browser:
        yield browser.new_page(device_scale_factor=2)


@pytest.mark.browser
def test_vector_pictures_open_their_address_in_a_browser(page: Page) -> None:
    for address, face in _faces():
        target = BytesIO()
        write_svg(face, target, title="decode")
        page.set_content(target.getvalue().decode())
        with Image.open(BytesIO(page.locator("svg").screenshot())) as image:
            assert [reader(image) for reader in READERS] == [[address]] * 2

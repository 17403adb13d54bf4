"""The pictures of the documents show what a phone shows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests import documents

pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_the_picture_of_a_page_is_what_a_phone_shows(chromium: Browser) -> None:
    apart = documents.difference(documents.PHONE.read_bytes(), documents.phone(chromium))
    assert apart < 4, "run make golden, and look at it"

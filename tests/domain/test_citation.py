"""How law articles are cited."""

import pytest

from kiosk.domain.fact import Citation


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("xzfyf-2023", Citation("xzfyf-2023")),
        ("xzfyf-2023#20", Citation("xzfyf-2023", 20)),
        ("xzfyf-2023#20.1", Citation("xzfyf-2023", 20, 1)),
        ("xzfyf-2023#39.1.6", Citation("xzfyf-2023", 39, 1, 6)),
    ],
)
def test_a_citation_names_a_law_article_paragraph_and_item(text: str, citation: Citation) -> None:
    assert Citation.parse(text) == citation
    assert str(citation) == text


@pytest.mark.parametrize(
    "text", ["", "#20", "xzfyf#", "xzfyf#0", "xzfyf#20.0", "xzfyf#20.-1", "xzfyf#1.2.3.4", "x#二十"]
)
def test_a_malformed_citation_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — int's own message for a word, ours else
        Citation.parse(text)


def test_an_article_sorts_before_its_paragraphs() -> None:
    texts = ["xzfyf#24.4", "xzfyf#24", "xzfyf", "xzfyf#3"]
    ordered = ["xzfyf", "xzfyf#3", "xzfyf#24", "xzfyf#24.4"]
    assert sorted(map(Citation.parse, texts)) == [Citation.parse(text) for text in ordered]

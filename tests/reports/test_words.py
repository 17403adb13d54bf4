import re

import pytest

from kiosk.domain.placement import PlacementKind
from kiosk.domain.report import Dimension
from kiosk.domain.scan import Class, Origin
from kiosk.reports.words import entries, words


def places(text: str) -> set[str]:
    return {name.split(".")[0].split(":")[0] for name in re.findall(r"{([^}]+)}", text)}


@pytest.mark.parametrize("key", sorted(entries()))
def test_every_entry_is_chinese_and_english_with_the_same_places(key: str) -> None:
    entry = entries()[key]
    assert set(entry) == {"zh", "en"}
    assert all(entry.values())
    assert places(entry["zh"]) == places(entry["en"])
    assert not re.search("[\u3000-\u9fff]", entry["en"])


def test_every_word_of_the_domain_has_its_entry() -> None:
    say = words("zh")
    for group, names in (
        ("column", Dimension),
        ("dimension", Dimension),
        ("source", Origin),
        ("kind", PlacementKind),
        ("class", Class),
    ):
        assert all(say(f"{group}.{name.value}") for name in names)
    assert all(say(f"means.{klass.value}") for klass in Class)


def test_kinds_of_placements_have_the_words_that_placement_files_use() -> None:
    assert [words("zh")(f"kind.{kind.value}") for kind in PlacementKind] == [
        kind.zh for kind in PlacementKind
    ]


@pytest.mark.parametrize("word", ["人次", "人数", "好差评", "伪造", "召回", "不可篡改", "访客"])
def test_a_word_that_says_too_much_is_not_used(word: str) -> None:
    assert not [key for key, entry in entries().items() if word in entry["zh"]]


def test_another_language_is_not_known() -> None:
    with pytest.raises(KeyError):
        words("fr")

"""Templates are compiled once, whatever becomes of the folder where that is kept."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import jinja2
import pytest

from kiosk.web.pages import loading
from kiosk.web.pages.compiled import Compiled
from kiosk.web.pages.hall import screen_environment
from kiosk.web.pages.rendering import environment

_PAGES = {"a.html": "{{ n }} 泉", "b.html": "{% include 'a.html' %}!"}


class Loading(jinja2.Environment):
    """Templates that must not be compiled any more."""

    def compile(self, *_: object, **__: object) -> object:  # type: ignore[override]
        raise AssertionError("compiled again")


def made(
    folder: Path, *, kind: type[jinja2.Environment] = jinja2.Environment, form: bytes = b"1"
) -> jinja2.Environment:
    return kind(loader=jinja2.DictLoader(dict(_PAGES)), bytecode_cache=Compiled(folder, form))


def shown(templates: jinja2.Environment) -> str:
    return templates.get_template("b.html").render(n=72)


def test_what_one_process_compiled_the_next_one_loads(tmp_path: Path) -> None:
    folder = tmp_path / "compiled"
    assert shown(made(folder)) == "72 泉!"
    assert shown(made(folder, kind=Loading)) == "72 泉!"
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o644}


def test_what_was_compiled_otherwise_is_compiled_anew(tmp_path: Path) -> None:
    shown(made(tmp_path))
    with pytest.raises(AssertionError, match="compiled again"):
        shown(made(tmp_path, kind=Loading, form=b"2"))
    changed = made(tmp_path)
    assert isinstance(changed.loader, jinja2.DictLoader)
    changed.loader = jinja2.DictLoader(_PAGES | {"a.html": "{{ n }} 湖"})
    assert shown(changed) == "72 湖!"


@pytest.mark.parametrize("damage", [b"", b"j2", b"\x00" * 200])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    shown(made(tmp_path))
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:-40] + damage)
    assert shown(made(tmp_path)) == "72 泉!"
    assert shown(made(tmp_path, kind=Loading)) == "72 泉!"


def test_where_nothing_can_be_written_pages_are_made_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert shown(made(file / "below")) == "72 泉!"
    (tmp_path / "full").mkdir()
    templates = made(tmp_path / "full")
    for name in _PAGES:  # something else lies where it should be kept
        bucket = templates.bytecode_cache.get_bucket(templates, name, None, "")  # type: ignore[union-attr]
        templates.bytecode_cache._path(bucket).mkdir()  # type: ignore[union-attr]
    assert shown(templates) == "72 泉!"
    assert len(list((tmp_path / "full").iterdir())) == len(_PAGES)  # no drafts stay behind


def test_all_pages_are_loaded_before_anybody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in (environment, screen_environment):
        kind.cache_clear()
    loading.load(Event())
    for templates in (environment("zh"), screen_environment("en")):
        monkeypatch.setattr(templates, "_load_template", None)
        assert templates.cache is not None
        assert len(templates.cache) > 30
    stopped = Event()
    stopped.set()
    for kind in (environment, screen_environment):
        kind.cache_clear()
    loading.load(stopped)
    assert not environment("zh").cache

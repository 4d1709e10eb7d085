"""Pages are printed here or by presses of their own; either way they come back in order, and errors are heard."""

import io

import pikepdf
import pytest

from foundation import press
from foundation.batches import batched
from foundation.press import PressError, Presses, Sheet, printed


def page(number: int) -> Sheet:
    return Sheet(f'<html lang="en"><title>Page {number}</title><p>{number}</p></html>')


def titles(documents: list[bytes]) -> list[str]:
    found = []
    for content in documents:
        with pikepdf.open(io.BytesIO(content)) as document:
            found.append(str(document.docinfo.Title))
    return found


def test_a_short_list_is_printed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "_Press", lambda: pytest.fail("started a press"))
    with Presses() as presses:
        assert titles(list(presses.map([page(1), page(2)]))) == ["Page 1", "Page 2"]


def test_a_long_list_is_printed_by_presses_and_comes_back_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "LEAST", 4)
    monkeypatch.setattr(press, "printed", lambda _sheet: pytest.fail("printed here"))
    with Presses(2) as presses:
        assert titles(list(presses.map([page(n) for n in range(6)]))) == [f"Page {n}" for n in range(6)]
        assert titles(list(presses.map([page(7)]))) == ["Page 7"]


def test_what_goes_wrong_there_is_heard_here_and_the_press_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "LEAST", 1)
    stranger = Sheet('<title>x</title><img src="http://example.com/x.png">')
    with Presses(1) as presses:
        with pytest.raises(PressError, match=r"example\.com"):
            list(presses.map([stranger]))
        assert titles(list(presses.map([page(1)]))) == ["Page 1"]


def test_a_press_that_is_killed_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "LEAST", 1)
    with Presses(1) as presses:
        list(presses.map([page(1)]))
        killed = presses._free.get()
        killed.process.kill()
        killed.process.wait()
        presses._free.put(killed)
        with pytest.raises(PressError, match="stopped"):
            list(presses.map([page(2)]))


def test_no_press_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "LEAST", 1)
    with Presses(1) as presses:
        list(presses.map([page(1)]))
        started = presses._free.get().process
    assert started.poll() is not None


def test_the_ground_lies_under_the_words_as_decoration() -> None:
    ground = printed(Sheet("<title>Ground</title><p>Frame</p>"))
    content = printed(
        Sheet('<html lang="en"><title>Words</title><p>Said</p></html>', ground=ground, marks=b"0 0 1 1 re f")
    )
    with pikepdf.open(io.BytesIO(content)) as document:
        [form] = document.pages[0].Resources.XObject.values()
        drawn = form.read_bytes()
        assert len(document.pages) == 1
    assert drawn.startswith(b"/Artifact BMC")
    assert drawn.rstrip().endswith(b"EMC")
    assert drawn.count(b"BMC") == 1
    assert b"BDC" not in drawn


def test_a_long_row_comes_in_pieces() -> None:
    assert list(batched(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(batched([], 2)) == []

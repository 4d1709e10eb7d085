"""What goes out comes in again: whatever a format can hold is the same after a round trip."""

import re
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from assessments.formats import FORMATS, fitting, gift_writer, keys, losses, moodle_writer, qti_writer, sheet_writer
from assessments.formats.spec import Settings, Spec
from tests.assessments.formats.strategies import LANGUAGE, specs

HOLDS = {
    "gift": gift_writer.HOLDS,
    "moodle-xml": moodle_writer.HOLDS,
    "qti": qti_writer.HOLDS,
    "sheet": sheet_writer.HOLDS,
}
ABOUT = ("course", "difficulty", "standards", "competencies")
relaxed = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def essence(spec: Spec) -> tuple[Any, ...]:
    """What of a question matters, whatever its keys are called."""
    asked = {name: deepcopy(getattr(spec, name)) for name in ("wording", "options", "right", "details")}
    names = keys.places(spec.kind, spec.options, spec.right, spec.wording[LANGUAGE])
    made = keys.renamed(spec.kind, asked, names)
    about = tuple(getattr(spec, name) or None for name in ABOUT)
    return spec.kind, spec.code, spec.category or None, about, fitting._settled(spec.kind, made)


def without_losses(spec: Spec, name: str) -> Spec:
    """The question less what the format has no place for."""
    made, holds = deepcopy(spec), HOLDS[name]
    if not holds.unit:
        made.details = {key: value for key, value in made.details.items() if not key.startswith("unit")}
    if not holds.case:
        made.details.pop("case", None)
    if not holds.words:
        for key in ("words", "extensions", "largest"):
            made.details.pop(key, None)
    if not holds.weights:
        made.details.pop("weights", None)
    if not holds.outline:
        made.wording[LANGUAGE].pop("outline", None)
    if made.kind == "gaps" and not any(each["kind"] == "text" for each in made.options.values()):
        made.details.pop("case", None)
    return made


@pytest.mark.parametrize("name", sorted(HOLDS))
@relaxed
@given(spec=specs)
def test_a_round_trip_loses_nothing_that_the_format_can_hold(name: str, spec: Spec) -> None:
    write = FORMATS[name].write
    assert write is not None
    written = write([spec], LANGUAGE)
    if losses.whole(spec, HOLDS[name], LANGUAGE) or any(left.whole for left in written.left):
        assert written.count == 0
        assert [left.whole for left in written.left] == [True]
        return
    (read,) = FORMATS[name].read(written.data, Settings(LANGUAGE))
    assert isinstance(read, Spec), read
    assert read.notes == []
    wanted, found = without_losses(spec, name), without_losses(read, name)
    assert essence(found) == essence(wanted)
    if HOLDS[name].mark:
        assert read.mark == spec.mark


@pytest.mark.parametrize("name", sorted(HOLDS))
@relaxed
@given(spec=specs)
def test_writing_what_was_read_gives_the_same_bytes(name: str, spec: Spec) -> None:
    write = FORMATS[name].write
    assert write is not None
    first = write([spec], LANGUAGE)
    if not first.count:
        return
    (read,) = FORMATS[name].read(first.data, Settings(LANGUAGE))
    assert isinstance(read, Spec)
    read.code = spec.code
    again = write([read], LANGUAGE)
    (twice,) = FORMATS[name].read(again.data, Settings(LANGUAGE))
    assert isinstance(twice, Spec)
    assert essence(twice) == essence(read)
    assert re.sub(r"\s", "", twice.name) == re.sub(r"\s", "", read.name)

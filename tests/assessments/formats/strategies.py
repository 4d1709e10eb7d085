"""Questions of every kind that a format might have to hold, with all the characters that are special somewhere."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from assessments.formats import keys, weights
from assessments.formats.spec import Spec
from assessments.rules import folding
from assessments.types.wordings import is_html

LANGUAGE = "en"
CHARACTERS = "ab Z9é中，。？~=#{}:\\/%->[]<&\"'*.;|!`_$@+"
words = (
    st.text(CHARACTERS, min_size=1, max_size=14)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: folding.says_something(text) and not is_html(text) and not text.startswith("'"))
)
lines = st.lists(words, min_size=1, max_size=3).map("\n".join)
plain_stems = st.one_of(words, st.lists(words, min_size=2, max_size=3).map("\n\n".join), lines)
html_stems = words.map(
    lambda text: f"<p>See <strong>{text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</strong></p>"
)
stems = st.one_of(plain_stems, html_stems)
feedbacks = st.one_of(st.just(""), lines)
full = st.just(Fraction(1))
part = st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(3, 4), Fraction(1, 7), Fraction(9, 10)])
numbers = st.decimals(-10_000, 10_000, places=3, allow_nan=False).map(lambda value: weights.number(f"{value:f}") or "0")
tolerances = st.decimals(0, 10, places=3, allow_nan=False).map(lambda value: weights.number(f"{value:f}") or "0")


@st.composite
def abouts(draw: Callable[..., Any]) -> dict[str, Any]:
    return {
        "mark": draw(st.sampled_from([Decimal("1"), Decimal("2.5"), Decimal("10"), Decimal("0.3333")])),
        "category": draw(st.sampled_from(["", "礼仪", "A/B c"])),
        "course": draw(st.sampled_from(["", "reception-etiquette"])),
        "difficulty": draw(st.sampled_from(["", "easy", "hard"])),
        "standards": draw(st.sampled_from([[], ["GREET-1"], ["GREET-1", "迎宾 2"]])),
        "competencies": draw(st.sampled_from([[], ["voice]"]])),
    }


def _spec(kind: str, draw: Callable[..., Any], *, stem: str | None = None, **asked: Any) -> Spec:
    said = {"stem": draw(stems) if stem is None else stem, "feedback": draw(feedbacks), **asked.pop("texts", {})}
    code = draw(st.sampled_from(["GREET-1-03", "q1", "迎宾-1", "a]b%1", "{x}"]))
    return Spec(place="", kind=kind, wording={LANGUAGE: said}, code=code, name=code, **draw(abouts()), **asked)


@st.composite
def choices(draw: Callable[..., Any]) -> Spec:
    texts = draw(st.lists(words, min_size=2, max_size=5, unique=True))
    options = [keys.letter(place) for place in range(len(texts))]
    said = {
        "options": dict(zip(options, texts, strict=True)),
        "option_feedback": {key: text for key in options if (text := draw(feedbacks))},
    }
    if draw(st.booleans()):
        right = [draw(st.sampled_from(options))]
        others = draw(st.dictionaries(st.sampled_from(options), st.sampled_from(["0.5", "-0.25", "1/3"])))
        credits = {key: value for key, value in others.items() if key not in right}
        return _spec("single", draw, options=options, right=right, details={"credits": credits}, texts=said)
    right = sorted(draw(st.sets(st.sampled_from(options), min_size=1)))
    credits = {}
    if draw(st.booleans()):
        credits = {key: weights.written(Fraction(1, len(right))) for key in right}
        credits |= {key: "-0.1" for key in options if key not in right}
    return _spec("multiple", draw, options=options, right=right, details={"credits": credits}, texts=said)


@st.composite
def true_false(draw: Callable[..., Any]) -> Spec:
    said = {"option_feedback": {key: text for key in ("true", "false") if (text := draw(feedbacks))}}
    right = [draw(st.sampled_from(["true", "false"]))]
    return _spec("true-false", draw, options=["true", "false"], right=right, texts=said)


@st.composite
def right_numbers(draw: Callable[..., Any]) -> list[dict[str, str]]:
    values = draw(st.lists(numbers, min_size=1, max_size=3, unique=True))
    credits = ["1", *(weights.written(draw(part)) for _each in values[1:])]
    ordered = sorted(credits, key=lambda each: -Fraction(each))
    return [
        {"value": value, "tolerance": draw(tolerances), "credit": credit}
        for value, credit in zip(values, ordered, strict=True)
    ]


@st.composite
def right_texts(draw: Callable[..., Any]) -> list[dict[str, str]]:
    texts = draw(st.lists(words, min_size=1, max_size=3, unique=True))
    return [
        {"text": text, "credit": "1" if place == 0 else weights.written(draw(part))} for place, text in enumerate(texts)
    ]


@st.composite
def typed(draw: Callable[..., Any]) -> Spec:
    if draw(st.booleans()):
        units = draw(st.lists(st.sampled_from(["分钟", "min", "kg", "m²"]), max_size=3, unique=True))
        details = {
            "unit": units[0] if units else "", "units": units[1:], "unit_required": bool(units) and draw(st.booleans()),
        }  # fmt: skip
        return _spec("numeric", draw, right=draw(right_numbers()), details=details)
    return _spec("short-text", draw, right=draw(right_texts()), details={"case": draw(st.booleans())})


@st.composite
def pairs(draw: Callable[..., Any]) -> Spec:
    lefts = draw(st.lists(words, min_size=2, max_size=4, unique=True))
    rights = draw(st.lists(words, min_size=2, max_size=5, unique=True))
    used = [draw(st.integers(0, len(rights) - 1)) for _each in lefts]
    options = {"left": [f"l{n}" for n in range(len(lefts))], "right": [f"r{n}" for n in range(len(rights))]}
    return _spec(
        "matching", draw, options=options,
        right={f"l{n}": f"r{partner}" for n, partner in enumerate(used)},
        texts={
            "left": {f"l{n}": text for n, text in enumerate(lefts)},
            "right": {f"r{n}": text for n, text in enumerate(rights)},
        },
    )  # fmt: skip


@st.composite
def orders(draw: Callable[..., Any]) -> Spec:
    texts = draw(st.lists(words, min_size=2, max_size=5, unique=True))
    options = [f"n{place}" for place in range(len(texts))]
    return _spec(
        "ordering", draw, options=sorted(options), right=options,
        texts={"options": dict(zip(options, texts, strict=True))},
    )  # fmt: skip


@st.composite
def gaps(draw: Callable[..., Any], most: int = 3) -> Spec:
    count = draw(st.integers(1, most))
    stem, options, right, said = draw(words), {}, {}, {}
    for number in range(1, count + 1):
        gap = str(number)
        stem += f" [[{gap}]] {draw(words)}"
        kind = draw(st.sampled_from(["choice", "text", "number"]))
        options[gap] = {"kind": kind}
        if kind == "choice":
            texts = draw(st.lists(words, min_size=2, max_size=4, unique=True))
            named = [keys.letter(place) for place in range(len(texts))]
            options[gap]["options"] = named
            said[gap] = dict(zip(named, texts, strict=True))
            right[gap] = [{"key": named[0], "credit": "1"}]
            if len(named) > 2 and draw(st.booleans()):
                right[gap].append({"key": named[1], "credit": "0.5"})
        else:
            right[gap] = draw(right_numbers() if kind == "number" else right_texts())
    shares = {gap: draw(st.sampled_from(["1", "2", "3"])) for gap in options} if draw(st.booleans()) else {}
    return _spec(
        "gaps", draw, stem=stem, options=options, right=right, details={"weights": shares, "case": draw(st.booleans())},
        texts={"gaps": said},
    )  # fmt: skip


@st.composite
def by_person(draw: Callable[..., Any]) -> Spec:
    said = {"outline": draw(feedbacks)}
    if draw(st.booleans()):
        words_asked = draw(st.sampled_from([None, [50, 200], [None, 300], [20, None]]))
        return _spec("essay", draw, details={"words": words_asked}, texts=said)
    details = {"extensions": draw(st.sampled_from([["pdf"], ["jpg", "png"]])), "largest": 1_000_000}
    return _spec("file", draw, details=details, texts=said)


specs = st.one_of(choices(), true_false(), typed(), pairs(), orders(), gaps(), by_person())

"""The columns of the question sheet: one layout for reading, writing and the template."""

from django.conf import settings

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)

ABOUT = ("category", "course", "standards", "competencies", "difficulty", "mark")
WORDED = ("stem", "feedback", "outline", "unit")  # of the question, a column for each language
SAID = ("text", "match", "note")  # of an answer, a column for each language
ANSWER = ("part", "gap", "key", "right", "value", "tolerance", "credit", "weight", "next")
LIMITS = ("units", "unit_required", "case", "words_least", "words_most", "extensions", "largest")


def worded(name: str, language: str) -> str:
    """The column of a text in a language: stem_zh_hans."""
    return f"{name}_{language.replace('-', '_')}"


def columns() -> list[str]:
    """Every column, in the order of the template."""
    question = [worded(name, language) for name in WORDED for language in LANGUAGES]
    said = [worded(name, language) for name in SAID for language in LANGUAGES]
    return ["code", "kind", *question[: 2 * len(LANGUAGES)], *ANSWER[:4], *said, *ANSWER[4:], *ABOUT,
            *question[2 * len(LANGUAGES) :], *LIMITS]  # fmt: skip

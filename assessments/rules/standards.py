"""What a standard says at one time, and whether that is news to somebody who read it before."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_EDITORS_MARK = re.compile(r' data-block-key="[^"]*"')


@dataclass(frozen=True, slots=True)
class Reading:
    """Wording in every language, and the two clocks in minutes (None: no clock)."""

    titles: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    respond: int | None = None
    resolve: int | None = None

    def languages(self) -> set[str]:
        return {language for texts in (self.titles, self.texts, self.details) for language in texts if texts[language]}

    def _in(self, language: str) -> tuple[str, str, str]:
        return self.titles.get(language, ""), self.texts.get(language, ""), plain(self.details.get(language, ""))

    def differs_in(self, other: "Reading") -> set[str]:
        """The languages in which the two do not read the same."""
        return {each for each in self.languages() | other.languages() if self._in(each) != other._in(each)}

    def same_clocks(self, other: "Reading") -> bool:
        return (self.respond, self.resolve) == (other.respond, other.resolve)


def plain(html: str) -> str:
    """The text without the marks that the editor leaves in it and nobody reads."""
    return _EDITORS_MARK.sub("", html)


def differs(before: Reading | None, after: Reading) -> bool:
    """Does `after` say anything that `before` did not? Where there was nothing, yes."""
    return before is None or not before.same_clocks(after) or bool(before.differs_in(after))


def is_news(before: Reading | None, after: Reading) -> bool:
    """Has something changed that somebody could have read? A language that was only added has not."""
    if before is None:
        return False
    return not before.same_clocks(after) or bool(before.differs_in(after) & before.languages())


DAY, HOUR = 24 * 60, 60  # minutes


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as people say it."""

    days: int = 0
    hours: int = 0
    minutes: int = 0


def span(minutes: int) -> Span:
    """Whole days from three days on, hours and minutes below: 2880 minutes are 48 hours, 4320 are 3 days."""
    if minutes >= 3 * DAY and minutes % DAY == 0:
        return Span(days=minutes // DAY)
    return Span(hours=minutes // HOUR, minutes=minutes % HOUR)

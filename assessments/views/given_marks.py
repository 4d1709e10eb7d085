"""What markers gave for an essay or a file, as the person who wrote it sees it."""

from dataclasses import dataclass
from fractions import Fraction

from assessments import terms
from assessments.models import AttemptItem, Turn
from assessments.rules.grading import rounded
from foundation.wording import worded


@dataclass(frozen=True, slots=True)
class Points:
    """One criterion. `given`: the mean of two markers, at most 1 place."""

    text: str
    given: str
    most: int


@dataclass(frozen=True, slots=True)
class GivenMarks:
    points: list[Points]
    comments: list[str]


def given_marks(item: AttemptItem, *, comments: bool) -> GivenMarks | None:
    """What counts of the marks given: the third look alone, else all of them; None where nobody gave one.

    Reads `marks`, best prefetched, and `version`. Nothing is said before the answer has its mark.
    """
    if item.mark is None:
        return None
    marks = list(item.marks.all())
    counting = [mark for mark in marks if mark.turn == Turn.THIRD] or marks
    if not counting:
        return None
    lines = []
    for each in terms.rubric(item.version):
        mean = Fraction(sum(mark.points.get(each["key"], 0) for mark in counting), len(counting))
        lines.append(Points(worded(each["texts"]), f"{rounded(mean, 1).normalize():f}", int(each["points"])))
    return GivenMarks(lines, [mark.comment for mark in counting if mark.comment] if comments else [])

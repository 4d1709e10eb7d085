"""What courses are called, for the floors below."""

from assessments.courses import named_by
from training.models import Course


@named_by
def titles() -> dict[str, str]:
    """One query."""
    return {course.code: course.title for course in Course.objects.only("code", "titles")}

"""What of a person's courses presses, what goes on, what is new."""

from enum import StrEnum

from training.rules.standing import Urgency


class Group(StrEnum):
    DUE = "due"  # late, or due within three days
    IN_PROGRESS = "in-progress"
    NEW = "new"


def group(urgency: Urgency, begun: bool) -> Group:
    """Where a course stands on the first page: what presses comes before what was begun."""
    if urgency in (Urgency.OVERDUE, Urgency.SOON):
        return Group.DUE
    return Group.IN_PROGRESS if begun else Group.NEW

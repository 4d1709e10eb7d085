"""The time of day as people say it."""

from enum import StrEnum


class DayPart(StrEnum):
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


def day_part(hour: int) -> DayPart:
    """The part of the day of an hour from 0 to 23.

    Morning from 5, noon from 11, afternoon from 13, evening from 18.
    """
    for start, part in (
        (18, DayPart.EVENING),
        (13, DayPart.AFTERNOON),
        (11, DayPart.NOON),
        (5, DayPart.MORNING),
    ):
        if hour >= start:
            return part
    return DayPart.EVENING

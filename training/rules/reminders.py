"""On which days somebody is reminded of a due date: often enough to help, seldom enough to be read."""

from datetime import date

BEFORE = (7, 3, 1, 0)  # days before it is due; 0 is the day itself
LATE_EVERY = 7  # days, once it is late
LATE_AT_MOST = 4  # reminders of one late course; then it stands in the manager's weekly mail alone


def reminds(due_on: date, today: date) -> bool:
    """Is today a day to remind of what is due on `due_on`?

    Seven, three and one day before, on the day, then once a week, four times.
    """
    days = (due_on - today).days
    if days >= 0:
        return days in BEFORE
    return -days % LATE_EVERY == 0 and -days // LATE_EVERY <= LATE_AT_MOST

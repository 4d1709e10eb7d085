"""What this floor announces."""

from django.dispatch import Signal

attempt_graded = Signal()  # sender=Attempt, attempt: after the grading has been committed

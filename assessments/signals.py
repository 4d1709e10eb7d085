"""What this floor announces."""

from django.dispatch import Signal

attempt_graded = Signal()  # sender=Attempt, attempt: after the grading has been committed
standard_revised = Signal()  # sender=StandardRevision, revisions, news: inside the transaction that made them
practical_observed = Signal()  # sender=Observation, observation: after it has been committed

"""What this floor announces."""

from django.dispatch import Signal

course_completed = Signal()  # sender=Enrolment, enrolment: after the completion has been committed

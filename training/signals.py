"""What this floor announces."""

from django.dispatch import Signal

course_completed = Signal()  # sender=Enrolment, enrolment: after the completion has been committed
session_attended = Signal()  # sender=Booking, bookings: primary keys of who was there: after it has been committed
path_completed = Signal()  # sender=PathAssignment, assignment, by, at: after the completion has been committed

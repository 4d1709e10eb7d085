"""What this floor announces."""

from django.dispatch import Signal

# sender=Posting, employees: their primary keys, or None where there are too many to name: after the commit
postings_changed = Signal()

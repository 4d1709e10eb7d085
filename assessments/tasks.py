"""What a worker does for this app."""

from assessments import statistics_tasks

__all__ = ["statistics_tasks"]

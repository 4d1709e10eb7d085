"""What a worker does for this app."""

from assessments import question_import_tasks, question_tasks, regrade_tasks, sitting_tasks, statistics_tasks

__all__ = ["question_import_tasks", "question_tasks", "regrade_tasks", "sitting_tasks", "statistics_tasks"]

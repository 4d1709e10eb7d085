"""What of assessments is loaded and dumped."""

from assessments.resources import attempts, standards, statistics

__all__ = ["attempts", "standards", "statistics"]

"""What of scorecards is loaded and dumped, by noun."""

from scorecards.resources import cycles, feedback, kpis, objectives, plans, results, schemes

__all__ = ["cycles", "feedback", "kpis", "objectives", "plans", "results", "schemes"]

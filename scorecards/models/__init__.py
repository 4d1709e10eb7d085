from scorecards.models.cycle import Cycle, CyclePlan
from scorecards.models.feedback import FeedbackAnswer, FeedbackGroup
from scorecards.models.incentive import Pay, Payout, Scheme
from scorecards.models.kpi import Kpi, KpiFact, Target
from scorecards.models.objective import KeyResult, Objective
from scorecards.models.plan import Plan, PlanLine
from scorecards.models.scorecard import Scorecard, ScorecardLine

__all__ = [
    "Cycle",
    "CyclePlan",
    "FeedbackAnswer",
    "FeedbackGroup",
    "KeyResult",
    "Kpi",
    "KpiFact",
    "Objective",
    "Pay",
    "Payout",
    "Plan",
    "PlanLine",
    "Scheme",
    "Scorecard",
    "ScorecardLine",
    "Target",
]

"""What stands between a score and an award."""

from collections.abc import Collection
from decimal import Decimal

from .points import plain
from .sentences import Reason


def gate_reason(score: Decimal | None, minimum: Decimal | None, uncertified: Collection[str]) -> Reason | None:
    """Why nothing is paid; None where the way is free.

    `score` is the 2-place card score, `minimum` the scheme's smallest score (None: any), `uncertified` the
    codes of the courses the scheme asks for and the employee had no certificate of, valid on the cycle's last
    day. The first that holds is named: no score, a score too low, then the courses.
    """
    if score is None:
        return Reason("gate_no_score")
    if minimum is not None and score < minimum:
        return Reason("gate_score_low", {"score": f"{score:f}", "minimum": plain(minimum)})
    if uncertified:
        return Reason("gate_certificates", {"courses": ", ".join(sorted(uncertified))})
    return None

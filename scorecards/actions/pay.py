"""Turning the scores of a cycle into payouts."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation import audit
from people.models import Posting
from scorecards import reasons
from scorecards.actions.refusal import Refusal
from scorecards.models import Cycle, Pay, Payout, Scheme, Scorecard
from scorecards.rules import VERSION
from scorecards.rules.apportionment import apportion
from scorecards.rules.gates import gate_reason
from scorecards.rules.payout import Award, check_pay, judge_award, parse_multiplier
from scorecards.rules.proration import Stretch, proration
from scorecards.rules.sentences import RuleError
from training.models import Certificate, Course

BATCH = 2000


@transaction.atomic
def pay(scheme: Scheme, *, by: Any, at: datetime) -> int:
    """Compute or recompute a scheme's payouts, one for everybody with pay in its cycle, and say how many.

    Awards are unrounded until the pool is shared out; Σ payout equals the scaled total, rounded to the minor
    unit. Reads the cards as they are: a closed cycle may be paid, one that was never scored may not.
    """
    locked = Scheme.objects.select_for_update().get(pk=scheme.pk)
    cycle = Cycle.objects.select_for_update().get(pk=locked.cycle_id)
    if cycle.scored_at is None:
        raise Refusal(_("Cycle %(code)s has no scores yet. Score it first.") % {"code": cycle.code})
    try:
        payouts = _payouts(locked, cycle)
    except RuleError as error:
        raise Refusal(f"{locked.code}: {error.text(_)}") from error
    Payout.objects.filter(scheme=locked).delete()
    Payout.objects.bulk_create(payouts, batch_size=BATCH)
    locked.paid_at = scheme.paid_at = at
    locked.save(update_fields=["paid_at"])
    audit.record(by, "scorecards.pay", locked, payouts=len(payouts), rules_version=VERSION)
    return len(payouts)


def _payouts(scheme: Scheme, cycle: Cycle) -> list[Payout]:
    line = parse_multiplier(scheme.multiplier)
    scores = dict(Scorecard.objects.filter(cycle=cycle).values_list("employee_id", "score"))
    postings = _postings(cycle)
    uncertified = _Uncertified(scheme, cycle.ends_on)
    payouts, awards = [], {}
    for given in Pay.objects.filter(cycle=cycle).select_related("employee").order_by("employee__employee_no"):
        check_pay(given.base, given.target_percent)
        score = scores.get(given.employee_id)
        share = proration(postings.get(given.employee_id, ()), cycle.starts_on, cycle.ends_on)
        gate = gate_reason(score, scheme.gate_min_score, uncertified.of(given.employee_id))
        award = judge_award(given.base, given.target_percent, score, share, line, gate)
        awards[given.employee.employee_no] = award.amount
        payouts.append(_payout(scheme, given, share, score, award))
    shares = apportion(awards, scheme.pool, scheme.distribute, scheme.minor_digits)
    for payout in payouts:
        payout.payout = shares[payout.employee.employee_no]
    return payouts


def _payout(scheme: Scheme, given: Pay, share: Decimal, score: Decimal | None, award: Award) -> Payout:
    """Everything but the payout itself, which depends on all awards together."""
    return Payout(
        scheme=scheme,
        employee=given.employee,
        base=given.base,
        target_percent=given.target_percent,
        proration=share,
        score=score,
        multiplier=award.multiplier,
        award=award.published,
        gate=reasons.stored(award.gate),
        rules_version=VERSION,
    )


def _postings(cycle: Cycle) -> Mapping[int, list[Stretch]]:
    postings: dict[int, list[Stretch]] = {}
    rows = Posting.objects.within(cycle.starts_on, cycle.ends_on)
    for employee, first, last in rows.values_list("employee_id", "starts_on", "ends_on").order_by():
        postings.setdefault(employee, []).append((first, last))
    return postings


class _Uncertified:
    """Which of a scheme's courses somebody has no certificate of, valid on the given day."""

    def __init__(self, scheme: Scheme, day: date) -> None:
        self.courses = frozenset(code.strip() for code in scheme.gate_courses.split(";") if code.strip())
        known = set(Course.objects.filter(code__in=self.courses).values_list("code", flat=True))
        if unknown := sorted(self.courses - known):
            raise Refusal(
                _("Scheme %(scheme)s asks for a course that does not exist: %(courses)s.")
                % {"scheme": scheme.code, "courses": ", ".join(unknown)}
            )
        self.held: dict[int, set[str]] = {}
        certificates = Certificate.objects.valid_on(day).filter(course__code__in=self.courses)
        for employee, code in certificates.values_list("employee_id", "course__code").order_by():
            self.held.setdefault(employee, set()).add(code)

    def of(self, employee: int) -> frozenset[str]:
        return self.courses - self.held.get(employee, set())

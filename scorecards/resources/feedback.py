"""360° feedback. It comes in by a file and leaves by no door."""

import polars as pl
from django.db.models import F, Max, Min
from django.utils.translation import gettext_lazy as _

from assessments.models import Competency
from foundation.data.cells import cleaned
from foundation.data.columns import Choice, Reference, Whole
from foundation.data.kinds import Kind, register
from foundation.data.load import Loading
from foundation.data.problems import gettext_noop
from scorecards.models import Cycle, FeedbackAnswer
from scorecards.resources.columns import cycle_code, employee_no, refuse_by_rule, refuse_closed
from scorecards.rules.feedback import BEST_RATING, Relation
from scorecards.rules.sentences import SENTENCES

SEALED = gettext_noop("the feedback of cycle %(code)s is sealed: nobody can say any more who answered what")
PAIR = ["cycle", "subject_no", "rater_no"]


@register
class Feedback(Kind):
    cycle = cycle_code()
    subject_no = employee_no("subject", required=True)
    rater_no = employee_no("rater", required=True)
    relation = Choice("relation", FeedbackAnswer.Relation.values, key=True, required=True)
    competency = Reference("competency", Competency, noun="competency", kind="competencies", key=True, required=True)
    rating = Whole("rating", about=_("whole number from 1 to 5; blank: not observed"))

    class Meta:
        name = "feedback"
        order = 13
        model = FeedbackAnswer
        title = _("360° feedback")
        dumps = False
        private = True

    def prepare(self, load: Loading) -> None:
        self.cycles: set[int] = set()

    def check(self, rows: pl.DataFrame, load: Loading) -> None:
        refuse_closed(rows, load)
        reopened = Cycle.objects.filter(closed_at=None, feedback_sealed_at__isnull=False)
        sealed = pl.col("cycle").is_in(list(reopened.values_list("pk", flat=True)))
        load.refuse(rows, sealed, "cycle", SEALED, code="cycle:text")
        own = pl.col("subject_no") == pl.col("rater_no")
        refuse_by_rule(rows, load, own != (pl.col("relation") == Relation.SELF), "relation", "relation_self")
        outside = ~pl.col("rating").is_between(1, BEST_RATING)
        refuse_by_rule(rows, load, outside, "rating", "rating", rating="rating:text")
        self.cycles.update(rows.get_column("cycle").unique().to_list())

    def finish(self, load: Loading) -> None:
        """A manager may also answer as a peer; no other rater has two relations to one person.

        Counted twice, one person would make a group look large enough.
        """
        torn = {
            (cycle, subject, rater): (first, last)
            for cycle, subject, rater, first, last in FeedbackAnswer.objects.order_by()
            .filter(cycle__in=self.cycles, rater__isnull=False)
            .exclude(relation=Relation.MANAGER)
            .values("cycle__code", "subject__employee_no", "rater__employee_no")
            .annotate(first=Min("relation"), last=Max("relation"))
            .exclude(first=F("last"))
            .values_list("cycle__code", "subject__employee_no", "rater__employee_no", "first", "last")
        }
        for chunk in load.source.chunks() if torn else ():
            rows = cleaned(chunk.frame).filter(pl.col("relation") != Relation.MANAGER)
            for row, *pair in rows.select("#", *PAIR).iter_rows():
                if relations := torn.pop(tuple(pair), None):
                    first, second = relations
                    load.refuse_late(row, "relation", SENTENCES["rater_relations"], first=first, second=second)

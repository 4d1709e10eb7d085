"""What plans, cycles, targets, objectives, feedback and schemes refuse, and what they keep."""

from decimal import Decimal

import pytest
from django.utils.timezone import now

from scorecards.actions.cycles import close, reopen
from scorecards.models import Cycle, FeedbackAnswer, KeyResult, Kpi, KpiFact, Objective, Plan, PlanLine, Scheme, Target
from tests.factories import CourseFactory
from tests.foundation.data.conftest import Take, counts, dumped, lines

pytestmark = pytest.mark.usefixtures("organisation")
PLANS = "plan,component,source,weight,curve,points,missing\n"
OKRS = "cycle,employee_no,objective,objective_weight,key_result,key_result_weight,kind,start,target,current\n"
FEEDBACK = "cycle,subject_no,rater_no,relation,competency,rating\n"
SCHEMES = "scheme,cycle,pool,distribute,multiplier,currency,minor_digits,gate_courses\n"
GOOD_PLAN = PLANS + "p,kpi,sales,60,linear,0:0;1:100,require\np,okr,,40,direct,,zero\n"


class TestPlans:
    def test_a_plan_is_drawn_up_in_the_order_of_the_file(self, take: Take) -> None:
        assert counts(take("plans", GOOD_PLAN)) == (2, 0, 0)
        assert counts(take("plans", GOOD_PLAN)) == (0, 0, 2)
        lines = PlanLine.objects.order_by("order").values_list("component", "source", "weight", "cap", "basis", "scope")
        assert list(lines) == [
            ("kpi", "sales", Decimal(60), Decimal(100), "value", "employee"),
            ("okr", "", Decimal(40), Decimal(100), "value", "employee"),
        ]

    def test_weights_of_99_99_are_refused_with_plan_and_sum(self, take: Take) -> None:
        assert lines(take("plans", GOOD_PLAN.replace("60", "59.99"))) == [
            "row 2, weight: The weights of plan p sum to 99.99, not to 100."
        ]
        assert not Plan.objects.exists()

    def test_the_sum_is_that_of_the_plan_as_it_would_be_stored(self, take: Take) -> None:
        take("plans", GOOD_PLAN)
        assert lines(take("plans", PLANS + "p,okr,,50,direct,,zero\n")) == [
            "row 2, weight: The weights of plan p sum to 110, not to 100."
        ]
        assert counts(take("plans", PLANS + "p,okr,,30,direct,,zero\np,feedback,,10,direct,,zero\n")) == (1, 1, 0)
        assert list(PlanLine.objects.order_by("order").values_list("component", flat=True)) == [
            "kpi",
            "okr",
            "feedback",
        ]

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("p,kpi,nope,100,direct,,zero", "source: no KPI nope; load kpis first"),
            ("p,kpi,,100,direct,,zero", "source: A kpi line needs the code of its KPI as source."),
            ("p,visit,mine,100,direct,,zero", "source: The source of a visit line is own or unit, not mine."),
            ("p,okr,sales,100,direct,,zero", "source: A line of okr takes no source; leave it blank."),
            ("p,okr,,100,steps,,zero", "points: A steps curve needs at least one point."),
            ("p,okr,,100,linear,1:2;x:3,zero",
             "points: Point 2: x is not a number. Write digits with a decimal point, as in 0.8."),
            ("p,okr,,100,curly,,zero", "curve: curly is none of linear, interpolate, steps, direct"),
        ],
    )  # fmt: skip
    def test_a_line_no_rule_can_judge_is_refused(self, take: Take, row: str, said: str) -> None:
        assert lines(take("plans", PLANS + row + "\n")) == [f"row 2, {said}"]
        assert not Plan.objects.exists()

    def test_a_line_wrong_elsewhere_still_weighs_in_the_plan(self, take: Take) -> None:
        wrong = GOOD_PLAN.replace("okr,,40,direct", "okr,,40,curly")
        curly = "curve: curly is none of linear, interpolate, steps, direct"
        assert lines(take("plans", wrong)) == [f"row 3, {curly}"]
        assert lines(take("plans", wrong.replace("60", "50"))) == [
            "row 2, weight: The weights of plan p sum to 90, not to 100.",
            f"row 3, {curly}",
        ]

    def test_without_one_weight_nothing_is_said_of_the_sum(self, take: Take) -> None:
        assert lines(take("plans", GOOD_PLAN.replace("40", "forty"))) == [
            "row 3, weight: forty is not a number; write digits with a decimal point, as in 1234.5"
        ]
        assert lines(take("plans", GOOD_PLAN.replace("40", ""))) == ["row 3, weight: must not be blank"]

    def test_a_weight_of_nothing_is_refused(self, take: Take) -> None:
        assert lines(take("plans", GOOD_PLAN + "p,quiz,,0,direct,,zero\n")) == [
            "row 4, weight: A weight must be above zero: 0."
        ]

    def test_absent_columns_keep_floor_and_cap(self, take: Take) -> None:
        head = PLANS.replace("missing", "missing,floor,cap")
        take("plans", head + "p,okr,,100,direct,,zero,10,120\n")
        assert counts(take("plans", PLANS + "p,okr,,100,direct,,zero\n")) == (0, 0, 1)
        assert counts(take("plans", head + "p,okr,,100,direct,,zero,,\n")) == (0, 1, 0)
        assert dumped("plans").splitlines()[1] == "p,okr,,100,direct,value,,0,100,zero,employee"


class TestCycles:
    @pytest.mark.parametrize(
        ("columns", "cells", "said"),
        [
            ("", "", "ends_on: The cycle ends on 2025-12-31, before it starts on 2026-01-01."),
            ("bands", "A90", "bands: A90 is not written grade:bound, as in A:95."),
            ("min_coverage", "100.5", "min_coverage: The smallest coverage is from 0 to 100, not 100.5."),
            ("min_raters", "2", "min_raters: A group needs 3 raters or more to stay anonymous, not 2."),
            ("feedback_weights", "self:3",
             "feedback_weights: self cannot have a weight. Use manager, peer, report and customer."),
        ],
    )  # fmt: skip
    def test_what_a_cycle_cannot_be(self, take: Take, columns: str, cells: str, said: str) -> None:
        ends_on = "2026-12-31" if columns else "2025-12-31"
        content = f"code,name,starts_on,ends_on,{columns}\nc,C,2026-01-01,{ends_on},{cells}\n"
        assert lines(take("cycles", content.replace(",\n", "\n"))) == [f"row 2, {said}"]
        assert not Cycle.objects.filter(code="c").exists()

    def test_a_closed_cycle_takes_months_that_lie_outside_it(self, take: Take) -> None:
        cycle = Cycle.objects.get()
        close(cycle, by=None, at=now())
        facts = "kpi_code,employee_no,period,numerator\nsales,0001,2025-12,1\nsales,0001,2026-12,1\n"
        assert lines(take("kpi-facts", facts)) == [
            "row 3, period: 2026-12 lies in cycle 2026, which is closed and takes nothing in; "
            "reopen it in the back office first"
        ]
        reopen(cycle, by=None, at=now(), reason="a month was missing")
        assert counts(take("kpi-facts", facts)) == (2, 0, 0)

    def test_plans_of_cycles_name_a_position_or_everyone_else(self, take: Take) -> None:
        take("plans", GOOD_PLAN)
        content = "cycle,position_code,plan\n2026,,p\n2026,sales,p\n"
        assert counts(take("cycle-plans", content)) == (2, 0, 0)
        assert counts(take("cycle-plans", content)) == (0, 0, 2)
        assert lines(take("cycle-plans", content + "2026,,p\n2027,x,q\n")) == [
            "row 4, cycle: the same cycle as row 2",
            "row 5, cycle: no cycle 2027; load cycles first; position_code: no position x; load positions first; "
            "plan: no plan q; load plans first",
        ]


class TestKpisAndTargets:
    def test_a_ratio_needs_a_denominator_and_a_sum_takes_none(self, take: Take) -> None:
        facts = "kpi_code,employee_no,period,numerator,denominator\n"
        content = (
            facts + "rate,0001,2026-01,1,\nrate,0001,2026-02,1,0\nrate,0001,2026-03,1,-1\nsales,0001,2026-01,1,2\n"
        )
        assert lines(take("kpi-facts", content)) == [
            *(f"row {row}, denominator: A fact of a ratio KPI needs a denominator above zero." for row in (2, 3, 4)),
            "row 5, denominator: Only a fact of a ratio KPI has a denominator; leave it blank.",
        ]
        assert not KpiFact.objects.exists()

    def test_a_kpi_with_facts_does_not_become_a_ratio(self, take: Take) -> None:
        take("kpi-facts", "kpi_code,employee_no,period,numerator\nsales,0001,2026-01,1\n")
        head = "code,name,perspective,unit,direction,aggregation\n"
        assert lines(take("kpis", head + "sales,Sales,financial,money,up,ratio\n")) == [
            "row 2, aggregation: the KPI has facts with a denominator or without one as sum needs; "
            "it cannot become ratio"
        ]
        assert counts(take("kpis", head + "sales,Sales,financial,money,up,last\n")) == (0, 1, 0)
        assert Kpi.objects.get(code="sales").aggregation == "last"

    def test_a_target_has_one_scope_or_none(self, take: Take) -> None:
        head = "kpi_code,cycle,employee_no,position_code,unit_code,target\n"
        content = head + "sales,2026,,,,1\nsales,2026,0001,,,2\nsales,2026,,sales,,3\nsales,2026,,,S1,4\n"
        assert counts(take("targets", content)) == (4, 0, 0)
        assert counts(take("targets", content)) == (0, 0, 4)
        assert counts(take("targets", content.replace(",3\n", ",3.5\n"))) == (0, 1, 3)
        assert Target.objects.get(position__code="sales").target == Decimal("3.5")
        assert lines(take("targets", head + "sales,2026,0001,sales,,1\n")) == [
            "row 2: A target names one of employee, position and unit, or none of them."
        ]


class TestOkrs:
    def test_objectives_and_key_results_are_written_once(self, take: Take) -> None:
        content = OKRS + "2026,0001,O1,3,K1,1,metric,0,100,40\n2026,0001,O1,3,K2,1,milestone,,,0.5\n"
        assert counts(take("okrs", content)) == (2, 0, 0)
        assert counts(take("okrs", content)) == (0, 0, 2)
        assert counts(take("okrs", content.replace("40", "41"))) == (0, 1, 1)
        assert (Objective.objects.count(), KeyResult.objects.count()) == (1, 2)

    def test_another_weight_of_an_objective_updates_its_rows(self, take: Take) -> None:
        content = OKRS + "2026,0001,O1,3,K1,1,metric,0,100,40\n2026,0002,O1,3,K1,1,metric,0,100,40\n"
        take("okrs", content)
        assert counts(take("okrs", content.replace("0001,O1,3", "0001,O1,4"))) == (0, 1, 1)
        assert Objective.objects.get(employee__employee_no="0001").weight == 4

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("O1,1,K1,1,metric,5,5,5", "target: The target equals the start, 5; a metric must have somewhere to go."),
            ("O1,1,K1,1,metric,5,,5", "target: A metric needs a start and a target."),
            ("O1,1,K1,1,milestone,,,1.5",
             "current: A milestone is a share from 0 to 1, not 1.5. Write 0.7 for 70 %."),
            ("O1,0,K1,1,milestone,,,1", "objective_weight: A weight must be above zero: 0."),
        ],
    )  # fmt: skip
    def test_what_no_rule_can_measure_is_refused(self, take: Take, row: str, said: str) -> None:
        assert lines(take("okrs", OKRS + f"2026,0001,{row}\n")) == [f"row 2, {said}"]
        assert not Objective.objects.exists()

    def test_an_objective_has_one_weight(self, take: Take) -> None:
        content = OKRS + "2026,0001,O1,1,K1,1,milestone,,,1\n2026,0001,O1,2,K2,1,milestone,,,1\n"
        assert lines(take("okrs", content)) == [
            "row 3, objective_weight: Objective O1 has two weights, 1 and 2; give it one."
        ]

    def test_current_values_alone_may_be_brought(self, take: Take) -> None:
        take("okrs", OKRS + "2026,0001,O1,1,K1,1,metric,0,100,40\n")
        head = "cycle,employee_no,objective,objective_weight,key_result,key_result_weight,kind,current\n"
        assert counts(take("okrs", head + "2026,0001,O1,1,K1,1,metric,60\n")) == (0, 1, 0)
        assert KeyResult.objects.values_list("start", "target", "current").get() == (0, 100, 60)


class TestFeedback:
    def test_answers_come_in_and_are_corrected(self, take: Take) -> None:
        content = (
            FEEDBACK + "2026,0002,0001,manager,selling,3\n2026,0002,0002,self,selling,5\n2026,0002,0003,peer,team,\n"
        )
        assert counts(take("feedback", content)) == (3, 0, 0)
        assert counts(take("feedback", content.replace("manager,selling,3", "manager,selling,4"))) == (0, 1, 2)

    def test_what_no_answer_can_be(self, take: Take) -> None:
        content = FEEDBACK + (
            "2026,0002,0001,self,selling,3\n2026,0002,0002,peer,selling,3\n2026,0002,0003,peer,selling,6\n"
            "2026,0002,0003,peer,team,2.5\n2026,0002,0003,boss,nope,2\n"
        )
        assert lines(take("feedback", content)) == [
            "row 2, relation: The relation self is for answers about oneself, and for those alone.",
            "row 3, relation: The relation self is for answers about oneself, and for those alone.",
            "row 4, rating: A rating is a whole number from 1 to 5, or blank for not observed; not 6.",
            "row 5, rating: 2.5 is not a whole number of at most 9 digits",
            "row 6, relation: boss is none of self, manager, peer, report, customer; "
            "competency: no competency nope; load competencies first",
        ]
        assert not FeedbackAnswer.objects.exists()

    def test_a_rater_has_one_relation_to_a_person_besides_that_of_a_manager(self, take: Take) -> None:
        content = "2026,0002,0003,manager,selling,2\n2026,0002,0003,peer,selling,3\n"
        assert counts(take("feedback", FEEDBACK + content)) == (2, 0, 0)
        content += "2026,0002,0001,peer,team,3\n2026,0002,0003,report,team,3\n"
        assert lines(take("feedback", FEEDBACK + content)) == [
            "row 3, relation: One rater answers as peer and as report; "
            "besides manager, a rater has one relation to a person."
        ]
        assert FeedbackAnswer.objects.count() == 2

    def test_sealed_feedback_takes_no_more(self, take: Take) -> None:
        cycle = Cycle.objects.get()
        close(cycle, by=None, at=now())
        reopen(cycle, by=None, at=now(), reason="pay")
        assert lines(take("feedback", FEEDBACK + "2026,0002,0003,peer,selling,3\n")) == [
            "row 2, cycle: the feedback of cycle 2026 is sealed: nobody can say any more who answered what"
        ]


class TestSchemes:
    def test_what_a_scheme_cannot_be(self, take: Take) -> None:
        content = SCHEMES + ("a,2026,,all,60:0;80:1,CNY,2,\nb,2026,-1,cap,60:0,CNY,7,\nc,2026,,,60:0;80:-1,yen,,nope\n")
        assert lines(take("schemes", content)) == [
            "row 2, pool: To distribute all of a pool, the pool needs an amount.",
            "row 3, pool: A pool cannot be below zero: -1.; "
            "minor_digits: A currency has from 0 to 6 minor digits, not 7.; "
            "multiplier: An interpolate curve needs at least two points; this one has 1.",
            "row 4, multiplier: A multiplier cannot be below zero: -1.; "
            "currency: yen is not a currency; write its three capital letters, as in CNY; gate_courses: no course nope",
        ]
        assert not Scheme.objects.exists()

    def test_a_scheme_and_its_pay_go_round(self, take: Take) -> None:
        CourseFactory(code="etiquette")
        take("schemes", SCHEMES + "a,2026,1000.50,cap,60:0;80:1,CNY,,etiquette\n")
        assert dumped("schemes").splitlines()[1] == "a,2026,1000.5,cap,60:0;80:1,CNY,2,etiquette,"
        take("pay", "cycle,employee_no,base,target_percent\n2026,0001,52500.10,12.5\n")
        assert dumped("pay").splitlines()[1] == "2026,0001,52500.1,12.5"
        assert lines(take("pay", "cycle,employee_no,base,target_percent\n2026,0001,-1,12.5\n")) == [
            "row 2, base: Pay cannot be below zero: -1."
        ]

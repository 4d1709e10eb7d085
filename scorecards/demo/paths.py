"""The learning paths of the demo chain: for new people, for those in service, on the way to store manager."""

from datetime import datetime, timedelta

from people.models import Position
from scorecards.demo.learning import study
from scorecards.demo.people import CAST
from training.actions import path_saving, paths
from training.audiences import PathDraft
from training.models import Audience, Course, Enrolment, Path
from training.rules.paths import Rule, Step

CHOICE = "拓展"

# course, elective group, after, opens after (days), due after (days)
Row = tuple[str, str, tuple[str, ...], int, int | None]
NEW: list[Row] = [
    ("service-idea", "", (), 0, 14),
    ("reception-etiquette", "", ("service-idea",), 0, 30),
    ("needs-and-advice", "", ("reception-etiquette",), 0, 45),
    ("complaints", "", (), 35, 60),
    ("after-sales", CHOICE, (), 0, 90),
    ("customer-relations", CHOICE, (), 0, 90),
    ("data-and-tools", CHOICE, (), 0, 90),
]
REFRESH: list[Row] = [
    ("reception-etiquette", "", (), 0, 60),
    ("complaints", "", (), 0, 90),
    ("after-sales", "", ("complaints",), 0, 120),
]
PROMOTION: list[Row] = [
    ("customer-relations", "", (), 0, 60),
    ("complaints", "", (), 0, 60),
    ("data-and-tools", "", (), 14, 90),
    ("cooperation", "", ("complaints",), 30, 120),
    ("service-idea", "", (), 0, 120),
]


def lay(at: datetime) -> None:
    """Make the three paths from the courses that are there; three weeks ago they were given by their rules."""
    position = dict(Position.objects.values_list("code", "pk"))
    shop = frozenset(position[code] for code in ("fh-sales", "fh-front", "fh-tech"))
    drafts = [
        _draft(
            "new-shop-assistants",
            ("新导购入职", "New shop assistants"),
            (
                "头三个月：先懂五心，再学接待和推荐。",
                "Your first three months: the five hearts, then greeting and advising.",
            ),
            Audience.NEW,
            NEW,
            Rule(positions=shop, served_until=120),
        ),
        _draft(
            "yearly-refresh",
            ("在岗年度复训", "Yearly refresh"),
            ("每年一次，把待客和处理投诉的基本功过一遍。", "Once a year: greeting and complaints, from the start."),
            Audience.IN_SERVICE,
            REFRESH,
            Rule(positions=shop, served_from=121),
        ),
        _draft(
            "to-store-manager",
            ("晋升店长", "On the way to store manager"),
            ("给准备接手一家店的老员工。", "For experienced people who are about to run a store."),
            Audience.PROMOTION,
            PROMOTION,
            Rule(positions=frozenset({position["fh-tech"]}), served_from=1500),
        ),
    ]
    for draft in drafts:
        if draft.steps and not Path.objects.filter(code=draft.code).exists():
            paths.apply(path_saving.save(draft, version=0, by=None), at=at - timedelta(days=20))
    _begin(at - timedelta(days=12))


def _draft(
    code: str, titles: tuple[str, str], summaries: tuple[str, str], audience: str, rows: list[Row], rule: Rule
) -> PathDraft:
    courses = dict(Course.objects.filter(code__in=[row[0] for row in rows]).values_list("code", "pk"))
    steps = tuple(
        Step(courses[course], group, frozenset(courses[each] for each in after if each in courses), wait, due)
        for course, group, after, wait, due in rows
        if course in courses
    )
    languages = ("zh-hans", "en")
    return PathDraft(
        code=code,
        titles=dict(zip(languages, titles, strict=True)),
        summaries=dict(zip(languages, summaries, strict=True)),
        audience=audience,
        steps=steps,
        rules=(rule,),
        choose={CHOICE: 1} if any(step.group for step in steps) else {},
        certificate=audience == Audience.PROMOTION,
        active=True,
    )


def _begin(at: datetime) -> None:
    """The newcomer has the first course behind her."""
    first = Enrolment.objects.filter(
        employee__employee_no=CAST["employee"][0], course__code="service-idea", completed_at=None
    ).first()
    if first is not None:
        study(first, first.course.lessons.count(), at)

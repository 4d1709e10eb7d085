"""One person's way through the whole product: taken on, invited, taught, tested, certified, scored, paid."""

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import localdate, now

from assessments import types
from assessments.models import Attempt
from cms.models import LessonPage
from people.actions.invitations import invite
from people.models import Employee
from scorecards.models import Payout, Scorecard
from tests.shipped import load_course, studied
from training.actions.enrolments import enrol
from training.models import Certificate, Course

pytestmark = pytest.mark.django_db


@pytest.fixture
def take_in(tmp_path):
    """Loads rows of a kind as a file would bring them."""

    def load(kind: str, *rows: str) -> str:
        path = tmp_path / f"{kind}.csv"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        said = StringIO()
        call_command("load", kind, str(path), stdout=said)
        return said.getvalue().strip()

    return load


def test_from_hire_to_payout(cast, client, take_in, tmp_path, django_capture_on_commit_callbacks):
    first, last = date(localdate().year, 1, 1), date(localdate().year, 12, 31)
    load_course(tmp_path)

    # Taken on by file, without a password, and invited.
    hired = f"00042,林晓,lin@chain.example,S1,sales,00001,{first},zh-hans"
    head = "employee_no,name,email,unit_code,position_code,manager_no,hired_on,language"
    assert take_in("employees", head, hired) == "created 1, updated 0, unchanged 0"
    lin = Employee.objects.get(employee_no="00042")
    assert lin.user is None
    code = invite(lin, by=cast.alice, at=now())
    joined = client.post(reverse("people:join", args=[code]), {"password": "heart five 5"})
    assert joined.status_code == 302
    lin.refresh_from_db()
    assert lin.user.username == "00042"

    # Taught: every lesson, in order; the quiz opens after the last one.
    course = Course.objects.get(code="reception-etiquette")
    with django_capture_on_commit_callbacks(execute=True):
        enrolment = enrol(lin, course, by=cast.alice, at=now(), due_on=localdate() + timedelta(days=1))
    client.force_login(lin.user)
    quiz_url = reverse("assessments:quiz", args=[course.quiz.code])
    assert client.post(quiz_url).status_code == 409
    for lesson in course.lessons.all():
        assert client.get(lesson.get_absolute_url()).status_code == 200
        page = LessonPage.objects.get(lesson=lesson, locale__language_code="zh-hans")
        done = client.post(reverse("cms:lesson-done", args=[course.code, lesson.code]), studied(page))
        assert "left" not in done.url
    assert enrolment.progress.exclude(revision=None).filter(language="zh-hans").count() == 7

    # Tested: every answer right but one of twenty.
    attempt_url = client.post(quiz_url).url
    attempt = Attempt.objects.get(employee=lin)
    items = list(attempt.items.select_related("version__question"))
    for item in items[1:]:
        answer_url = reverse("assessments:answer", args=[attempt.pk, item.order])
        kind = types.of(item.version.question.kind)
        client.post(answer_url, kind.fields(item.version, kind.best(item.version, "zh-hans")))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("assessments:submit", args=[attempt.pk]))
        client.post(reverse("assessments:submit", args=[attempt.pk]))
    attempt.refresh_from_db()
    assert attempt_url.startswith(f"/attempts/{attempt.pk}/")
    assert (attempt.percent, attempt.passed) == (Decimal("95.00"), True)

    # Certified, once, and anyone can verify it.
    certificate = Certificate.objects.get(employee=lin)
    assert certificate.score == "95"
    assert len(certificate.sha256) == 64
    client.logout()
    verified = client.get(reverse("training:verify", args=[certificate.code])).content.decode()
    assert "林晓" in verified
    assert "接待礼仪" in verified

    # Scored: sales and training, half each.
    cycle = f"y{first.year}"
    take_in("kpis", "code,name,perspective,unit,direction,aggregation", "sales,销售额,financial,money,up,sum")
    facts = [f"sales,00042,{first:%Y}-01,60000,", f"sales,00042,{first:%Y}-02,30000.50,"]
    take_in("kpi-facts", "kpi_code,employee_no,period,numerator,denominator", *facts)
    take_in(
        "plans",
        "plan,component,source,weight,curve,basis,points,missing",
        "half,kpi,sales,50,linear,achievement,0:0;1:100,require",
        "half,training,,50,linear,value,0:0;1:100,require",
    )
    take_in("cycles", "code,name,starts_on,ends_on", f"{cycle},这一年,{first},{last}")
    take_in("cycle-plans", "cycle,position_code,plan", f"{cycle},,half")
    take_in("targets", "kpi_code,cycle,target", f"sales,{cycle},100000")
    call_command("score", cycle, stdout=StringIO())
    card = Scorecard.objects.get(employee=lin)
    # 90,000.50 of 100,000 is 0.900005: 90.0005; the course in time is 100; their mean 95.00025.
    assert (card.score, card.grade, card.status) == (Decimal("95.00"), "A", "scored")
    client.force_login(lin.user)
    shown = client.get(reverse("scorecards:card", args=[cycle, "00042"])).content.decode()
    assert "95.00" in shown

    # Paid: 1 at 100 and 0.8 at 80 make 0.95; the gate asks for the certificate.
    take_in(
        "schemes",
        "scheme,cycle,pool,distribute,multiplier,currency,gate_courses",
        f"bonus,{cycle},5000,cap,80:0.8;100:1,CNY,reception-etiquette",
    )
    take_in("pay", "cycle,employee_no,base,target_percent", f"{cycle},00042,10000,10", f"{cycle},00003,10000,10")
    call_command("pay", "bonus", stdout=StringIO())
    paid = {payout.employee.employee_no: payout for payout in Payout.objects.select_related("employee")}
    assert (paid["00042"].multiplier, paid["00042"].payout) == (Decimal("0.950000"), Decimal("950.00"))
    assert paid["00003"].payout == 0
    assert paid["00003"].gate != ""

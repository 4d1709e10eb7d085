"""Certificates of the demo chain in every state: valid, about to run out, expired, withdrawn, replaced by a copy."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from people.models import Employee, User
from scorecards.demo.people import CAST
from training.actions.certificate_endings import reissue, revoke
from training.actions.certificate_templates import save_template
from training.actions.certificates import issue_by_hand
from training.actions.renewals import open_renewals
from training.models import Certificate, CertificateTemplate, Course

COURSE = "service-idea"
STORE = "FH-E1"
RUNS_OUT, EXPIRED, LATELY = timedelta(days=345), timedelta(days=400), timedelta(days=60)  # how long ago issued


def design(at: datetime) -> None:
    """The look of what is issued from now on."""
    trainer, region = CAST["trainer"][1], CAST["region"][1]
    template = CertificateTemplate.objects.filter(standard=True).first() or CertificateTemplate(
        name="五心零售学院",
        standard=True,
        signatories=[
            {"name": trainer, "title": {"zh-hans": "培训负责人", "en": "Head of training"}},
            {"name": region, "title": {"zh-hans": "华东区经理", "en": "Regional manager, East"}},
        ],
        issuer={"zh-hans": "五心零售学院", "en": "Five Hearts Retail Academy"},
    )
    save_template(template, by=None, at=at)


def certify(at: datetime) -> None:
    """A course that the first store took in the classroom, a while ago."""
    course = Course.objects.filter(code=COURSE).first()
    hr = User.objects.filter(username=CAST["hr"][0]).first()
    if course is None or hr is None or Certificate.objects.filter(course=course).exists():
        return
    course.valid_months = course.valid_months or 12
    course.save(update_fields=["valid_months"])
    store = Employee.objects.filter(postings__unit__code=STORE).exclude(employee_no=CAST["employee"][0])
    for ago, least, most in ((EXPIRED, 0, 2), (RUNS_OUT, 2, 6), (LATELY, 6, 10)):
        there = store.filter(hired_on__lte=localdate(at - ago)).order_by("employee_no")
        people = list(there.values_list("pk", flat=True)[least:most])
        issue_by_hand(people, course, by=hr, at=at - ago, reason="课堂授课，现场考核通过")
    lately = list(Certificate.objects.filter(course=course, issued_on=localdate(at - LATELY)).order_by("pk")[:2])
    for ended, end, reason in zip(
        lately, (revoke, reissue), ("成绩登记有误，不是本人参加的考核", "姓名写错一个字"), strict=False
    ):
        end(ended.pk, by=hr, at=at - timedelta(days=30), reason=reason)
    open_renewals(at=at)

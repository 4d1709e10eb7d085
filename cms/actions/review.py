"""The review that a page may go through before it is published."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext, override
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage, WorkflowTask

from cms.models import SecondReview
from people.models import Role

REVIEWERS = (Role.TRAINER.value, Role.QUALITY.value)
ON_PAGES = ("lock_page", "unlock_page")  # whoever may keep a page as it is sees all pages, and changes none


def open_review(academies: Iterable[Page]) -> Workflow:
    """The review by a colleague, for everything in the academies; what somebody made of it since is left alone."""
    academies = list(academies)
    _admit_quality(academies)
    task = SecondReview.objects.first()
    if task is None:
        task = SecondReview.objects.create(name=_name())
        task.groups.set(Group.objects.filter(name__in=REVIEWERS))
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first()
    if workflow is None:
        workflow = Workflow.objects.create(name=_name())
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        for academy in academies:
            WorkflowPage.objects.get_or_create(page_id=academy.pk, defaults={"workflow": workflow})
    return workflow


def _admit_quality(academies: Iterable[Page]) -> None:
    """Quality supervision finds every page, and edits those that are in review."""
    quality = Group.objects.get_or_create(name=Role.QUALITY.value)[0]
    permissions = list(Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=ON_PAGES))
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(group=quality, page_id=academy.pk, permission=permission)
            for academy in academies
            for permission in permissions
        ],
        ignore_conflicts=True,
    )


def _name() -> str:
    """A workflow has one name for everybody: it says the same in every language."""
    names = []
    for language in dict(settings.LANGUAGES):
        with override(language):
            names.append(gettext("Review by a colleague"))
    return " · ".join(dict.fromkeys(names))

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page


class SecondReview(AbstractGroupApprovalTask):
    """Somebody else reads a page before learners do: whoever submitted it cannot approve it.

    They can still withdraw it from review and publish it, which the history then shows as their own act.
    """

    class Meta:
        verbose_name = _("review by a colleague")
        verbose_name_plural = _("reviews by a colleague")

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        state = obj.current_workflow_state
        if state is not None and state.requested_by_id == user.pk:
            return []
        return list(super().get_actions(obj, user))

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        return states.exclude(workflow_state__requested_by=user)

    @classmethod
    def get_description(cls) -> Any:
        return _("Members of the chosen groups may approve it, except whoever submitted it")

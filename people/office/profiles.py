"""Wagtail keeps a profile beside every account; language and time zone are chosen once, on the person's own page."""

from wagtail.users.models import UserProfile


def follow_the_person() -> None:
    """Let the back office, and every mail it sends, speak the language and keep the time of the account itself."""
    UserProfile.get_preferred_language = lambda profile: profile.user.language  # type: ignore[method-assign]
    UserProfile.get_current_time_zone = lambda profile: profile.user.timezone  # type: ignore[method-assign]

"""The trainer's part of the back office, beyond Wagtail's own: cms.wagtail_hooks registers it."""

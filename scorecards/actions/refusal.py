"""What an action says instead of doing something it must not do."""


class Refusal(Exception):
    """One sentence in the language of whoever asked. Nothing has been changed."""

"""Reads the text files in content/ and says exactly where one of them is wrong. Touches no database."""

from cms.sources.content import Content, read_content
from cms.sources.nodes import SourceError

__all__ = ["Content", "SourceError", "read_content"]

"""What a lesson is made of. One class per block; the templates are in templates/cms/blocks/."""

from cms.blocks.body import LessonBody

__all__ = ["LessonBody"]

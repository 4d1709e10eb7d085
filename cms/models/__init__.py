from cms.models.academy import AcademyPage
from cms.models.course import CoursePage
from cms.models.lesson import LessonPage
from cms.models.shipped import ShippedContent

__all__ = ["AcademyPage", "CoursePage", "LessonPage", "ShippedContent"]

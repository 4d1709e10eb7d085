from cms.models.academy import AcademyPage
from cms.models.course import CoursePage
from cms.models.lesson import LessonPage
from cms.models.review import SecondReview
from cms.models.shipped import ShippedContent
from cms.models.standard import StandardPage, StandardsPage
from cms.models.word_import import WordImport
from cms.models.words import PageWords

__all__ = [
    "AcademyPage",
    "CoursePage",
    "LessonPage",
    "PageWords",
    "SecondReview",
    "ShippedContent",
    "StandardPage",
    "StandardsPage",
    "WordImport",
]

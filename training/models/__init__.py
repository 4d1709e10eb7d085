from training.models.certificate import Certificate
from training.models.course import Course, Lesson
from training.models.enrolment import Enrolment, LessonProgress

__all__ = ["Certificate", "Course", "Enrolment", "Lesson", "LessonProgress"]

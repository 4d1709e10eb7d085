from assessments.models.attempt import Attempt, AttemptItem
from assessments.models.question import Question, QuestionKind, QuestionVersion
from assessments.models.quiz import Quiz, QuizItem
from assessments.models.standard import Competency, Standard

__all__ = [
    "Attempt",
    "AttemptItem",
    "Competency",
    "Question",
    "QuestionKind",
    "QuestionVersion",
    "Quiz",
    "QuizItem",
    "Standard",
]

from assessments.models.attempt import Accommodation, Attempt, AttemptItem, Fate, Save, SittingCode
from assessments.models.marking import Mark, MarkDraft, MarkingRule, Turn
from assessments.models.practical import Observation, Rubric
from assessments.models.practice import PracticeCard, PracticeDay
from assessments.models.question import Difficulty, Question, QuestionKind, QuestionPicture, QuestionVersion
from assessments.models.question_import import ImportedQuestion, ImportFate, QuestionImport
from assessments.models.quiz import Counting, Quiz, QuizDraw, QuizItem, QuizPurpose, QuizSection, Reveal
from assessments.models.regrade import Regrade, RegradeRow
from assessments.models.standard import Competency, Standard, StandardRevision
from assessments.models.upload import Upload

__all__ = [
    "Accommodation",
    "Attempt",
    "AttemptItem",
    "Competency",
    "Counting",
    "Difficulty",
    "Fate",
    "ImportFate",
    "ImportedQuestion",
    "Mark",
    "MarkDraft",
    "MarkingRule",
    "Observation",
    "PracticeCard",
    "PracticeDay",
    "Question",
    "QuestionImport",
    "QuestionKind",
    "QuestionPicture",
    "QuestionVersion",
    "Quiz",
    "QuizDraw",
    "QuizItem",
    "QuizPurpose",
    "QuizSection",
    "Regrade",
    "RegradeRow",
    "Reveal",
    "Rubric",
    "Save",
    "SittingCode",
    "Standard",
    "StandardRevision",
    "Turn",
    "Upload",
]

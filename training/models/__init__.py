from training.models.certificate import Certificate, CertificateEvent, Origin
from training.models.certificate_template import CertificateTemplate
from training.models.course import Course, Lesson
from training.models.enrolment import Enrolment, LessonProgress
from training.models.path import Audience, Path, PathAssignment, PathRule, PathStep
from training.models.session import Booking, BookingState, Session, SessionKind
from training.models.sign_off import Acknowledgement, Change, Meaning, Signature
from training.models.survey import Stage, SurveyAnswer

__all__ = [
    "Acknowledgement",
    "Audience",
    "Booking",
    "BookingState",
    "Certificate",
    "CertificateEvent",
    "CertificateTemplate",
    "Change",
    "Course",
    "Enrolment",
    "Lesson",
    "LessonProgress",
    "Meaning",
    "Origin",
    "Path",
    "PathAssignment",
    "PathRule",
    "PathStep",
    "Session",
    "SessionKind",
    "Signature",
    "Stage",
    "SurveyAnswer",
]

"""Attempts sat elsewhere come in by file, and every finished attempt goes out again."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assessments.actions import attempts
from assessments.models import Attempt, AttemptItem, Question, QuestionKind, Quiz, QuizPurpose
from assessments.signals import attempt_graded
from tests.conftest import Cast
from tests.factories import AT, make_quiz

pytestmark = pytest.mark.django_db

HEADER = "quiz,employee_no,attempt,question,mark,max_mark,finished_at\n"
PAPER = (
    "paper,00002,1,1,1,1,2026-03-01\n"
    "paper,00002,1,2,0.6666667,2,2026-03-01\n"
    "paper,00003,1,1,-0.25,1,2026-03-01 09:30\n"
    "paper,00003,1,2,2,2,2026-03-01 09:30\n"
)


@pytest.fixture
def taken_in(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Load rows; what the command says, good or bad."""

    def load(rows: str, *options: str) -> str:
        path = tmp_path / "attempts.csv"
        path.write_text(HEADER + rows, encoding="utf-8")
        capsys.readouterr()
        try:
            call_command("load", "attempts", path, *options)
        except CommandError:
            return capsys.readouterr().err
        return capsys.readouterr().out

    return load


def dumped(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    call_command("dump", *arguments)
    return capsys.readouterr().out


def everything() -> list[tuple]:
    items = AttemptItem.objects.order_by("attempt_id", "order")
    return list(items.values_list("attempt_id", "question__code", "mark", "max_mark", "attempt__percent"))


def test_unknown_quizzes_and_questions_become_marks_only(taken_in) -> None:
    assert taken_in(PAPER) == "created 4, updated 0, unchanged 0\n"
    quiz = Quiz.objects.get(code="paper")
    assert (quiz.purpose, quiz.pass_mark, str(quiz)) == (QuizPurpose.ELSEWHERE, 80, "paper")
    question = Question.objects.get(code="2")
    version = question.versions.get()
    assert (question.kind, version.number, version.mark, version.wording) == (QuestionKind.MARKS, 1, 2, {})
    carol = Attempt.objects.get(employee__employee_no="00002")
    assert (carol.percent, carol.passed, carol.pass_mark, carol.elsewhere) == (Decimal("55.56"), False, 80, True)
    assert carol.submitted_at == carol.started_at == carol.marked_at == datetime(2026, 2, 28, 16, tzinfo=UTC)
    assert list(carol.items.values_list("order", "mark", "max_mark", "chosen", "dropped")) == [
        (1, Decimal(1), Decimal(1), [], False), (2, Decimal("0.6666667"), Decimal(2), [], False),
    ]  # fmt: skip


def test_passing_is_judged_by_the_quiz(taken_in) -> None:
    make_quiz("easy")
    Quiz.objects.filter(code="easy").update(pass_mark=50)
    taken_in("easy,00002,1,easy-1,1,2,2026-03-01\nelsewhere,00002,1,easy-1,1,2,2026-03-01\n")
    passed = dict(Attempt.objects.values_list("quiz__code", "passed"))
    assert passed == {"easy": True, "elsewhere": False}


def test_one_code_is_one_question_in_every_quiz(taken_in) -> None:
    make_quiz("bank", singles=1, multiples=0)
    taken_in("a,00002,1,Q1,1,1,2026-03-01\nb,00002,1,Q1,0,2,2026-03-01\nb,00002,1,bank-1,1,1,2026-03-01\n")
    assert Question.objects.get(code="Q1").answers.count() == 2
    assert Question.objects.get(code="bank-1").answers.get().version.number == 1
    assert Question.objects.count() == 2


def test_the_same_file_twice_changes_nothing(taken_in) -> None:
    taken_in(PAPER)
    before = everything()
    assert taken_in(PAPER) == "created 0, updated 0, unchanged 4\n"
    assert everything() == before


def test_the_order_of_the_rows_never_matters(taken_in, capsys: pytest.CaptureFixture[str]) -> None:
    taken_in("".join(reversed(PAPER.splitlines(keepends=True))))
    assert taken_in(PAPER) == "created 0, updated 0, unchanged 4\n"
    assert list(Attempt.objects.get(employee__employee_no="00002").items.values_list("question__code", flat=True)) == [
        "1", "2",
    ]  # fmt: skip


def test_a_changed_mark_changes_the_percentage(taken_in) -> None:
    taken_in(PAPER)
    assert taken_in("paper,00002,1,2,2,2,2026-03-01\n") == "created 0, updated 1, unchanged 0\n"
    carol = Attempt.objects.get(employee__employee_no="00002")
    assert (carol.percent, carol.passed) == (100, True)


def test_a_further_question_joins_its_attempt(taken_in) -> None:
    taken_in(PAPER)
    assert taken_in("paper,00002,1,0,1,1,2026-03-01\n") == "created 1, updated 0, unchanged 0\n"
    carol = Attempt.objects.get(employee__employee_no="00002")
    assert carol.percent == Decimal("66.67")
    assert list(carol.items.order_by("order").values_list("order", "question__code")) == [(1, "1"), (2, "2"), (3, "0")]


def test_another_end_updates_the_rows_of_the_attempt_that_stand_in_the_file(taken_in) -> None:
    taken_in(PAPER)
    moved = PAPER.replace("2026-03-01 09:30", "2026-03-01T01:45:00Z")
    assert taken_in(moved) == "created 0, updated 2, unchanged 2\n"
    dan = Attempt.objects.get(employee__employee_no="00003")
    assert dan.submitted_at == datetime(2026, 3, 1, 1, 45, tzinfo=UTC)


def test_what_a_regrade_left_out_counts_in_no_percentage(taken_in) -> None:
    taken_in(PAPER)
    AttemptItem.objects.filter(question__code="2").update(dropped=True)
    assert taken_in("paper,00002,1,1,0.5,1,2026-03-01\n") == "created 0, updated 1, unchanged 0\n"
    assert Attempt.objects.get(employee__employee_no="00002").percent == 50


def test_a_percentage_is_never_negative(taken_in) -> None:
    taken_in("paper,00002,1,1,-1,1,2026-03-01\n")
    assert Attempt.objects.get().percent == 0


def test_nobody_is_told_of_an_old_attempt(taken_in, django_capture_on_commit_callbacks) -> None:
    told: list[Attempt] = []
    attempt_graded.connect(lambda attempt, **_: told.append(attempt), weak=False, dispatch_uid="told")
    with django_capture_on_commit_callbacks(execute=True):
        taken_in("paper,00002,1,1,1,1,2026-03-01\n")
    attempt_graded.disconnect(dispatch_uid="told")
    assert told == []
    assert Attempt.objects.get().passed is True


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("paper,00099,1,1,1,1,2026-03-01", "row 2, employee_no: no employee 00099; load employees first"),
        ("paper,00002,0,1,1,1,2026-03-01", "row 2, attempt: attempts are counted from 1"),
        ("paper,00002,1,1,1.5,1,2026-03-01", "row 2, mark: 1.5 is more than the full mark, 1"),
        ("paper,00002,1,1,-1,-1,2026-03-01", "row 2, max_mark: the full mark cannot be below zero"),
        ("paper,00002,1,1,1,2000000,2026-03-01", "row 2, mark: a mark has at most 1,000,000 points"),
        ("paper,00002,1,1,,1,2026-03-01", "row 2, mark: must not be blank"),
        (
            "paper,00002,1,1,0.12345678,1,2026-03-01",
            "row 2, mark: 0.12345678 has more than 7 decimal places",
        ),
        (
            "paper,00002,1,1,1,1,1 March 2026",
            "row 2, finished_at: 1 March 2026 is not a date or time; write it as YYYY-MM-DD or YYYY-MM-DD HH:MM",
        ),
    ],
)  # fmt: skip
def test_a_bad_row_is_told_and_nothing_is_written(taken_in, row: str, line: str) -> None:
    said = taken_in(f"{row}\nnew,00003,1,1,1,1,2026-03-01\n")
    assert said.splitlines()[0] == line
    assert not Attempt.objects.exists()
    assert not Quiz.objects.exists()
    assert not Question.objects.exists()


def test_every_row_that_ends_its_attempt_at_another_time_is_told(taken_in) -> None:
    said = taken_in(
        "paper,00002,1,1,1,1,2026-03-01\n"
        "paper,00003,1,1,1,1,2026-03-02\n"
        "paper,00002,1,2,1,1,2026-03-02\n"
        "paper,00002,1,3,1,1,2026-03-01 00:00\n"
        "paper,00002,1,4,1,1,2026-03-01 00:01\n"
    )
    assert said.splitlines()[:2] == [
        "row 4, finished_at: the rows of one attempt end at one time; an earlier row says 2026-03-01",
        "row 6, finished_at: the rows of one attempt end at one time; an earlier row says 2026-03-01",
    ]
    assert not Attempt.objects.exists()


def test_the_same_question_twice_in_an_attempt_is_refused(taken_in) -> None:
    said = taken_in("paper,00002,1,1,1,1,2026-03-01\npaper,00002,1,1,0,1,2026-03-01\n")
    assert said.splitlines()[0] == "row 3, quiz: the same quiz, employee_no, attempt, question as row 2"


def sat(cast: Cast) -> Attempt:
    quiz = make_quiz("here", singles=2, multiples=0)
    attempt = attempts.start(quiz, cast.employee("carol"), at=AT)
    attempts.answer(attempt.pk, 1, ["a"], at=AT)
    return attempts.submit(attempt.pk, at=AT)


def test_a_file_cannot_change_what_was_sat_here(taken_in, cast: Cast) -> None:
    sat(cast)
    before = everything()
    for row in (
        "here,00002,1,here-2,1,1,2026-03-02 10:00",
        "here,00002,1,here-1,1,2,2026-03-02 10:00",
        "here,00002,1,here-1,1,1,2026-03-02 10:01",
        "here,00002,1,another,1,1,2026-03-02 10:00",
    ):
        assert taken_in(f"{row}\npaper,00003,1,1,1,1,2026-03-01\n").splitlines()[0] == (
            "row 2, attempt: attempt 1 of 00002 at quiz here was sat here and stands as it is; leave it out of the file"
        )
    assert everything() == before
    assert Attempt.objects.count() == 1


def test_a_file_cannot_touch_an_attempt_that_is_being_sat(taken_in, cast: Cast) -> None:
    attempts.start(make_quiz("here", singles=1, multiples=0), cast.employee("carol"), at=AT)
    said = taken_in("here,00002,1,here-1,1,1,2026-03-02 10:00\n")
    assert said.startswith("row 2, attempt: attempt 1 of 00002 at quiz here was sat here")
    assert Attempt.objects.get().submitted_at is None


def test_a_quiz_of_ours_takes_attempts_from_elsewhere_beside_its_own(taken_in, cast: Cast) -> None:
    sat(cast)
    assert taken_in("here,00002,2,here-1,1,1,2026-03-03\n") == "created 1, updated 0, unchanged 0\n"
    assert attempts.start(Quiz.objects.get(), cast.employee("carol"), at=AT).number == 3


def test_what_is_dumped_loads_again_and_changes_nothing(
    taken_in, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sat(cast)
    attempts.start(make_quiz("live", singles=1, multiples=0), cast.employee("carol"), at=AT)
    taken_in(PAPER.replace("2026-03-01 09:30", "2026-03-01T09:30:15.25+08:00"))
    expected = (
        HEADER + "here,00002,1,here-1,1,1,2026-03-02 10:00:00\n"
        "here,00002,1,here-2,0,1,2026-03-02 10:00:00\n"
        "paper,00002,1,1,1,1,2026-03-01\n"
        "paper,00002,1,2,0.6666667,2,2026-03-01\n"
        "paper,00003,1,1,-0.25,1,2026-03-01 09:30:15.250000\n"
        "paper,00003,1,2,2,2,2026-03-01 09:30:15.250000\n"
    )
    assert dumped(capsys, "attempts") == expected
    assert dumped(capsys, "attempts", "--quiz", "here") == "".join(expected.splitlines(keepends=True)[:3])
    for format in ("csv", "xlsx"):
        path = tmp_path / f"again.{format}"
        call_command("dump", "attempts", format=format, output=path)
        capsys.readouterr()
        call_command("load", "attempts", path)
        assert capsys.readouterr().out == "created 0, updated 0, unchanged 6\n"


def test_the_statistics_go_out_with_ten_places(taken_in, capsys: pytest.CaptureFixture[str]) -> None:
    taken_in(
        "b,00001,1,A,1,1,2026-03-01\nb,00001,1,B,1,1,2026-03-01\nb,00001,1,C,2,2,2026-03-01\n"
        "b,00002,1,A,1,1,2026-03-01\nb,00002,1,B,0,1,2026-03-01\nb,00002,1,C,1,2,2026-03-01\n"
        "b,00003,1,A,0,1,2026-03-01\nb,00003,1,B,1,1,2026-03-01\nb,00003,1,C,0,2,2026-03-01\n"
        "b,00004,1,A,0,1,2026-03-01\nb,00004,1,B,0,1,2026-03-01\nb,00004,1,C,1,2,2026-03-01\n"
        "a,00001,1,A,1,1,2026-03-01\n"
    )
    items = (
        "quiz,question,n,facility,sd,effective_weight,covariance,discrimination_index,covariance_max,"
        "discriminative_efficiency\n"
    )
    first = "a,A,1,1.0000000000,,,,,,\n"
    second = (
        "b,A,4,0.5000000000,0.5773502692,34.1081377402,0.3333333333,57.7350269190,0.3333333333,100.0000000000\n"
        "b,B,4,0.5000000000,0.5773502692,24.1180954897,0.0000000000,0.0000000000,0.6666666667,0.0000000000\n"
        "b,C,4,0.5000000000,0.8164965809,41.7737667700,0.3333333333,50.0000000000,0.6666666667,50.0000000000\n"
    )
    assert dumped(capsys, "item-statistics") == items + first + second
    assert dumped(capsys, "item-statistics", "--quiz", "b") == items + second
    assert dumped(capsys, "quiz-statistics") == (
        "quiz,n,mean,median,sd,skewness,kurtosis,cic,error_ratio,standard_error\n"
        "a,1,1.0000000000,1.0000000000,,,,,,\n"
        "b,4,2.0000000000,1.5000000000,1.4142135624,1.4142135624,1.5000000000,50.0000000000,70.7106781187,"
        "1.0000000000\n"
    )


def test_attempts_that_are_not_finished_and_items_left_out_are_in_no_statistics(
    taken_in, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    attempt = sat(cast)
    attempts.start(Quiz.objects.get(), cast.employee("dan"), at=AT)
    attempt.items.filter(order=2).update(dropped=True)
    assert dumped(capsys, "item-statistics").splitlines()[1:] == ["here,here-1,1,1.0000000000,,,,,,"]
    assert dumped(capsys, "attempts").splitlines()[1:] == ["here,00002,1,here-1,1,1,2026-03-02 10:00:00"]


def test_an_unknown_quiz_cannot_be_dumped(db: None) -> None:
    with pytest.raises(CommandError, match=r"There is no quiz nowhere\."):
        call_command("dump", "item-statistics", "--quiz", "nowhere")
    with pytest.raises(CommandError, match="units belongs to no quiz; leave out --quiz"):
        call_command("dump", "units", "--quiz", "nowhere")


def test_one_attempt_written_two_ways_stands_there_twice(taken_in) -> None:
    rows = "paper,00002,1,1,1,1,2026-03-01\npaper,00002,01,1,0,1,2026-03-01\npaper,00002,+1,1,0,1,2026-03-01\n"
    assert taken_in(rows) == (
        "row 3, quiz: the same quiz, employee_no, attempt, question as row 2\n"
        "row 4, quiz: the same quiz, employee_no, attempt, question as row 2\n"
    )
    assert not Attempt.objects.exists()

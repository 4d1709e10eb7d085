"""Units, employees and postings: moves, transfers and departures."""

from datetime import date
from typing import Any

import pytest

from people.models import Employee, Posting, Unit
from tests.foundation.data.conftest import Take, counts, dumped, lines

pytestmark = pytest.mark.usefixtures("organisation")
HEAD = "employee_no,name,unit_code,position_code,manager_no,hired_on,left_on,language,effective_on\n"


def postings(employee_no: str) -> list[tuple[Any, ...]]:
    rows = Posting.objects.filter(employee__employee_no=employee_no).order_by("starts_on")
    return list(rows.values_list("starts_on", "ends_on", "unit__code", "position__code", "manager__employee_no"))


HIRED = date(2024, 1, 1)


class TestUnits:
    def test_parents_may_come_later_in_the_file(self, take: Take) -> None:
        content = "code,name,kind,parent_code\nD1,Desk,department,S3\nS3,Store three,store,R1\nR1,Region,region,CO\n"
        assert counts(take("units", content)) == (3, 0, 0)
        assert dumped("units") == (
            "code,name,kind,parent_code\nCO,Company,company,\nD1,Desk,department,S3\nR1,Region,region,CO\n"
            "S1,Store one,store,CO\nS2,Store two,store,CO\nS3,Store three,store,R1\n"
        )
        assert Unit.find_problems() == ([], [], [], [], [])

    def test_a_move_takes_everything_below_along(self, take: Take) -> None:
        take("units", "code,name,kind,parent_code\nD1,Desk,department,S1\n")
        assert counts(take("units", "code,name,kind,parent_code\nS1,Store 1,store,S2\nS2,Store two,store,CO\n")) == (
            0,
            1,
            1,
        )
        desk = Unit.objects.get(code="D1")
        assert [unit.code for unit in desk.get_ancestors()] == ["CO", "S2", "S1"]
        assert Unit.find_problems() == ([], [], [], [], [])

    def test_two_units_may_change_places(self, take: Take) -> None:
        take("units", "code,name,kind,parent_code\nD1,Desk,department,S1\n")
        assert counts(take("units", "code,name,kind,parent_code\nS1,Store one,store,D1\nD1,Desk,department,CO\n")) == (
            0,
            2,
            0,
        )
        assert [unit.code for unit in Unit.objects.get(code="S1").get_ancestors()] == ["CO", "D1"]
        assert Unit.find_problems() == ([], [], [], [], [])

    def test_a_unit_may_become_a_root(self, take: Take) -> None:
        assert counts(take("units", "code,name,kind,parent_code\nS1,Store one,store,\n")) == (0, 1, 0)
        assert Unit.objects.get(code="S1").is_root()
        assert Unit.find_problems() == ([], [], [], [], [])

    def test_without_a_parent_column_units_stay_where_they_are(self, take: Take) -> None:
        assert counts(take("units", "code,name,kind\nS1,Shop one,store\n")) == (0, 1, 0)
        assert Unit.objects.get(code="S1").get_parent().code == "CO"

    def test_a_circle_is_refused(self, take: Take) -> None:
        content = "code,name,kind,parent_code\nCO,Company,company,S1\n"
        assert lines(take("units", content)) == [
            "row 2, parent_code: CO – S1 – CO is a circle; a unit cannot lie below itself"
        ]
        assert lines(take("units", "code,name,kind,parent_code\nX,X,store,X\nY,Y,store,nope\n")) == [
            "row 2, parent_code: X – X is a circle; a unit cannot lie below itself",
            "row 3, parent_code: no unit nope; add it to the file or load it first",
        ]
        assert not Unit.objects.filter(code="X").exists()


class TestEmployees:
    def test_a_new_person_is_posted_from_the_day_of_hiring_until_leaving(self, take: Take) -> None:
        take(
            "employees",
            HEAD
            + "0010,New,S1,sales,0011,2025-05-01,2025-12-31,en,\n0011,Boss,S1,manager,,2025-01-01,,en,2025-02-01\n",
        )
        assert postings("0010") == [(date(2025, 5, 1), date(2025, 12, 31), "S1", "sales", "0011")]
        assert postings("0011") == [(date(2025, 2, 1), None, "S1", "manager", None)]

    def test_a_transfer_ends_one_posting_and_starts_another(self, take: Take) -> None:
        assert counts(take("employees", HEAD + "0002,Ben,S2,sales,0001,2024-01-01,,en,2025-07-01\n")) == (0, 1, 0)
        assert postings("0002") == [
            (HIRED, date(2025, 6, 30), "S1", "sales", "0001"), (date(2025, 7, 1), None, "S2", "sales", "0001"),
        ]  # fmt: skip
        assert counts(take("employees", HEAD + "0002,Ben,S2,sales,0001,2024-01-01,,en,\n")) == (0, 0, 1)

    def test_without_a_day_the_transfer_starts_today(self, take: Take) -> None:
        take("employees", HEAD + "0002,Ben,S1,manager,,2024-01-01,,en,\n", today=date(2026, 4, 1))
        assert postings("0002")[1] == (date(2026, 4, 1), None, "S1", "manager", None)

    def test_on_the_day_the_latest_posting_started_it_is_replaced(self, take: Take) -> None:
        assert counts(take("employees", HEAD + "0002,Ben,S2,sales,0001,2024-01-01,,en,2024-01-01\n")) == (0, 1, 0)
        assert postings("0002") == [(HIRED, None, "S2", "sales", "0001")]

    def test_before_the_latest_posting_only_the_history_can_change(self, take: Take) -> None:
        take("employees", HEAD + "0002,Ben,S2,sales,0001,2024-01-01,,en,2025-07-01\n")
        before = postings("0002")
        assert lines(take("employees", HEAD + "0002,Ben,S1,sales,0001,2024-01-01,,en,2025-06-01\n")) == [
            "row 2, effective_on: 2025-06-01 is before the latest posting, which starts on 2025-07-01; "
            "load postings instead"
        ]
        assert postings("0002") == before

    def test_leaving_ends_and_coming_back_reopens_the_latest_posting(self, take: Take) -> None:
        leaves = HEAD + "0002,Ben,S1,sales,0001,2024-01-01,2025-12-31,en,\n"
        assert counts(take("employees", leaves)) == (0, 1, 0)
        assert postings("0002") == [(HIRED, date(2025, 12, 31), "S1", "sales", "0001")]
        assert counts(take("employees", leaves)) == (0, 0, 1)
        assert counts(take("employees", HEAD + "0002,Ben,S1,sales,0001,2024-01-01,,en,\n")) == (0, 1, 0)
        assert postings("0002") == [(HIRED, None, "S1", "sales", "0001")]

    def test_coming_back_elsewhere_leaves_the_time_away_empty(self, take: Take) -> None:
        take("employees", HEAD + "0002,Ben,S1,sales,0001,2024-01-01,2025-03-31,en,\n")
        take("employees", HEAD + "0002,Ben,S2,sales,0001,2024-01-01,,en,2026-01-01\n")
        assert postings("0002") == [
            (HIRED, date(2025, 3, 31), "S1", "sales", "0001"), (date(2026, 1, 1), None, "S2", "sales", "0001"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("0010,N,S1,sales,0010,2025-01-01,,en,",
             "manager_no: nobody is their own manager"),
            ("0010,N,S1,sales,0099,2025-01-01,,en,",
             "manager_no: no employee 0099; add them to the file or load them first"),
            ("0010,N,S1,sales,,2025-01-01,2024-01-01,en,",
             "left_on: 2024-01-01 is before 2025-01-01, when the person was hired"),
            ("0010,N,S1,sales,,2025-01-01,,en,2024-01-01",
             "effective_on: 2024-01-01 is before 2025-01-01, when the person was hired"),
            ("0010,N,S1,sales,,2025-01-01,2025-02-01,en,2025-03-01",
             "effective_on: 2025-03-01 is after 2025-02-01, when the person left"),
            ("0010,N,XX,sales,,2025-01-01,,de,",
             "unit_code: no unit XX; load units first; language: de is none of zh-hans, en"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_refused(self, take: Take, row: str, said: str) -> None:
        assert lines(take("employees", HEAD + row + "\n")) == [f"row 2, {said}"]
        assert not Employee.objects.filter(employee_no="0010").exists()


class TestPostings:
    HEAD = "employee_no,starts_on,ends_on,unit_code,position_code,manager_no\n"

    def test_postings_that_overlap_name_each_other(self, take: Take) -> None:
        content = self.HEAD + (
            "0002,2023-01-01,2023-06-30,S1,sales,\n0002,2023-06-30,2023-12-31,S2,sales,\n0003,2025-01-01,,S1,sales,\n"
        )
        before = postings("0002")
        assert lines(take("postings", content)) == [
            "row 3, starts_on: the posting overlaps that of row 2, which starts on 2023-01-01",
            "row 4, starts_on: the posting overlaps the stored one that starts on 2024-01-01",
        ]
        assert postings("0002") == before

    def test_ends_may_move_in_both_directions_at_once(self, take: Take) -> None:
        take(
            "postings",
            self.HEAD + "0002,2024-01-01,2024-06-30,S1,sales,0001\n0002,2024-07-01,2024-12-31,S2,sales,0001\n",
        )
        later = self.HEAD + (
            "0002,2024-01-01,2024-03-31,S1,sales,0001\n0002,2024-04-01,2024-06-30,S1,manager,\n"
            "0002,2024-07-01,,S2,sales,0001\n"
        )
        assert counts(take("postings", later)) == (1, 2, 0)
        assert counts(take("postings", later)) == (0, 0, 3)
        assert [row[:2] for row in postings("0002")] == [
            (HIRED, date(2024, 3, 31)), (date(2024, 4, 1), date(2024, 6, 30)), (date(2024, 7, 1), None),
        ]  # fmt: skip

    def test_a_history_survives_a_move_to_another_installation(self, take: Take) -> None:
        take(
            "employees",
            HEAD
            + "0002,Ben,S2,sales,0001,2024-01-01,,en,2025-07-01\n0003,Cleo,S2,sales,0001,2024-01-01,2026-01-31,en,\n",
        )
        people, history = dumped("employees"), dumped("postings")
        assert "0002,Ben,,S2,sales,0001,2024-01-01,,en,2025-07-01\n" in people
        Posting.objects.all().delete()
        Employee.objects.all().delete()
        assert counts(take("employees", people)) == (3, 0, 0)
        assert counts(take("postings", history)) == (1, 0, 3)
        assert (dumped("employees"), dumped("postings")) == (people, history)

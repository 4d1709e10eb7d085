"""From answers of raters to answers of ballots."""

from scorecards.sql.dialect import create

TABLES = {
    "fh_ballot_of": (
        {"subject_id": "whole", "rater_id": "whole", "relation": "text", "ballot": "whole"},
        "subject_id, rater_id, relation",
    ),
    "fh_answer": (
        {
            "place": "whole",
            "subject_id": "whole",
            "ballot": "whole",
            "relation": "text",
            "competency_id": "whole",
            "rating": "whole",
        },
        "place",
    ),
}

# One ballot for each rater of each person in each relation: what one rater said of two people, or as a
# manager and as a peer, has nothing in common.
BALLOTS = """
INSERT INTO fh_ballot_of (subject_id, rater_id, relation, ballot)
SELECT subject_id, rater_id, relation, fh_ballot() FROM (
  SELECT DISTINCT subject_id, rater_id, relation FROM scorecards_feedbackanswer
  WHERE cycle_id = %(cycle)s AND rater_id IS NOT NULL) r
"""

# All answers of the cycle under their ballots, each with a random place.
ANSWERS = """
INSERT INTO fh_answer (place, subject_id, ballot, relation, competency_id, rating)
SELECT fh_ballot(), a.subject_id, COALESCE(b.ballot, a.ballot), a.relation, a.competency_id, a.rating
FROM scorecards_feedbackanswer a
LEFT JOIN fh_ballot_of b ON b.subject_id = a.subject_id AND b.rater_id = a.rater_id AND b.relation = a.relation
WHERE a.cycle_id = %(cycle)s
"""

FORGET = "DELETE FROM scorecards_feedbackanswer WHERE cycle_id = %(cycle)s"

KEEP = """
INSERT INTO scorecards_feedbackanswer (cycle_id, subject_id, ballot, relation, competency_id, rating)
SELECT %(cycle)s, subject_id, ballot, relation, competency_id, rating FROM fh_answer ORDER BY place
"""


def tables(vendor: str) -> list[str]:
    return [create(name, columns, key, vendor) for name, (columns, key) in TABLES.items()]


def no_tables() -> list[str]:
    return [f"DROP TABLE IF EXISTS {name}" for name in TABLES]

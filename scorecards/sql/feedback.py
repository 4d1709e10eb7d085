"""From answers to the groups that may be shown, and the score they make.

Everything up to the last step is a fraction; a score is rounded once.
"""

# Answers by rater, raters by how much they answered, and those by relation. While the cycle has not been
# sealed an answer knows its rater, afterwards only its ballot; {rater} is the column.
_RELATIONS = """
INSERT INTO fh_relation (subject_id, relation, raters, mean)
SELECT a.subject_id, a.relation, SUM(a.raters),
  fh_mean(a.raters, a.total, a.answered * a.raters)
FROM (
  SELECT subject_id, relation, answered, COUNT(*) AS raters, SUM(total) AS total
  FROM ({raters}) r
  GROUP BY subject_id, relation, answered) a
GROUP BY a.subject_id, a.relation
"""

_RATERS = """
    SELECT subject_id, relation, SUM(rating) AS total, COUNT(rating) AS answered
    FROM scorecards_feedbackanswer
    WHERE cycle_id = %(cycle)s AND {rater} IS NOT NULL
    GROUP BY subject_id, relation, {rater}
    HAVING COUNT(rating) > 0
"""

OPEN = _RELATIONS.replace("{raters}", _RATERS.replace("{rater}", "rater_id"))
SEALED = _RELATIONS.replace(
    "{raters}",
    _RATERS.replace("{rater}", "rater_id") + "    UNION ALL" + _RATERS.replace("{rater}", "ballot"),
)

# Groups that are large enough by themselves.
GROUPS = """
INSERT INTO fh_group (subject_id, place, name, raters, weight, mean)
SELECT r.subject_id, w.place, r.relation, r.raters, w.weight, r.mean
FROM fh_relation r JOIN fh_relation_weight w ON w.relation = r.relation
WHERE r.raters >= w.least
"""

# The others, together: the mean of their raters, not of their groups.
OTHERS = """
INSERT INTO fh_group (subject_id, place, name, raters, weight, mean)
SELECT r.subject_id, 9, 'others', SUM(r.raters), SUM(w.weight), fh_mean(r.raters, r.mean)
FROM fh_relation r JOIN fh_relation_weight w ON w.relation = r.relation
WHERE r.raters < w.least
GROUP BY r.subject_id
HAVING SUM(r.raters) >= %(min_raters)s
"""

FORGET_GROUPS = "DELETE FROM scorecards_feedbackgroup WHERE cycle_id = %(cycle)s"

# A mean rating m on 0 to 100, in ten-thousandths: 250 000 × (m − 1).
KEEP_GROUPS = """
INSERT INTO scorecards_feedbackgroup (cycle_id, subject_id, "group", raters, weight, score)
SELECT %(cycle)s, subject_id, name, raters, weight, fh_rounded(mean, 250000, -250000)
FROM fh_group ORDER BY subject_id, place
"""

SCORES = """
INSERT INTO fh_value (scope, owner, source, value)
SELECT 0, subject_id, -2, 100 * fh_rounded(fh_mean(weight, mean), 250000, -250000)
FROM fh_group GROUP BY subject_id
"""

"""What everybody and every unit reached: one row of fh_value for each number, in millionths.

`source` is the KPI's id, or one of OKR, FEEDBACK, TRAINING, QUIZ. `scope` is PERSON or UNIT.
"""

PERSON, UNIT = 0, 1
NOTHING, OKR, FEEDBACK, TRAINING, QUIZ = 0, -1, -2, -3, -4


def _of(scope: int, text: str) -> str:
    """The statement for the facts of people, or of units."""
    return text.replace("{owner}", "employee_id" if scope == PERSON else "unit_id").replace("{scope}", str(scope))


# Sums, and ratios of sums. NULL for a ratio with a fact that lacks its denominator: refused afterwards.
_SUMS = """
INSERT INTO fh_value (scope, owner, source, value)
SELECT {scope}, f.owner, f.kpi_id,
  CASE k.aggregation WHEN 'ratio' THEN fh_mul_div(f.numerator, 1000000, f.denominator) ELSE f.numerator END
FROM (
  SELECT {owner} AS owner, kpi_id, SUM(numerator) AS numerator,
    CASE WHEN COUNT(denominator) = COUNT(*) THEN SUM(denominator) END AS denominator
  FROM scorecards_kpifact
  WHERE {owner} IS NOT NULL AND period BETWEEN %(first_month)s AND %(last_month)s
    AND kpi_id IN (SELECT kpi_id FROM fh_kpi WHERE scope = {scope} AND aggregation <> 'last')
  GROUP BY {owner}, kpi_id) f
CROSS JOIN fh_kpi k
WHERE k.scope = {scope} AND k.kpi_id = f.kpi_id
"""

# The latest month's numerator.
_LAST = """
INSERT INTO fh_value (scope, owner, source, value)
SELECT {scope}, f.{owner}, f.kpi_id, f.numerator
FROM scorecards_kpifact f
WHERE f.{owner} IS NOT NULL AND f.period BETWEEN %(first_month)s AND %(last_month)s
  AND f.kpi_id IN (SELECT kpi_id FROM fh_kpi WHERE scope = {scope} AND aggregation = 'last')
  AND NOT EXISTS (
    SELECT 1 FROM scorecards_kpifact later
    WHERE later.{owner} = f.{owner} AND later.kpi_id = f.kpi_id
      AND later.period > f.period AND later.period <= %(last_month)s)
"""

# Key results to objectives to a score of four places; a milestone is a metric from 0 to 1.
_OKR = """
INSERT INTO fh_value (scope, owner, source, value)
SELECT {scope}, o.owner, -1, 100 * fh_rounded(fh_mean(o.weight, o.progress), 1000000, 0)
FROM (
  SELECT o.{owner} AS owner, o.id, o.weight,
    fh_progress(r.weight,
      CASE r.kind WHEN 'metric' THEN r.start ELSE 0 END,
      CASE r.kind WHEN 'metric' THEN r.target ELSE 1000000 END,
      COALESCE(r.current, 0)) AS progress
  FROM scorecards_objective o
  JOIN scorecards_keyresult r ON r.objective_id = o.id
  WHERE o.cycle_id = %(cycle)s AND o.{owner} IS NOT NULL
  GROUP BY o.{owner}, o.id, o.weight) o
GROUP BY o.owner
"""

SUMS = {scope: _of(scope, _SUMS) for scope in (PERSON, UNIT)}
LAST = {scope: _of(scope, _LAST) for scope in (PERSON, UNIT)}
OBJECTIVES = {scope: _of(scope, _OKR) for scope in (PERSON, UNIT)}

# {rows} is the queryset of courses due and courses done in time, by person.
COURSES = """
INSERT INTO fh_value (scope, owner, source, value)
SELECT 0, e.employee_id, -3, fh_mul_div(e.done, 1000000, e.due) FROM ({rows}) e
"""

# {rows} is the queryset of the best percentage, two places, by person and quiz.
QUIZZES = """
INSERT INTO fh_value (scope, owner, source, value)
SELECT 0, a.employee_id, -4, fh_mul_div(SUM(a.best), 10000, COUNT(*)) FROM ({rows}) a GROUP BY a.employee_id
"""

# A number that cannot be stored, or a ratio that lacks a denominator: which, and whose.
UNUSABLE = """
SELECT v.scope, v.owner, v.source, v.value FROM fh_value v
WHERE v.value IS NULL OR v.value IN (9223372036854775807, -9223372036854775807)
ORDER BY v.scope, v.owner, v.source LIMIT 1
"""

# A key result no score can be made of; none gets this far through a file.
UNUSABLE_RESULT = """
SELECT o.code, r.code FROM scorecards_objective o JOIN scorecards_keyresult r ON r.objective_id = o.id
WHERE o.cycle_id = %(cycle)s AND r.kind = 'metric'
  AND (r.start IS NULL OR r.target IS NULL OR r.start = r.target)
ORDER BY r.id LIMIT 1
"""

"""From values to judged lines, and from lines to cards."""

# Every line of every card: value and target, the stretch of the curve that x lies on, the score there, and
# what a line without data does. The first part is kept apart so that x is worked out once.
JUDGE = """
INSERT INTO fh_line (employee_id, place, line_id, name, value, target, weight, line_score, status)
WITH known AS MATERIALIZED (
  SELECT c.employee_id, p.place, p.line_id, p.name, p.weight, p.missing, p.floor, v.value, t.target,
    CASE WHEN p.achievement = 0 THEN v.value ELSE fh_mul_div(v.value, 1000000, t.target) END AS x
  FROM fh_card c
  CROSS JOIN fh_plan_line p
  LEFT JOIN fh_value v ON v.scope = p.scope AND v.source = p.source
    AND v.owner = CASE p.scope WHEN 0 THEN c.employee_id ELSE c.unit_id END
  LEFT JOIN fh_target t ON t.employee_id = c.employee_id AND t.kpi_id = p.source
  WHERE p.plan_id = c.plan_id)
SELECT k.employee_id, k.place, k.line_id, k.name, k.value, k.target, k.weight,
  CASE WHEN k.x IS NULL AND k.missing = 'zero' THEN k.floor
    ELSE COALESCE(s.level, fh_line(k.x, s.a, s.b, s.c, s.low, s.high)) END,
  CASE WHEN k.x IS NOT NULL THEN 'counted' WHEN k.missing = 'zero' THEN 'zeroed'
    WHEN k.missing = 'reweight' THEN 'dropped' ELSE 'missing' END
FROM known k
LEFT JOIN fh_stretch s ON s.line_id = k.line_id AND s.first <= k.x AND s.last >= k.x
"""

# The sums of a card, and why it is incomplete. {score} is Σ weight × line score ÷ Σ weight.
_OUTCOMES = """
INSERT INTO fh_outcome (employee_id, counted, covered, score, reason)
SELECT o.employee_id, o.counted, o.covered,
  CASE WHEN o.absent = 0 AND o.covered >= %(min_coverage)s THEN o.score END,
  CASE WHEN o.absent > 0 THEN 'line_missing:' || m.names
    WHEN o.counted = 0 THEN 'line_none'
    WHEN o.covered < %(min_coverage)s
      THEN 'coverage_low:' || fh_plain(o.covered, 6) || ';' || fh_plain(%(min_coverage)s, 6)
    ELSE '' END
FROM (
  SELECT c.employee_id, {score} AS score,
    COALESCE(SUM(CASE WHEN l.line_score IS NOT NULL THEN l.weight END), 0) AS counted,
    COALESCE(SUM(CASE WHEN l.status = 'counted' THEN l.weight END), 0) AS covered,
    COUNT(CASE WHEN l.status = 'missing' THEN 1 END) AS absent
  FROM fh_card c LEFT JOIN fh_line l ON l.employee_id = c.employee_id
  GROUP BY c.employee_id) o
LEFT JOIN (
  SELECT l.employee_id, {names} AS names FROM fh_line l WHERE l.status = 'missing' GROUP BY l.employee_id) m
  ON m.employee_id = o.employee_id
"""

# Where no sum of a plan can reach 64 bits, sums of products; else exact fractions, which take longer.
OUTCOMES = _OUTCOMES.replace(
    "{score}",
    "fh_mul_div(SUM(l.weight * l.line_score), 1, 100 * SUM(CASE WHEN l.line_score IS NOT NULL THEN l.weight END))",
)
OUTCOMES_OF_LARGE = _OUTCOMES.replace(
    "{score}",
    "fh_rounded(fh_mean(CASE WHEN l.line_score IS NOT NULL THEN l.weight ELSE 0 END,"
    " COALESCE(l.line_score, 0), 100), 1, 0)",
)

# A card keeps its id when it is scored anew.
CARDS = """
INSERT INTO scorecards_scorecard
  (cycle_id, employee_id, unit_id, position_id, plan_id, score, grade, coverage, status, reason,
   rules_version, computed_at)
SELECT %(cycle)s, c.employee_id, c.unit_id, c.position_id, c.plan_id, o.score,
  CASE WHEN o.score IS NULL THEN '' ELSE COALESCE(
    (SELECT b.grade FROM fh_band b WHERE b.bound <= o.score ORDER BY b.bound DESC LIMIT 1), '') END,
  (2 * o.covered + 10000) / 20000,
  CASE WHEN o.score IS NULL THEN 'incomplete' ELSE 'scored' END, o.reason, %(version)s, %(at)s
FROM fh_outcome o JOIN fh_card c ON c.employee_id = o.employee_id
WHERE true
ORDER BY c.employee_id
ON CONFLICT (cycle_id, employee_id) DO UPDATE SET
  unit_id = excluded.unit_id, position_id = excluded.position_id, plan_id = excluded.plan_id,
  score = excluded.score, grade = excluded.grade, coverage = excluded.coverage, status = excluded.status,
  reason = excluded.reason, rules_version = excluded.rules_version, computed_at = excluded.computed_at
"""

# Lines of a plan that the card was judged by before.
FORGET_OTHER_PLANS = """
DELETE FROM scorecards_scorecardline WHERE id IN (
  SELECT l.id FROM scorecards_scorecard s
  JOIN scorecards_scorecardline l ON l.card_id = s.id
  JOIN scorecards_planline p ON p.id = l.plan_line_id
  WHERE s.cycle_id = %(cycle)s AND p.plan_id <> s.plan_id)
"""

# Effective weight: 100 × weight ÷ counted weight, rounded to four places; both are far below 64 bits.
LINES = """
INSERT INTO scorecards_scorecardline
  (card_id, plan_line_id, value, target, line_score, weight, effective_weight, status)
SELECT s.id, l.line_id, l.value, l.target, l.line_score, l.weight,
  CASE WHEN o.score IS NOT NULL AND l.line_score IS NOT NULL
    THEN (2000000 * l.weight + o.counted) / (2 * o.counted) END,
  l.status
FROM fh_outcome o
CROSS JOIN scorecards_scorecard s
CROSS JOIN fh_line l
WHERE s.cycle_id = %(cycle)s AND s.employee_id = o.employee_id AND l.employee_id = o.employee_id
ORDER BY o.employee_id, l.place
ON CONFLICT (card_id, plan_line_id) DO UPDATE SET
  value = excluded.value, target = excluded.target, line_score = excluded.line_score,
  weight = excluded.weight, effective_weight = excluded.effective_weight, status = excluded.status
WHERE (scorecards_scorecardline.value, scorecards_scorecardline.target, scorecards_scorecardline.line_score,
       scorecards_scorecardline.weight, scorecards_scorecardline.effective_weight,
       scorecards_scorecardline.status)
  {is_not} (excluded.value, excluded.target, excluded.line_score, excluded.weight,
            excluded.effective_weight, excluded.status)
"""

"""Who has a card, and whose card is no more."""

# Everybody with a posting in the cycle, in the unit and position of the latest one; only with a plan.
CARDS = """
INSERT INTO fh_card (employee_id, unit_id, position_id, plan_id)
SELECT p.employee_id, p.unit_id, p.position_id, COALESCE(own.plan_id, everyone.plan_id)
FROM people_posting p
LEFT JOIN scorecards_cycleplan own ON own.cycle_id = %(cycle)s AND own.position_id = p.position_id
LEFT JOIN scorecards_cycleplan everyone ON everyone.cycle_id = %(cycle)s AND everyone.position_id IS NULL
WHERE p.starts_on <= %(ends_on)s
  AND (p.ends_on IS NULL OR p.ends_on >= %(starts_on)s)
  AND COALESCE(own.plan_id, everyone.plan_id) IS NOT NULL
  AND NOT EXISTS (
    SELECT 1 FROM people_posting later
    WHERE later.employee_id = p.employee_id
      AND later.starts_on > p.starts_on AND later.starts_on <= %(ends_on)s)
"""

FORGET_LINES = """
DELETE FROM scorecards_scorecardline WHERE card_id IN (
  SELECT s.id FROM scorecards_scorecard s
  WHERE s.cycle_id = %(cycle)s AND s.employee_id NOT IN (SELECT employee_id FROM fh_card))
"""

FORGET_CARDS = """
DELETE FROM scorecards_scorecard
WHERE cycle_id = %(cycle)s AND employee_id NOT IN (SELECT employee_id FROM fh_card)
"""

# The most specific target: employee, position, nearest unit upwards, everyone. The path of a unit begins
# with the paths of all units above it, four characters for each.
TARGETS = """
INSERT INTO fh_target (employee_id, kpi_id, target)
SELECT c.employee_id, k.kpi_id, COALESCE(own.target, post.target, place.target, k.target)
FROM fh_card c
CROSS JOIN (
  SELECT kpi_id,
    MAX(CASE WHEN employee_id IS NULL AND position_id IS NULL AND unit_id IS NULL THEN target END) AS target
  FROM scorecards_target
  WHERE cycle_id = %(cycle)s AND kpi_id IN (SELECT source FROM fh_plan_line)
  GROUP BY kpi_id) k
LEFT JOIN scorecards_target own
  ON own.kpi_id = k.kpi_id AND own.cycle_id = %(cycle)s AND own.employee_id = c.employee_id
LEFT JOIN scorecards_target post
  ON post.kpi_id = k.kpi_id AND post.cycle_id = %(cycle)s AND post.position_id = c.position_id
LEFT JOIN (
  SELECT unit_id, kpi_id, target FROM (
    SELECT below.id AS unit_id, t.kpi_id, t.target,
      ROW_NUMBER() OVER (PARTITION BY below.id, t.kpi_id ORDER BY above.depth DESC) AS turn
    FROM people_unit below
    CROSS JOIN (SELECT DISTINCT depth FROM people_unit) step
    CROSS JOIN people_unit above
    CROSS JOIN scorecards_target t
    WHERE step.depth <= below.depth AND above.path = SUBSTR(below.path, 1, 4 * step.depth)
      AND t.unit_id = above.id AND t.cycle_id = %(cycle)s) near
  WHERE turn = 1) place
  ON place.unit_id = c.unit_id AND place.kpi_id = k.kpi_id
WHERE COALESCE(own.target, post.target, place.target, k.target) IS NOT NULL
"""

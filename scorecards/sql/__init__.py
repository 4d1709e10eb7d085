"""The statements that score a cycle, in the order in which they run.

Each is one INSERT … SELECT (or a DELETE) over everybody at once, the same text on SQLite and PostgreSQL but
for the few `{words}` of scorecards.sql.dialect. All numbers are whole numbers of a field's last place, as
foundation.fields.FixedPointField stores them. Values come as named parameters.

    fh_card        who has a card, where, in which post, judged by which plan
    fh_plan_line   the lines of those plans                    \\
    fh_stretch     their curves, as straight stretches         |  from the rules, a few rows
    fh_kpi, fh_relation_weight, fh_band                        /
    fh_value       every KPI value, OKR and feedback score, … of a person (scope 0) or a unit (scope 1)
    fh_target      the target of a person for a KPI
    fh_line        the judged lines
    fh_outcome     the sums a card is made of
"""

"""The working tables of a scoring: name → columns and key. They live as long as its transaction."""

TABLES: dict[str, tuple[dict[str, str], str]] = {
    "fh_card": (
        {"employee_id": "whole", "unit_id": "whole", "position_id": "whole", "plan_id": "whole"},
        "employee_id",
    ),
    "fh_plan_line": (
        {
            "plan_id": "whole",
            "place": "whole",
            "line_id": "whole",
            "name": "text",
            "scope": "whole",
            "source": "whole",
            "achievement": "whole",
            "weight": "whole",
            "missing": "text",
            "floor": "whole",
        },
        "plan_id, place",
    ),
    "fh_stretch": (
        {
            "line_id": "whole",
            "first": "whole",
            "last": "whole",
            "level": "whole",
            "a": "exact",
            "b": "exact",
            "c": "exact",
            "low": "whole",
            "high": "whole",
        },
        "line_id, first",
    ),
    "fh_kpi": ({"scope": "whole", "kpi_id": "whole", "aggregation": "text"}, "scope, kpi_id"),
    "fh_relation_weight": (
        {"relation": "text", "place": "whole", "weight": "whole", "least": "whole"},
        "relation",
    ),
    "fh_band": ({"bound": "whole", "grade": "text"}, "bound"),
    "fh_relation": (
        {
            "subject_id": "whole",
            "relation": "text",
            "raters": "whole",
            "mean": "fraction",
        },
        "subject_id, relation",
    ),
    "fh_group": (
        {
            "subject_id": "whole",
            "place": "whole",
            "name": "text",
            "raters": "whole",
            "weight": "whole",
            "mean": "fraction",
        },
        "subject_id, place",
    ),
    "fh_value": (
        {"scope": "whole", "owner": "whole", "source": "whole", "value": "whole"},
        "scope, owner, source",
    ),
    "fh_target": (
        {"employee_id": "whole", "kpi_id": "whole", "target": "whole"},
        "employee_id, kpi_id",
    ),
    "fh_line": (
        {
            "employee_id": "whole",
            "place": "whole",
            "line_id": "whole",
            "name": "text",
            "value": "whole",
            "target": "whole",
            "weight": "whole",
            "line_score": "whole",
            "status": "text",
        },
        "employee_id, place",
    ),
    "fh_outcome": (
        {
            "employee_id": "whole",
            "counted": "whole",
            "covered": "whole",
            "score": "whole",
            "reason": "text",
        },
        "employee_id",
    ),
}

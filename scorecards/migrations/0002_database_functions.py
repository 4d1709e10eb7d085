"""The functions of scorecards.functions for PostgreSQL, on numeric: exact, whatever the size."""

from django.db import migrations

PURE = "LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE"

FUNCTIONS = {
    "fh_fitting(v numeric)": f"""
        RETURNS bigint {PURE} AS $$ BEGIN
            IF v > 9223372036854775807 THEN RETURN 9223372036854775807; END IF;
            IF v < -9223372036854775807 THEN RETURN -9223372036854775807; END IF;
            RETURN v::bigint;
        END $$""",
    # div() gives the whole part of a quotient, exactly
    "fh_whole(n numeric, d numeric)": f"""
        RETURNS numeric {PURE} AS $$ BEGIN
            RETURN sign(n) * div(2 * abs(n) + d, 2 * d);
        END $$""",
    "fh_mul_div(a numeric, b numeric, c numeric)": f"""
        RETURNS bigint {PURE} AS $$ DECLARE n numeric := a * b * sign(c); d numeric := abs(c); BEGIN
            IF d = 0 THEN RETURN NULL; END IF;
            RETURN fh_fitting(sign(n) * div(2 * abs(n) + d, 2 * d));
        END $$""",
    "fh_line(x numeric, a numeric, b numeric, c numeric, low bigint, high bigint)": f"""
        RETURNS bigint {PURE} AS $$ DECLARE n numeric := a * x + b; y numeric; BEGIN
            y := sign(n) * div(2 * abs(n) + c, 2 * c);
            RETURN CASE WHEN y <= low THEN low WHEN y >= high THEN high ELSE y::bigint END;
        END $$""",
    "fh_rounded(f numeric[], factor numeric, shift numeric)": f"""
        RETURNS bigint {PURE} AS $$ BEGIN
            RETURN fh_fitting(fh_whole(factor * f[1] + shift * f[2], f[2]));
        END $$""",
    "fh_plain(v numeric, places int)": f"""
        RETURNS text {PURE} AS $$ BEGIN
            RETURN trim_scale(v / (10::numeric ^ places))::text;
        END $$""",
    "fh_ballot()": """
        RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$ BEGIN
            RETURN ('x' || left(replace(gen_random_uuid()::text, '-', ''), 12)
                || right(replace(gen_random_uuid()::text, '-', ''), 4))::bit(64)::bigint
                & 4611686018427387903;
        END $$""",
    "fh_mean_step(s numeric[], w numeric, n numeric, d numeric)": f"""
        RETURNS numeric[] {PURE} AS $$ BEGIN
            IF s[2] = d THEN RETURN ARRAY[s[1] + w * n, d, s[3] + w]; END IF;
            RETURN ARRAY[s[1] * d + w * n * s[2], s[2] * d, s[3] + w];
        END $$""",
    "fh_mean_step(s numeric[], w numeric, f numeric[])": f"""
        RETURNS numeric[] {PURE} AS $$ BEGIN
            RETURN fh_mean_step(s, w, f[1], f[2]);
        END $$""",
    "fh_progress_step(s numeric[], w numeric, start numeric, target numeric, current numeric)": f"""
        RETURNS numeric[] {PURE} AS $$
        DECLARE
            length numeric := abs(target - start);
            way numeric := (current - start) * sign(target - start);
        BEGIN
            RETURN fh_mean_step(s, w, least(greatest(way, 0), length), length);
        END $$""",
    "fh_mean_end(s numeric[])": f"""
        RETURNS numeric[] {PURE} AS $$ DECLARE bottom numeric := s[2] * s[3]; common numeric; BEGIN
            IF s[3] = 0 THEN RETURN NULL; END IF;
            common := gcd(s[1], bottom);
            RETURN ARRAY[div(s[1], common), div(bottom, common)];
        END $$""",
}
STATE = "STYPE = numeric[], INITCOND = '{0,1,0}', FINALFUNC = fh_mean_end, PARALLEL = SAFE"
AGGREGATES = {
    "fh_mean(w numeric, n numeric, d numeric)": f"(SFUNC = fh_mean_step, {STATE})",
    "fh_mean(w numeric, f numeric[])": f"(SFUNC = fh_mean_step, {STATE})",
    "fh_progress(w numeric, start numeric, target numeric, current numeric)": (f"(SFUNC = fh_progress_step, {STATE})"),
}


def make(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name, body in FUNCTIONS.items():
        schema_editor.execute(f"CREATE OR REPLACE FUNCTION {name} {body}", params=None)
    for name, body in AGGREGATES.items():
        schema_editor.execute(f"CREATE OR REPLACE AGGREGATE {name} {body}", params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in reversed(AGGREGATES):
        schema_editor.execute(f"DROP AGGREGATE IF EXISTS {name}", params=None)
    for name in reversed(FUNCTIONS):
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("scorecards", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]

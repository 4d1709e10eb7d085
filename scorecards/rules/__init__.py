"""How every score and every payout is made: pure functions, exact arithmetic, no database and no clock.

`VERSION` is stored with each closed result. It rises whenever a rule would give another number for the same
facts.
"""

VERSION = "1"

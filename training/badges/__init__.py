"""Open Badges 3.0: what a certificate says, for machines, signed so that anyone can check it."""

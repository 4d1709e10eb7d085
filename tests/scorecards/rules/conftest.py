from hypothesis import settings

# A slow machine is no fault of a rule, so no deadline; fifty examples of each property keep the suite quick.
settings.register_profile("rules", deadline=None, max_examples=50)
settings.load_profile("rules")

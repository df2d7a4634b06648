"""Settings of the libraries that the whole test run shares."""

from hypothesis import HealthCheck, settings

# Wall clock says nothing on a busy machine: time is asserted on virtual clocks instead.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

"""Property tests take as long as the machine needs: only what they find may fail them, never a busy minute."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "any machine", parent=settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

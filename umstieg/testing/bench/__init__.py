"""How fast the pages are, as ratios: against a bare view of the project and against the Django admin, in one interleaved
run over loopback, at 1,000 and at 100,000 cases. `make bench` writes umstieg/docs/performance.md.
"""

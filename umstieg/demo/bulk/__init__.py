"""A centre far beyond a thousand cases: the same rows as through the services, written many at once.

Every counsellor's cases are one recording: her rows, their row entries and the sealed event in one transaction. A test
seeds a few cases both ways and compares every table column by column.
"""

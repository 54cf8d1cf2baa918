"""Numbers that people read aloud: 26-0142."""

from django.db import models


class NumberSeries(models.Model):
    """The last number given in a series and year. Taken under a lock, so no number is given twice or left out."""

    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="core_one_series_per_year")]

    def __str__(self):
        return f"{self.series} {self.year}: {self.last}"


def next_number(series: str, year: int) -> int:
    """The next number of a series; must run in the transaction that uses it."""
    row, _ = NumberSeries.objects.select_for_update().get_or_create(series=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last

"""The last contact stands on the case, so that lists sort by an index."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

import umstieg.codelists.fields


def take_over(apps, schema_editor):
    """From the sessions that are there already."""
    held = apps.get_model("cases", "CounsellingSession").objects.filter(result="HELD")
    latest = held.filter(case=OuterRef("pk")).order_by("-started_at", "-id")
    apps.get_model("cases", "Case").objects.filter(pk__in=held.values("case_id")).update(
        last_contact_at=Subquery(latest.values("started_at")[:1]),
        last_contact_mode=Subquery(latest.values("mode")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_a_counsellors_day")]

    operations = [
        migrations.AddField(
            "case",
            "last_contact_at",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last contact"),
        ),
        migrations.AddField(
            "case",
            "last_contact_mode",
            umstieg.codelists.fields.CodeField(
                blank=True,
                codelist="contact_mode",
                default="",
                editable=False,
                max_length=40,
                verbose_name="mode of the last contact",
            ),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.AddIndex(
            "case",
            models.Index(fields=["-closed_on", "-last_contact_at", "-number"], name="cases_by_contact"),
        ),
    ]

from django.db import migrations, models
from django.db.models import Max


def fill(apps, schema_editor):
    """Of what was approved before there was such a number: the newest edit that is not younger by the clock."""
    submissions = apps.get_model("publishing", "Submission").objects.filter(state="approved")
    edits = apps.get_model("publishing", "Edit").objects
    for submission in submissions.only("uid", "decided_at").iterator():
        older = edits.filter(uid=submission.uid, at__lt=submission.decided_at)
        submissions.filter(pk=submission.pk).update(last_edit=older.aggregate(Max("pk", default=0))["pk__max"])


class Migration(migrations.Migration):
    dependencies = [("publishing", "0005_concerns")]

    operations = [
        migrations.AddField("submission", "last_edit", models.PositiveBigIntegerField(default=0)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

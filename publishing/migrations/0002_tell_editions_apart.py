from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial")]

    operations = [
        migrations.AddField("editionnumber", "digest", models.CharField(blank=True, default="", max_length=64), False),
        migrations.AddField("editionnumber", "at", models.DateTimeField(null=True)),
    ]

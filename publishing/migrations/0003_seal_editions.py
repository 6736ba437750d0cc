from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0002_tell_editions_apart")]

    operations = [
        migrations.CreateModel(
            "SealedEdition",
            [
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("before", models.CharField(blank=True, max_length=64)),
                ("restored_from", models.PositiveBigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("mac", models.CharField(max_length=64)),
            ],
            {"ordering": ["number"]},
        ),
        migrations.CreateModel(
            "TakenDown",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(db_index=True)),
                ("version", models.PositiveIntegerField()),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("mac", models.CharField(max_length=64)),
            ],
            {"ordering": ["pk"]},
        ),
        migrations.AddField(
            "publication", "fingerprint", models.CharField(blank=True, default="", max_length=64), False
        ),
        migrations.RemoveField("editionnumber", "digest"),
        migrations.RemoveField("editionnumber", "at"),
    ]

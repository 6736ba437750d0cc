import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("checked_on", models.DateField(blank=True, null=True)),
                ("review_due_on", models.DateField(blank=True, null=True)),
                ("maximum_age", models.PositiveSmallIntegerField(null=True)),
            ],
            options={"ordering": ["slug"]},
        ),
    ]

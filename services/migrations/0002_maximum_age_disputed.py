from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="maximum_age_disputed",
            field=models.BooleanField(
                default=False,
                verbose_name="Sources differ on one year more",
                help_text="Sources differ on whether people one year older may: they are told so, not left out.",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(("maximum_age_disputed", False), ("maximum_age__isnull", False), _connector="OR"),
                name="service_age_limit_disputed_is_given",
            ),
        ),
    ]

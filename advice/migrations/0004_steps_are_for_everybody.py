from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("advice", "0003_limit_details_of_steps")]

    operations = [migrations.RemoveField(model_name="step", name="audiences")]

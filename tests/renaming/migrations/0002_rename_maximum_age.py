from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("renaming", "0001_initial")]

    operations = [migrations.RenameField("allowance", "maximum_age", "oldest_age")]

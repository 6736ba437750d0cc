
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0004_acts_of_two_people'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='text',
            field=models.TextField(help_text='One or two plain sentences. Name the service, never the wrong number: people dial what they see.', max_length=1000, verbose_name='Text'),
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('uid', models.UUIDField()),
                ('slug', models.CharField(max_length=80)),
                ('is_public', models.BooleanField()),
                ('fault', models.TextField()),
                ('found_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-is_public', 'kind', 'slug'],
                'constraints': [models.UniqueConstraint(fields=('uid', 'is_public'), name='concern_named_once')],
            },
        ),
    ]

from typing import Any

from django.db import migrations, models


def mark(apps: Any, schema_editor: Any) -> None:
    """What was published when the database was made, by nobody, is as it came."""
    documents = apps.get_model("library", "Document").objects.using(schema_editor.connection.alias)
    documents.filter(author=None, note="Comes with Tenure.").update(shipped=True)


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0004_plans_and_decks'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='shipped',
            field=models.BooleanField(default=False, help_text='As it came with Tenure, changed by nobody'),
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('measure', 'Measure'), ('scorecard', 'Scorecard'), ('signal', 'Signal'), ('message', 'Message template'), ('journey', 'Journey'), ('onboarding', 'Onboarding template'), ('success_plan', 'Success plan template'), ('deck', 'Review deck')], max_length=20)),
                ('key', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=80)),
                ('body', models.JSONField(default=dict)),
                ('since', models.DateTimeField()),
                ('declined', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='offer_once')],
            },
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]

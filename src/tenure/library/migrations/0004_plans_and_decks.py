
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('library', '0003_journeys'),
    ]

    operations = [
        migrations.AlterField(
            model_name='document',
            name='kind',
            field=models.CharField(choices=[('measure', 'Measure'), ('scorecard', 'Scorecard'), ('signal', 'Signal'), ('message', 'Message template'), ('journey', 'Journey'), ('onboarding', 'Onboarding template'), ('success_plan', 'Success plan template'), ('deck', 'Review deck')], max_length=20),
        ),
    ]

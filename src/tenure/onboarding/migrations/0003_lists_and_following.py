

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0008_logos'),
        ('onboarding', '0002_plans'),
    ]

    operations = [
        migrations.AddField(
            model_name='plan',
            name='phase',
            field=models.CharField(blank=True, default='', help_text='Of the first step that is open', max_length=60),
        ),
        migrations.AddField(
            model_name='step',
            name='followed',
            field=models.BooleanField(default=False, help_text='It was done because its message went, or its meeting was'),
        ),
        migrations.AddIndex(
            model_name='onboarding',
            index=models.Index(condition=models.Q(('completed_on__isnull', False)), fields=['-completed_on', 'id'], name='onboarding_by_end'),
        ),
    ]

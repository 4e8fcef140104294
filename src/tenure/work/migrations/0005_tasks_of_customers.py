
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0007_churn_risk'),
        ('work', '0004_outbox_at_full_size'),
    ]

    operations = [
        migrations.AddField(
            model_name='task',
            name='contact',
            field=models.ForeignKey(blank=True, help_text='Who at the customer is to do it; then the owner is who follows it up', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tasks', to='customers.contact'),
        ),
        migrations.AddField(
            model_name='task',
            name='shared',
            field=models.BooleanField(default=False, help_text='The customer sees it on their page'),
        ),
    ]

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0010_reviews_in_order'),
    ]

    operations = [
        migrations.AddField(
            model_name='checkinmark',
            name='past_at',
            field=models.DateTimeField(default=django.utils.timezone.now, help_text='When what is known of past days was last seen to be another'),
            preserve_default=False,
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0003_labels_as_facts")]
    operations = [
        migrations.AddField(
            "surveyresponse",
            "contact_id",
            models.CharField(blank=True, default="", help_text="Who answered on their own page", max_length=190),
        ),
    ]

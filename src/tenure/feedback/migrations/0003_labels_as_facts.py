import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feedback", "0002_text_labels")]
    operations = [
        migrations.RenameField("textlabel", "loaded_at", "text_loaded_at"),
        migrations.AddField(
            "textlabel",
            "loaded_at",
            models.DateTimeField(
                auto_now=True,
                db_index=True,
                default=django.utils.timezone.now,
                help_text="As of a fact: a correction changes it",
            ),
            preserve_default=False,
        ),
    ]

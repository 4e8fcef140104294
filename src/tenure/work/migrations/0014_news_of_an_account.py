import django.db.models.deletion
from django.db import migrations, models


def whose(apps, schema_editor):
    """Of the account of what it tells of, not of that of its reader, who may have moved. What is gone is no news."""
    news = apps.get_model("work", "PortalNews").objects
    for page, model in (("task", ("work", "Task")), ("proposal", ("planning", "ProposedGoal"))):
        subject = apps.get_model(*model).objects.filter(pk=models.OuterRef("subject_id"))
        news.filter(page=page).update(account=models.Subquery(subject.values("account")[:1]))
    news.filter(account=None).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0012_moved_by_value'),
        ('planning', '0010_reviews_in_order'),
        ('work', '0013_ends_of_tasks_of_an_account'),
    ]

    operations = [
        migrations.AddField(
            model_name='portalnews',
            name='day',
            field=models.DateField(blank=True, help_text='Where it tells one: what the contact knows once told', null=True),
        ),
        migrations.AddField(
            model_name='portalnews',
            name='day_before',
            field=models.DateField(blank=True, help_text='And what they know until then', null=True),
        ),
        migrations.AddField(
            model_name='portalnews',
            name='account',
            field=models.ForeignKey(help_text='Whose it is, whatever account the contact is in later', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='portal_news', to='customers.account'),
        ),
        migrations.RunPython(whose, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='portalnews',
            name='account',
            field=models.ForeignKey(help_text='Whose it is, whatever account the contact is in later', on_delete=django.db.models.deletion.CASCADE, related_name='portal_news', to='customers.account'),
        ),
    ]

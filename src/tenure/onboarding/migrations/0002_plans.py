

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0007_churn_risk'),
        ('onboarding', '0001_initial'),
        ('work', '0005_tasks_of_customers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('onboarding', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='plan', serialize=False, to='onboarding.onboarding')),
                ('name', models.CharField(max_length=120)),
                ('template', models.CharField(help_text='Key of the template it was made from', max_length=60)),
                ('template_version', models.PositiveIntegerField()),
                ('phases', models.JSONField(default=list, help_text='Names, in their order')),
                ('first_value_days', models.PositiveIntegerField(blank=True, help_text='Within which it is expected', null=True)),
                ('first_value_feature', models.CharField(blank=True, default='', max_length=190)),
                ('planned_on', models.DateField(help_text='The last planned end of a step')),
                ('created_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(help_text='When somebody last changed the plan itself')),
                ('end_reason', models.TextField(blank=True, default='', help_text='Why it was cancelled')),
                ('closed_tasks', models.JSONField(default=list, help_text='Tasks that were cancelled because it ended; they are open again when it is')),
                ('standing', models.CharField(choices=[('on_track', 'On track'), ('behind', 'Behind'), ('stuck', 'Stuck')], default='on_track', max_length=10)),
                ('forecast_on', models.DateField(null=True)),
                ('late_days', models.IntegerField(default=0, help_text='Working days from the planned to the expected end')),
                ('done_share', models.FloatField(default=0)),
                ('steps_done', models.PositiveIntegerField(default=0)),
                ('steps_all', models.PositiveIntegerField(default=0)),
                ('steps_stuck', models.PositiveIntegerField(default=0)),
                ('reckoned_at', models.DateTimeField(null=True)),
                ('reckoned_on', models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Shape',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(help_text='From the end of this day on')),
                ('body', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Standstill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(max_length=300)),
                ('waits_for', models.CharField(choices=[('customer', 'The customer'), ('us', 'Us'), ('others', 'Somebody else')], default='customer', max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name='Starting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.BooleanField(default=False)),
                ('since', models.DateField(blank=True, help_text='Whoever became a customer on this day or later', null=True)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('phase', models.CharField(max_length=60)),
                ('position', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('task', 'Task'), ('message', 'Message'), ('meeting', 'Meeting'), ('goals', 'Goals'), ('access', 'Access')], default='task', max_length=10)),
                ('role', models.CharField(blank=True, default='', help_text='Who does it, as the template says', max_length=60)),
                ('days', models.PositiveIntegerField(help_text='Working days it is expected to take')),
                ('after', models.JSONField(default=list, help_text='Keys of the steps it waits for')),
                ('not_before', models.DateField(blank=True, help_text='Put off by hand until this day', null=True)),
                ('milestone', models.CharField(blank=True, default='', max_length=60)),
                ('message_key', models.CharField(blank=True, default='', help_text='Template of its message', max_length=60)),
                ('agenda', models.TextField(blank=True, default='')),
                ('minutes', models.PositiveSmallIntegerField(default=45)),
                ('planned_start', models.DateField()),
                ('planned_finish', models.DateField()),
                ('removed_on', models.DateField(blank=True, help_text='Taken out of the plan; past days still have it', null=True)),
                ('due_set', models.DateField(help_text='The due date that the plan gave the task; another one was given by a person')),
            ],
        ),
        migrations.AddIndex(
            model_name='onboarding',
            index=models.Index(fields=['-started_on', 'id'], name='onboarding_by_start'),
        ),
        migrations.AddIndex(
            model_name='onboarding',
            index=models.Index(condition=models.Q(('cancelled_on', None), ('completed_on', None)), fields=['started_on', 'id'], name='onboarding_running'),
        ),
        migrations.AddField(
            model_name='plan',
            name='lead',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='onboardings', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='plan',
            name='made_by',
            field=models.ForeignKey(blank=True, help_text='Nobody: the rule made it', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='shape',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shapes', to='onboarding.plan'),
        ),
        migrations.AddField(
            model_name='standstill',
            name='freed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='standstill',
            name='said_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='starting',
            name='changed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='step',
            name='meeting',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='work.meeting'),
        ),
        migrations.AddField(
            model_name='step',
            name='message',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='work.message'),
        ),
        migrations.AddField(
            model_name='step',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='onboarding.plan'),
        ),
        migrations.AddField(
            model_name='step',
            name='task',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='onboarding_step', to='work.task'),
        ),
        migrations.AddField(
            model_name='standstill',
            name='step',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standstills', to='onboarding.step'),
        ),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['lead', 'standing'], name='plan_of_lead'),
        ),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['standing', 'forecast_on'], name='plan_by_standing'),
        ),
        migrations.AddIndex(
            model_name='plan',
            index=models.Index(fields=['reckoned_on'], name='plan_reckoned'),
        ),
        migrations.AddConstraint(
            model_name='shape',
            constraint=models.UniqueConstraint(fields=('plan', 'day'), name='shape_once_a_day'),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(fields=['plan', 'position'], name='step_of_plan'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('plan', 'key'), name='step_once'),
        ),
        migrations.AddIndex(
            model_name='standstill',
            index=models.Index(fields=['step', 'since'], name='standstill_of_step'),
        ),
        migrations.AddConstraint(
            model_name='standstill',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('step',), name='standstill_one_open'),
        ),
    ]



import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0007_churn_risk'),
        ('planning', '0004_reviews'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GoalState',
            fields=[
                ('goal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='state', serialize=False, to='planning.goal')),
                ('as_of', models.DateField()),
                ('value', models.DecimalField(decimal_places=6, max_digits=20, null=True)),
                ('value_on', models.DateField(null=True)),
                ('progress', models.PositiveIntegerField(help_text='In millionths; null without a way to go', null=True)),
                ('attained_on', models.DateField(help_text='Since when the value reaches the target', null=True)),
                ('standing', models.CharField(help_text='Of plans.progress.STANDINGS', max_length=12)),
            ],
        ),
        migrations.CreateModel(
            name='StandingMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('day', models.DateField()),
            ],
        ),
        migrations.AddField(
            model_name='goal',
            name='baseline_on',
            field=models.DateField(blank=True, help_text='The day of the baseline; values count from here', null=True),
        ),
        migrations.AddField(
            model_name='goal',
            name='close_reason',
            field=models.CharField(blank=True, default='', max_length=300),
        ),
        migrations.AddField(
            model_name='goal',
            name='contact',
            field=models.ForeignKey(blank=True, help_text='Whose it is at the customer', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='goals', to='customers.contact'),
        ),
        migrations.AddField(
            model_name='goal',
            name='importance',
            field=models.PositiveSmallIntegerField(choices=[(1, 'High'), (2, 'Normal'), (3, 'Low')], default=2),
        ),
        migrations.AddField(
            model_name='goal',
            name='measure',
            field=models.CharField(blank=True, default='', max_length=60),
        ),
        migrations.AddField(
            model_name='goal',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='goals', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='goal',
            name='position',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='goal',
            name='rate_currency',
            field=models.CharField(blank=True, default='', max_length=3),
        ),
        migrations.AddField(
            model_name='goal',
            name='rate_minor',
            field=models.BigIntegerField(blank=True, help_text='What one unit of the number is worth', null=True),
        ),
        migrations.AddField(
            model_name='goal',
            name='rate_per',
            field=models.CharField(blank=True, default='', help_text='month, or once', max_length=10),
        ),
        migrations.AddField(
            model_name='goal',
            name='shared',
            field=models.BooleanField(default=False, help_text='The customer sees it, where the plan is shared'),
        ),
        migrations.AddField(
            model_name='goal',
            name='unit',
            field=models.CharField(blank=True, default='', max_length=40),
        ),
        migrations.AddField(
            model_name='goal',
            name='verified_contact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.contact'),
        ),
        migrations.AddField(
            model_name='goal',
            name='verified_said',
            field=models.CharField(blank=True, default='', help_text='Who at the customer said so', max_length=200),
        ),
        migrations.AddField(
            model_name='goal',
            name='why',
            field=models.TextField(blank=True, default='', help_text='What it is worth to them, in their words'),
        ),
        migrations.AddField(
            model_name='goalvalue',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='goalvalue',
            name='contact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.contact'),
        ),
        migrations.AddField(
            model_name='goalvalue',
            name='note',
            field=models.CharField(blank=True, default='', max_length=300),
        ),
        migrations.AddField(
            model_name='successplan',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='success_plans', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='successplan',
            name='shared',
            field=models.BooleanField(default=False, help_text='The customer sees it, and its shared objectives'),
        ),
        migrations.AddField(
            model_name='successplan',
            name='summary',
            field=models.TextField(blank=True, default='', help_text='What is different when it worked'),
        ),
        migrations.AddField(
            model_name='successplan',
            name='template',
            field=models.CharField(blank=True, default='', max_length=60),
        ),
        migrations.AddField(
            model_name='successplan',
            name='template_version',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='CheckIn',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='check_in', serialize=False, to='customers.account')),
                ('people_on', models.DateField(null=True)),
                ('digital_on', models.DateField(null=True)),
                ('due_on', models.DateField(help_text='The first of what is due; null without a cadence', null=True)),
                ('due_by', models.CharField(blank=True, default='', help_text='people or digital: what is due first', max_length=10)),
            ],
            options={
                'indexes': [models.Index(fields=['due_on', 'account'], name='check_in_due')],
            },
        ),
        migrations.CreateModel(
            name='CheckInCadence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('motion', models.CharField(max_length=40)),
                ('tier', models.CharField(blank=True, default='', max_length=40)),
                ('segment', models.CharField(blank=True, default='', max_length=80)),
                ('people_days', models.PositiveIntegerField(blank=True, help_text='Meeting or call', null=True)),
                ('digital_days', models.PositiveIntegerField(blank=True, help_text='Message read or page visited', null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('motion', 'tier', 'segment'), name='check_in_cadence_once')],
            },
        ),
        migrations.CreateModel(
            name='Measured',
            fields=[
                ('goal', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='measured', serialize=False, to='planning.goal')),
                ('measure', models.CharField(max_length=60)),
                ('until', models.DateField()),
                ('publication', models.CharField(max_length=60)),
            ],
            options={
                'indexes': [models.Index(fields=['until'], name='goal_measured_until')],
            },
        ),
        migrations.CreateModel(
            name='PlanState',
            fields=[
                ('plan', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='state', serialize=False, to='planning.successplan')),
                ('account_id', models.CharField(max_length=190)),
                ('is_open', models.BooleanField()),
                ('objectives', models.PositiveIntegerField(default=0, help_text='Without cancelled ones')),
                ('attained', models.PositiveIntegerField(default=0)),
                ('verified', models.PositiveIntegerField(default=0)),
                ('at_risk', models.PositiveIntegerField(default=0, help_text='Slow or behind')),
                ('overdue', models.PositiveIntegerField(default=0)),
                ('unmeasured', models.PositiveIntegerField(default=0, help_text='Without a baseline, a target or a value')),
                ('next_due_on', models.DateField(help_text='Of the objectives still open and not attained', null=True)),
                ('moved_on', models.DateField(help_text='The last day on which anything about it was written')),
            ],
            options={
                'indexes': [models.Index(fields=['is_open', 'next_due_on', 'plan'], name='plan_open_by_due'), models.Index(fields=['is_open', '-overdue', '-at_risk', 'plan'], name='plan_open_by_trouble'), models.Index(fields=['is_open', '-moved_on', 'plan'], name='plan_open_by_moved'), models.Index(fields=['account_id', 'is_open'], name='plan_state_account'), models.Index(condition=models.Q(('is_open', True), ('overdue__gt', 0)), fields=['plan'], name='plan_overdue')],
            },
        ),
        migrations.CreateModel(
            name='Stakeholder',
            fields=[
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='stakeholder', serialize=False, to='customers.contact')),
                ('role', models.CharField(blank=True, default='', help_text="Instead of the contact's own, if given", max_length=60)),
                ('influence', models.PositiveSmallIntegerField(blank=True, help_text='1 little to 5 decides', null=True)),
                ('stance', models.SmallIntegerField(blank=True, choices=[(-2, 'Opponent'), (-1, 'Critic'), (0, 'Neutral'), (1, 'Supporter'), (2, 'Advocate')], null=True)),
                ('note', models.TextField(blank=True, default='', help_text='What matters to them')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reports_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.contact')),
            ],
        ),
        migrations.CreateModel(
            name='AccountPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('body', models.JSONField(default=dict, help_text='Text by section')),
                ('known', models.JSONField(default=dict, help_text='Stakeholders, gaps, risks and whitespace as they were')),
                ('as_of', models.DateField()),
                ('note', models.CharField(blank=True, default='', help_text='What changed and why', max_length=300)),
                ('saved_at', models.DateTimeField(auto_now_add=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='account_plans', to='customers.account')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'version'), name='account_plan_version_once')],
            },
        ),
        migrations.CreateModel(
            name='GoalComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.TextField()),
                ('by_name', models.CharField(max_length=200)),
                ('shared', models.BooleanField(default=False, help_text='The customer sees it')),
                ('at', models.DateTimeField()),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.contact')),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='planning.goal')),
            ],
            options={
                'indexes': [models.Index(fields=['goal', 'at'], name='goal_comment_at')],
            },
        ),
        migrations.CreateModel(
            name='ProposedGoal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('statement', models.CharField(max_length=300)),
                ('why', models.TextField(blank=True, default='')),
                ('measure', models.CharField(blank=True, default='', help_text='Key of a declared measure', max_length=60)),
                ('unit', models.CharField(blank=True, default='', help_text='Of a number that is typed in', max_length=40)),
                ('baseline', models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True)),
                ('target', models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('importance', models.PositiveSmallIntegerField(default=2, help_text='1 high, 2 normal, 3 low')),
                ('shared', models.BooleanField(default=False, help_text='The customer sees it; always what they proposed')),
                ('state', models.CharField(choices=[('proposed', 'Waits for us'), ('asked', 'Waits for the customer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='proposed', max_length=10)),
                ('by_name', models.CharField(max_length=200)),
                ('answer', models.TextField(blank=True, default='', help_text='What we asked back, or why it was declined')),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposed_goals', to='customers.account')),
                ('contact', models.ForeignKey(blank=True, help_text='Who proposed it, where the customer did', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposed_goals', to='customers.contact')),
                ('contact_owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.contact')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('goal', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proposal', to='planning.goal')),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['account', '-created_at'], name='proposed_goal_account'), models.Index(condition=models.Q(('state', 'proposed')), fields=['created_at'], name='proposed_goal_waiting')],
            },
        ),
        migrations.CreateModel(
            name='ValueRealised',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(help_text='Such as 2026-Q3', max_length=7)),
                ('until', models.DateField(help_text='The last day that is in it: the end of the quarter, or how far it has come')),
                ('amount_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('how', models.CharField(help_text='How it was worked out, as a sentence', max_length=300)),
                ('reckoned', models.BooleanField(default=False, help_text='From the rate of the objective, not by hand')),
                ('verified_on', models.DateField(blank=True, null=True)),
                ('verified_said', models.CharField(blank=True, default='', max_length=200)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='customers.account')),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='worth', to='planning.goal')),
                ('verified_contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='customers.contact')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['account', 'period'], name='worth_account_period')],
                'constraints': [models.UniqueConstraint(fields=('goal', 'period'), name='worth_once_a_quarter')],
            },
        ),
    ]

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agreements', '0001_initial'),
        ('organizations', '0001_initial'),
        ('people', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClauseDimension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dimension', models.CharField(choices=[('org', '组织共建'), ('resource', '资源共享'), ('members', '党员共管'), ('activity', '活动共办'), ('affairs', '事务共商')], max_length=12, verbose_name='共建维度')),
                ('clause', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='joint', to='agreements.clause', verbose_name='条款')),
            ],
            options={
                'verbose_name': '共建维度',
                'constraints': [models.CheckConstraint(condition=models.Q(('dimension__in', ['org', 'resource', 'members', 'activity', 'affairs'])), name='clausedimension_value')],
            },
        ),
        migrations.CreateModel(
            name='MemberUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('street', '街道大工委'), ('community', '社区大党委')], default='street', max_length=12, verbose_name='层级')),
                ('state', models.CharField(choices=[('prospect', '意向'), ('invited', '已邀请'), ('active', '成员'), ('suspended', '暂停'), ('left', '退出')], default='prospect', max_length=12, verbose_name='状态')),
                ('joined_on', models.DateField(blank=True, null=True, verbose_name='加入时间')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='退出时间')),
                ('declared_members', models.PositiveIntegerField(blank=True, null=True, verbose_name='党员人数')),
                ('declared_on', models.DateField(blank=True, null=True, verbose_name='填报日期')),
                ('remark', models.CharField(blank=True, max_length=200, verbose_name='备注')),
                ('source', models.CharField(choices=[('live', '在平台办理'), ('taken_over', '从台账接入')], default='live', max_length=12, verbose_name='来源')),
                ('organization', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='member_unit', to='organizations.organization', verbose_name='单位')),
            ],
            options={
                'verbose_name': '成员单位',
                'ordering': ('id',),
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['street', 'community'])), name='memberunit_level'), models.CheckConstraint(condition=models.Q(('state__in', ['prospect', 'invited', 'active', 'suspended', 'left'])), name='memberunit_state'), models.CheckConstraint(condition=models.Q(('source__in', ['live', 'taken_over'])), name='memberunit_source'), models.CheckConstraint(condition=models.Q(models.Q(('left_on__isnull', False), ('state', 'left')), models.Q(models.Q(('state', 'left'), _negated=True), ('left_on', None)), _connector='OR'), name='memberunit_left')],
            },
        ),
        migrations.CreateModel(
            name='ReportIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', '填写中'), ('submitted', '已提交'), ('returned', '退回补正'), ('accepted', '已接收'), ('receipted', '已回执'), ('transferred', '已转接'), ('deregistered', '已注销')], default='draft', max_length=12, verbose_name='状态')),
                ('submitted_on', models.DateField(blank=True, null=True, verbose_name='提交日期')),
                ('accepted_on', models.DateField(blank=True, null=True, verbose_name='报到时间')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='转接或注销日期')),
                ('skills', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='特长')),
                ('wanted_posts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='认领岗位')),
                ('source', models.CharField(choices=[('live', '在平台办理'), ('taken_over', '从台账接入')], default='live', max_length=12, verbose_name='来源')),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_ins', to='places.place', verbose_name='社区')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='report_ins', to='people.person', verbose_name='党员')),
                ('street', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='街道')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='report_ins', to='organizations.organization', verbose_name='工作单位')),
            ],
            options={
                'verbose_name': '在职党员报到',
                'ordering': ('accepted_on', 'id'),
                'indexes': [models.Index(fields=['community', 'state', 'accepted_on'], name='reportin_of_community')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'returned', 'accepted', 'receipted', 'transferred', 'deregistered'])), name='reportin_state'), models.CheckConstraint(condition=models.Q(('source__in', ['live', 'taken_over'])), name='reportin_source'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'receipted', 'transferred', 'deregistered')), _negated=True), ('accepted_on__isnull', False), _connector='OR'), name='reportin_accepted_has_date', violation_error_message='接收了的报到要有日期。'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('transferred', 'deregistered')), _negated=True), ('ended_on__isnull', False), _connector='OR'), name='reportin_ended_has_date'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('submitted', 'accepted', 'receipted')), _negated=True), ('ended_on', None), _connector='OR'), name='reportin_live_not_ended'), models.UniqueConstraint(condition=models.Q(('state__in', ('submitted', 'accepted', 'receipted'))), fields=('person',), name='reportin_one_live', violation_error_message='这个人已经报到，搬家请办转接。')],
            },
        ),
    ]

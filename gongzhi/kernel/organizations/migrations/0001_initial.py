import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('subdistrict_office', '街道办事处'), ('party_working_committee', '街道党工委'), ('residents_committee', '居民委员会'), ('party_organization', '党组织'), ('joint_committee', '大工委'), ('unit', '驻区单位'), ('social_organization', '社会组织'), ('team', '志愿服务队'), ('community_group', '群团组织')], max_length=24, verbose_name='种类')),
                ('name', models.CharField(max_length=120, verbose_name='名称')),
                ('credit_code', models.CharField(blank=True, max_length=18, verbose_name='统一社会信用代码')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                ('telephone', models.CharField(blank=True, max_length=40, verbose_name='电话')),
                ('superior', models.CharField(blank=True, max_length=40, verbose_name='隶属关系')),
                ('nature', models.CharField(choices=[('government', '机关'), ('institution', '事业单位'), ('state_firm', '国有企业'), ('private_firm', '民营企业'), ('social', '社会组织'), ('school', '学校'), ('hospital', '医院'), ('military', '部队'), ('other', '其他')], default='other', max_length=16, verbose_name='单位性质')),
                ('public_visible', models.BooleanField(default=True, verbose_name='可以公开')),
                ('state', models.CharField(choices=[('active', '在用'), ('ended', '已注销')], default='active', max_length=8, verbose_name='状态')),
                ('until', models.DateField(blank=True, null=True, verbose_name='注销日期')),
                ('source', models.CharField(choices=[('live', '在平台办理'), ('taken_over', '从台账接入')], default='live', max_length=12, verbose_name='来源')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='organizations.organization', verbose_name='上级或所属')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organizations', to='places.place', verbose_name='所在地')),
                ('street', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='街道')),
            ],
            options={
                'verbose_name': '组织',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('street_leader', '街道领导'), ('street_party_officer', '党建办干事'), ('street_civil_officer', '社会事务办干事'), ('street_culture_officer', '文化站长'), ('street_city_officer', '城管科干事'), ('street_finance', '财政所会计'), ('community_secretary', '社区书记'), ('community_worker', '社区干事'), ('grid_worker', '网格员'), ('building_chief', '楼长'), ('entrance_chief', '门洞长'), ('unit_liaison', '单位联络员'), ('class_monitor', '班长'), ('teacher', '志愿教师'), ('project_lead', '项目负责人'), ('reviewer', '评审专家'), ('superior_viewer', '上级查看'), ('auditor', '审计'), ('admin', '系统管理员')], max_length=24, verbose_name='角色')),
                ('since', models.DateField(blank=True, null=True, verbose_name='开始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='结束日期')),
                ('source', models.CharField(choices=[('live', '在平台办理'), ('taken_over', '从台账接入')], default='live', max_length=12, verbose_name='来源')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.person', verbose_name='人')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='places.place', verbose_name='负责的地方')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='organizations.organization', verbose_name='组织')),
            ],
            options={
                'verbose_name': '任职',
            },
        ),
        migrations.CreateModel(
            name='OrganizationAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='别名')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='organizations.organization', verbose_name='组织')),
                ('street', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='街道')),
            ],
            options={
                'verbose_name': '组织别名',
            },
        ),
        migrations.AddIndex(
            model_name='organization',
            index=models.Index(fields=['place', 'kind'], name='organization_of_place'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['subdistrict_office', 'party_working_committee', 'residents_committee', 'party_organization', 'joint_committee', 'unit', 'social_organization', 'team', 'community_group'])), name='organization_kind'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('nature__in', ['government', 'institution', 'state_firm', 'private_firm', 'social', 'school', 'hospital', 'military', 'other'])), name='organization_nature'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['live', 'taken_over'])), name='organization_source'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'active'), ('until', None)), models.Q(('state', 'ended'), ('until__isnull', False)), _connector='OR'), name='organization_state'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'active'), models.Q(('kind', 'party_organization'), _negated=True)), fields=('street', 'kind', 'name'), name='organization_name_once', violation_error_message='这个名称已经有了。'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'party_organization'), ('state', 'active')), fields=('street', 'parent', 'place', 'name'), name='organization_party_name_once', nulls_distinct=False, violation_error_message='这个名称已经有了。'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.UniqueConstraint(condition=models.Q(('credit_code', ''), _negated=True), fields=('street', 'credit_code'), name='organization_credit_code_once'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['place', 'role'], name='membership_of_place'),
        ),
        migrations.AddIndex(
            model_name='membership',
            index=models.Index(fields=['organization', 'role'], name='membership_of_org'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['street_leader', 'street_party_officer', 'street_civil_officer', 'street_culture_officer', 'street_city_officer', 'street_finance', 'community_secretary', 'community_worker', 'grid_worker', 'building_chief', 'entrance_chief', 'unit_liaison', 'class_monitor', 'teacher', 'project_lead', 'reviewer', 'superior_viewer', 'auditor', 'admin'])), name='membership_role'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['live', 'taken_over'])), name='membership_source'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('since', None), ('until__gte', models.F('since')), _connector='OR'), name='membership_dates'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('person', 'organization', 'role', 'place'), name='membership_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='organizationalias',
            constraint=models.UniqueConstraint(fields=('street', 'name'), name='organizationalias_once', violation_error_message='这个简称已经指向另一个单位。'),
        ),
    ]

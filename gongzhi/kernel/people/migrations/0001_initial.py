import django.db.models.deletion
import gongzhi.kernel.people.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('door', models.CharField(max_length=40, verbose_name='门牌')),
                ('until', models.DateField(blank=True, null=True, verbose_name='迁出日期')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='households', to='places.place', verbose_name='楼栋或门洞')),
            ],
            options={
                'verbose_name': '户',
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_collation='C', max_length=100, verbose_name='姓名')),
                ('given', models.CharField(blank=True, db_collation='C', max_length=100, verbose_name='名')),
                ('pinyin', models.CharField(blank=True, db_collation='C', max_length=600, verbose_name='拼音')),
                ('given_pinyin', models.CharField(blank=True, db_collation='C', max_length=600, verbose_name='名的拼音')),
                ('initials', models.CharField(blank=True, db_collation='C', max_length=100, verbose_name='首字母')),
                ('sex', models.CharField(choices=[('female', '女'), ('male', '男'), ('unknown', '未填')], default='unknown', max_length=8, verbose_name='性别')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='出生年')),
                ('birth_month', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='出生月')),
                ('birth_day', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='出生日')),
                ('identity_kind', models.CharField(choices=[('none', '未登记'), ('resident', '居民身份证'), ('other', '其他证件')], default='none', max_length=8, verbose_name='证件')),
                ('identity_sealed', models.BinaryField(blank=True, null=True, verbose_name='证件号')),
                ('identity_mark', models.BinaryField(blank=True, null=True, verbose_name='证件号的钥匙散列')),
                ('source', models.CharField(choices=[('live', '在平台办理'), ('taken_over', '从台账接入')], default='live', max_length=12, verbose_name='来源')),
                ('same_as', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='joined', to='people.person', verbose_name='与此人是同一人')),
                ('street', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='街道')),
            ],
            options={
                'verbose_name': '人',
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pointers', models.JSONField(default=list, verbose_name='改过指向的记录')),
                ('reason', models.CharField(max_length=200, verbose_name='理由')),
                ('merged_at', models.DateTimeField(auto_now_add=True, verbose_name='合并时间')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
                ('gone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='并入')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges', to='people.person', verbose_name='保留')),
                ('merged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='合并人')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='撤销人')),
            ],
            options={
                'verbose_name': '合并',
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.CharField(choices=[('sign_up', '代报名、代请假'), ('answer', '代答复、代反馈'), ('record', '代看记录')], max_length=8, verbose_name='范围')),
                ('how', models.CharField(max_length=40, verbose_name='委托方式')),
                ('since', models.DateField(verbose_name='开始日期')),
                ('until', models.DateField(verbose_name='结束日期')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
                ('helper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates_held', to='people.person', verbose_name='代办人')),
                ('principal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mandates_given', to='people.person', verbose_name='委托人')),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='由谁撤销')),
            ],
            options={
                'verbose_name': '委托',
            },
        ),
        migrations.CreateModel(
            name='HouseholdMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(blank=True, null=True, verbose_name='开始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='结束日期')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='people.household', verbose_name='户')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='homes', to='people.person', verbose_name='人')),
            ],
            options={
                'verbose_name': '家庭成员',
            },
        ),
        migrations.CreateModel(
            name='ContactPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('mobile', '手机'), ('other', '其他电话')], max_length=8, verbose_name='种类')),
                ('sealed', models.BinaryField(verbose_name='号码')),
                ('mark', models.BinaryField(verbose_name='号码的钥匙散列')),
                ('tail_mark', models.BinaryField(verbose_name='尾号的钥匙散列')),
                ('since', models.DateField(blank=True, null=True, verbose_name='开始日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='people.person', verbose_name='人')),
            ],
            options={
                'verbose_name': '联系方式',
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=40, verbose_name='用途')),
                ('version', models.CharField(max_length=20, verbose_name='文本版本')),
                ('how', models.CharField(max_length=40, verbose_name='同意方式')),
                ('given_at', models.DateTimeField(verbose_name='同意时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤回时间')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='由谁表示')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='people.person', verbose_name='人')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='由谁撤回')),
            ],
            options={
                'verbose_name': '同意',
            },
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(db_collation='C', max_length=100, verbose_name='别名')),
                ('pinyin', models.CharField(blank=True, db_collation='C', max_length=600, verbose_name='拼音')),
                ('street', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place', verbose_name='街道')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='people.person', verbose_name='人')),
            ],
            options={
                'verbose_name': '别名',
            },
        ),
        migrations.AddConstraint(
            model_name='household',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('place', 'door'), name='household_once'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['street', 'name', 'id'], name='person_name'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['street', 'given', 'id'], name='person_given'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['street', 'pinyin', 'id'], name='person_pinyin'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['street', 'given_pinyin', 'id'], name='person_given_pinyin'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['street', 'initials', 'id'], name='person_initials'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('identity_mark__isnull', False)), fields=['identity_mark'], name='person_mark'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('same_as__isnull', False)), fields=['same_as'], name='person_joined'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='person_name', violation_error_message='请填写姓名。'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('sex__in', ['female', 'male', 'unknown'])), name='person_sex'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['live', 'taken_over'])), name='person_source'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('identity_kind', 'none'), ('identity_mark', None), ('identity_sealed', None)), models.Q(('identity_kind__in', ('resident', 'other')), ('identity_mark__isnull', False), ('identity_sealed__isnull', False)), _connector='OR'), name='person_identity'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('birth_year', None), ('birth_year__range', (1880, 2200)), _connector='OR'), models.Q(('birth_month', None), models.Q(('birth_month__range', (1, 12)), ('birth_year__isnull', False)), _connector='OR'), models.Q(('birth_day', None), models.Q(('birth_day__range', (1, 31)), ('birth_month__isnull', False)), _connector='OR')), name='person_birth'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('same_as', None), models.Q(('same_as', models.F('id')), _negated=True), _connector='OR'), name='person_not_same_as_itself'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(condition=models.Q(('identity_mark__isnull', False), ('same_as', None)), fields=('street', 'identity_mark'), name='person_identity_once', violation_error_message='这个证件号已经登记在另一个人名下。'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('kept', models.F('gone')), _negated=True), name='merge_two_records'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('gone',), name='merge_once'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at', None), ('undone_by', None)), ('undone_at__isnull', False), _connector='OR'), name='merge_undone'),
        ),
        migrations.AddIndex(
            model_name='mandate',
            index=models.Index(fields=['helper', 'until'], name='mandate_of_helper'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('scope__in', ['sign_up', 'answer', 'record'])), name='mandate_scope'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('principal', models.F('helper')), _negated=True), name='mandate_not_oneself'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(('until__gte', models.F('since')), ('until__lte', gongzhi.kernel.people.models.YearLater('since'))), name='mandate_at_most_a_year', violation_error_message='委托最长一年，到期可以再办。'),
        ),
        migrations.AddConstraint(
            model_name='mandate',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), ('revoked_at__isnull', False), _connector='OR'), name='mandate_revoked'),
        ),
        migrations.AddConstraint(
            model_name='householdmember',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('person', 'household'), name='member_once'),
        ),
        migrations.AddConstraint(
            model_name='householdmember',
            constraint=models.CheckConstraint(condition=models.Q(('until', None), ('since', None), ('until__gte', models.F('since')), _connector='OR'), name='member_dates'),
        ),
        migrations.AddIndex(
            model_name='contactpoint',
            index=models.Index(fields=['mark'], name='contact_mark'),
        ),
        migrations.AddIndex(
            model_name='contactpoint',
            index=models.Index(fields=['tail_mark'], name='contact_tail'),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['mobile', 'other'])), name='contact_kind'),
        ),
        migrations.AddConstraint(
            model_name='contactpoint',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('person', 'mark'), name='contact_once'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('person', 'purpose'), name='consent_once'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__gte', models.F('given_at')), ('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='consent_withdrawn'),
        ),
        migrations.AddIndex(
            model_name='alias',
            index=models.Index(fields=['street', 'name'], name='alias_name'),
        ),
        migrations.AddIndex(
            model_name='alias',
            index=models.Index(fields=['street', 'pinyin'], name='alias_pinyin'),
        ),
        migrations.AddConstraint(
            model_name='alias',
            constraint=models.UniqueConstraint(fields=('person', 'name'), name='alias_once'),
        ),
    ]

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('evidence', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('street_id', models.BigIntegerField(blank=True, null=True, verbose_name='街道')),
                ('file_name', models.CharField(max_length=200, verbose_name='文件名')),
                ('sha256', models.CharField(max_length=64, verbose_name='文件指纹')),
                ('state', models.CharField(choices=[('committed', '已写入'), ('undone', '已撤销')], default='committed', max_length=12, verbose_name='状态')),
                ('as_of', models.DateField(verbose_name='截至')),
                ('entry_id', models.BigIntegerField(blank=True, null=True, verbose_name='写入时的日志')),
                ('committed_at', models.DateTimeField(auto_now_add=True, verbose_name='写入时间')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
                ('committed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='写入人')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.evidence', verbose_name='原表')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='撤销人')),
            ],
            options={
                'verbose_name': '导入批次',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='Provenance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tab', models.CharField(max_length=80, verbose_name='工作表')),
                ('row', models.PositiveIntegerField(verbose_name='行')),
                ('subject_kind', models.CharField(max_length=60, verbose_name='记录种类')),
                ('subject_id', models.BigIntegerField(verbose_name='记录')),
                ('effect', models.CharField(choices=[('created', '新建'), ('changed', '改动'), ('kept', '不变')], max_length=8, verbose_name='作用')),
                ('before', models.JSONField(blank=True, encoder=django.core.serializers.json.DjangoJSONEncoder, null=True, verbose_name='改动前')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='provenance', to='intake.batch', verbose_name='批次')),
            ],
            options={
                'verbose_name': '出处',
            },
        ),
        migrations.CreateModel(
            name='Row',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tab', models.CharField(max_length=80, verbose_name='工作表')),
                ('row', models.PositiveIntegerField(verbose_name='行')),
                ('sheet', models.CharField(max_length=60, verbose_name='表种')),
                ('status', models.CharField(choices=[('new', '新增'), ('changed', '更新'), ('same', '已有，没有变化'), ('merged', '重复，已合并'), ('conflict', '请核对'), ('blocked', '不能写入')], max_length=8, verbose_name='结果')),
                ('reason', models.CharField(blank=True, max_length=400, verbose_name='原因')),
                ('choice', models.CharField(blank=True, max_length=40, verbose_name='选择')),
                ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='intake.batch', verbose_name='批次')),
            ],
            options={
                'verbose_name': '行',
                'ordering': ('id',),
            },
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['committed', 'undone'])), name='batch_state'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'committed'), ('undone_at', None), ('undone_by', None)), models.Q(('state', 'undone'), ('undone_at__isnull', False)), _connector='OR'), name='batch_undone'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'committed')), fields=('street_id', 'sha256'), name='batch_file_once', nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name='provenance',
            index=models.Index(fields=['subject_kind', 'subject_id'], name='provenance_of_record'),
        ),
        migrations.AddConstraint(
            model_name='provenance',
            constraint=models.CheckConstraint(condition=models.Q(('effect__in', ['created', 'changed', 'kept'])), name='provenance_effect'),
        ),
        migrations.AddConstraint(
            model_name='row',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['new', 'changed', 'same', 'merged', 'conflict', 'blocked'])), name='row_status'),
        ),
        migrations.AddConstraint(
            model_name='row',
            constraint=models.UniqueConstraint(fields=('batch', 'tab', 'row'), name='row_once'),
        ),
    ]

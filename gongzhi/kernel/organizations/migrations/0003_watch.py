import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0002_active_seat_and_proposals'),
        ('people', '0004_rights_of_the_person'),
    ]

    operations = [
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_mark', models.BinaryField(verbose_name='支持码的钥匙散列')),
                ('good_until', models.DateTimeField(verbose_name='支持码有效期至')),
                ('asked_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='申请时间')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='最晚看到')),
                ('begun_at', models.DateTimeField(blank=True, null=True, verbose_name='开始时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='结束时间')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to='people.account', verbose_name='账号')),
                ('begun_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='谁在看')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='谁结束的')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.session', verbose_name='谁的登录')),
                ('watcher', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='looking', to='people.session', verbose_name='在哪个登录里看')),
            ],
            options={
                'verbose_name': '支持查看',
                'indexes': [models.Index(condition=models.Q(('begun_at', None)), fields=['code_mark'], name='watch_by_code')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('begun_at', None), ('begun_by', None), ('ended_at', None), ('until', None), ('watcher', None)), models.Q(('begun_at__isnull', False), ('begun_by__isnull', False), ('until__gt', models.F('begun_at'))), _connector='OR'), name='watch_begun'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), ('ended_at__isnull', False), _connector='OR'), name='watch_ended'), models.UniqueConstraint(condition=models.Q(('begun_at__isnull', False), ('ended_at', None)), fields=('account',), name='watch_one_of_an_account')],
            },
        ),
    ]

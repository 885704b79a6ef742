"""What the journal says of people."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ledger.sentences import say

say(
    {
        "account.closed": _("停用账号"),
        "account.opened": _("开通账号"),
        "account.password_changed": _("修改密码"),
        "account.set_up": _("设好登录名、密码和动态码"),
        "consent.given": _("登记同意"),
        "consent.withdrawn": _("撤回同意"),
        "correction.answered": _("答复更正要求"),
        "correction.asked": _("登记更正要求"),
        "correction.read": _("看更正要求"),
        "correction.taken_back": _("收回更正要求"),
        "erasure.asked": _("要求删除自己的资料"),
        "erasure.confirmed": _("核对并同意删除资料"),
        "erasure.held_back": _("还要交接，没有删除资料"),
        "erasure.proposed": _("替本人登记删除资料的要求"),
        "erasure.taken_back": _("收回删除资料的要求"),
        "erasure.turned_down": _("核对后不删除资料"),
        "household.moved_in": _("登记入住"),
        "household.moved_out": _("登记搬出"),
        "mandate.given": _("登记委托"),
        "mandate.revoked": _("撤销委托"),
        "person.alias_added": _("登记人员别名"),
        "person.copied": _("打印一个人的全部资料"),
        "person.corrected": _("更正人员登记"),
        "person.death_taken_back": _("取消去世的登记"),
        "person.died": _("登记去世"),
        "person.erased": _("删除一个人的资料"),
        "person.identified": _("补登证件号"),
        "person.handed_over": _("把档案交给另一个社区"),
        "person.looked_at": _("打开人员记录"),
        "person.merge_proposed": _("提出合并人员记录"),
        "person.merge_turned_down": _("不同意合并人员记录"),
        "person.merge_undone": _("撤销合并，分回两条人员记录"),
        "person.merged": _("合并两条人员记录"),
        "person.number_shown": _("查看完整电话"),
        "person.registered": _("登记人员"),
        "person.searched": _("查找人员"),
        "person.telephone_added": _("登记自己的新号码"),
        "person.telephone_stopped": _("停用自己的号码"),
        "retention.emptied": _("清除到期的内容"),
        "session.begun": _("登录"),
        "session.ended": _("退出登录"),
        "session.others_ended": _("退出别处的登录"),
        "ticket.made": _("发出一次性链接"),
        "ticket.used": _("用了一次性链接"),
    }
)

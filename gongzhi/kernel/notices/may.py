"""Who may do what with messages."""

from django.utils.translation import gettext as _

from gongzhi.kernel.notices.models import InboxItem
from gongzhi.lib.actions import YES, Actor, No, Verdict


def try_again(by: Actor) -> Verdict:
    """Send a message once more that was given up."""
    if by.is_system or by.can("send_again"):
        return YES
    return No(_("请让社区或街道的工作人员重新发送。"), rights=True)


def read(by: Actor, item: InboxItem) -> Verdict:
    """Open a message: only who it is for."""
    if by.person_id is not None and by.person_id == item.person_id:
        return YES
    return No(_("这条消息是发给别人的。"), rights=True)


def forget(by: Actor) -> Verdict:
    """Forget what people were told: the machine, for a person who is erased."""
    return YES if by.is_system else No(_("消息到期自己清除。"), rights=True)


def choose(by: Actor, person_id: int) -> Verdict:
    """Say what a person wants to be told: the person, or the desk that is asked to."""
    if by.is_system or by.person_id == person_id or by.can("choose_messages_of_others"):
        return YES
    return No(_("请本人或社区来修改。"), rights=True)

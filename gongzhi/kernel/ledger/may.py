"""Who may read the journal."""

from django.utils.translation import gettext as _

from gongzhi.lib.actions import YES, Actor, No, Verdict


def read_journal(by: Actor, street_id: int) -> Verdict:
    """The machine itself, or who looks back for the street."""
    if by.is_system or by.can("see_journal", f"{street_id}."):
        return YES
    return No(_("日志由审计人员查看。"), rights=True)


def read_own_lines(by: Actor, actor_id: int) -> Verdict:
    """Whoever has a desk, what they did themselves."""
    if actor_id == by.person_id and by.can("see_own_lines"):
        return YES
    return No(_("这里只能看自己做过的事。"), rights=True)

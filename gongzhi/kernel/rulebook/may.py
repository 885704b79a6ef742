"""Who may change the rules of a street."""

from django.utils.translation import gettext as _

from gongzhi.lib.actions import YES, Actor, No, Verdict


def load_calendar(by: Actor) -> Verdict:
    """The machine itself, or who follows the State Council notices for the street (domain.md 3.2, step 1)."""
    if by.is_system or by.can("load_calendar"):
        return YES
    return No(_("假期安排由街道登记。"), rights=True)


def change_setting(by: Actor, street_id: int | None) -> Verdict:
    """For one street its leader or administrator, for all streets only the machine itself."""
    if by.is_system or (street_id and by.can("change_settings", f"{street_id}.")):
        return YES
    return No(_("这项设置由街道负责人修改。"), rights=True)

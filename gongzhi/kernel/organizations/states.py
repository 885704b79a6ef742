from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gongzhi.lib.states import Moves


class OrganizationKind(TextChoices):
    SUBDISTRICT_OFFICE = "subdistrict_office", _("街道办事处")
    PARTY_WORKING_COMMITTEE = "party_working_committee", _("街道党工委")
    RESIDENTS_COMMITTEE = "residents_committee", _("居民委员会")
    PARTY_ORGANIZATION = "party_organization", _("党组织")
    JOINT_COMMITTEE = "joint_committee", _("大工委")
    UNIT = "unit", _("驻区单位")
    SOCIAL_ORGANIZATION = "social_organization", _("社会组织")
    TEAM = "team", _("志愿服务队")
    GROUP = "community_group", _("群团组织")


#: Bodies that the street sets up by law or by decision: it alone renames and ends them.
OFFICIAL = (
    OrganizationKind.SUBDISTRICT_OFFICE,
    OrganizationKind.PARTY_WORKING_COMMITTEE,
    OrganizationKind.RESIDENTS_COMMITTEE,
    OrganizationKind.JOINT_COMMITTEE,
)
#: Kinds that are taken for each other; no other organisation changes its kind.
ALIKE = (
    (OrganizationKind.UNIT, OrganizationKind.SOCIAL_ORGANIZATION),
    (OrganizationKind.TEAM, OrganizationKind.GROUP),
)


class Nature(TextChoices):
    """What a unit is by law (domain.md 2.0.3)."""

    GOVERNMENT = "government", _("机关")
    INSTITUTION = "institution", _("事业单位")
    STATE_FIRM = "state_firm", _("国有企业")
    PRIVATE_FIRM = "private_firm", _("民营企业")
    SOCIAL = "social", _("社会组织")
    SCHOOL = "school", _("学校")
    HOSPITAL = "hospital", _("医院")
    MILITARY = "military", _("部队")
    OTHER = "other", _("其他")


class OrganizationState(TextChoices):
    ACTIVE = "active", _("在用")
    ENDED = "ended", _("已注销")


ORGANIZATION_MOVES: Moves = {
    "end": ((OrganizationState.ACTIVE,), OrganizationState.ENDED),
}


class ProposalState(TextChoices):
    WAITING = "waiting", _("等人确认")
    CONFIRMED = "confirmed", _("已确认")
    REFUSED = "refused", _("没有同意")


PROPOSAL_MOVES: Moves = {
    "confirm": ((ProposalState.WAITING,), ProposalState.CONFIRMED),
    "refuse": ((ProposalState.WAITING,), ProposalState.REFUSED),
}


class Role(TextChoices):
    """The seats people hold; the only list of roles (domain.md 2.0.1)."""

    STREET_LEADER = "street_leader", _("街道领导")
    STREET_PARTY_OFFICER = "street_party_officer", _("党建办干事")
    STREET_CIVIL_OFFICER = "street_civil_officer", _("社会事务办干事")
    STREET_CULTURE_OFFICER = "street_culture_officer", _("文化站长")
    STREET_CITY_OFFICER = "street_city_officer", _("城管科干事")
    STREET_FINANCE = "street_finance", _("财政所会计")
    COMMUNITY_SECRETARY = "community_secretary", _("社区书记")
    COMMUNITY_WORKER = "community_worker", _("社区干事")
    GRID_WORKER = "grid_worker", _("网格员")
    BUILDING_CHIEF = "building_chief", _("楼长")
    ENTRANCE_CHIEF = "entrance_chief", _("门洞长")
    UNIT_LIAISON = "unit_liaison", _("单位联络员")
    CLASS_MONITOR = "class_monitor", _("班长")
    TEACHER = "teacher", _("志愿教师")
    PROJECT_LEAD = "project_lead", _("项目负责人")
    REVIEWER = "reviewer", _("评审专家")
    SUPERIOR_VIEWER = "superior_viewer", _("上级查看")
    AUDITOR = "auditor", _("审计")
    ADMIN = "admin", _("系统管理员")

"""The use cases of the alliance, split by noun."""

from gongzhi.programmes.alliance.actions.agreements import take_over_co_building
from gongzhi.programmes.alliance.actions.report_ins import (
    ReportInFacts,
    revise_report_ins,
    take_over_report_ins,
    transfer_report_ins,
)
from gongzhi.programmes.alliance.actions.units import MemberUnitFacts, revise_member_unit, take_over_member_units

__all__ = [
    "MemberUnitFacts",
    "ReportInFacts",
    "revise_member_unit",
    "revise_report_ins",
    "take_over_co_building",
    "take_over_member_units",
    "take_over_report_ins",
    "transfer_report_ins",
]

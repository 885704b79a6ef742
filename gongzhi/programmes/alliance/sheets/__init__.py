"""The workbooks of the alliance: member units, report-in, co-building agreements."""

from gongzhi.programmes.alliance.sheets.agreements import Agreements
from gongzhi.programmes.alliance.sheets.report_ins import ReportIns
from gongzhi.programmes.alliance.sheets.units import MemberUnits

__all__ = ["Agreements", "MemberUnits", "ReportIns"]

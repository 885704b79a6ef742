"""The workbook of communities, grids and courtyards: the territory and who answers for it."""

from gongzhi.kernel.organizations.sheets.communities import Communities
from gongzhi.kernel.organizations.sheets.courtyards import Courtyards
from gongzhi.kernel.organizations.sheets.grids import Grids

__all__ = ["Communities", "Courtyards", "Grids"]

"""What holds a place, so that nobody ends it: not only what stands in it, but whatever is kept for it elsewhere.

A holding goes from the path of a place to what is kept for it or for a place in it.
"""

from gongzhi.lib.holding import Holdings

_holdings: Holdings[str] = Holdings()
register, held_by = _holdings.register, _holdings.held_by

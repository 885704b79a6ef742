"""Co-building agreements: each promise serves one of the five joint dimensions."""

import datetime as dt
from collections.abc import Sequence

from gongzhi.kernel.agreements.actions import AgreementFacts, take_over_agreements
from gongzhi.kernel.agreements.models import Agreement
from gongzhi.lib import bulk
from gongzhi.lib.actions import Actor, action
from gongzhi.programmes.alliance.models import ClauseDimension
from gongzhi.programmes.alliance.states import JointDimension


@action
def take_over_co_building(facts: Sequence[AgreementFacts], *, as_of: dt.date, by: Actor) -> list[Agreement]:
    """Create co-building agreements from a ledger; a clause named like a dimension is tied to it."""
    dimensions = {str(label): value for value, label in JointDimension.choices}
    created = take_over_agreements(facts, as_of=as_of, by=by)
    bulk.insert(
        [
            ClauseDimension(clause=clause, dimension=dimensions[clause.text])
            for _agreement, clauses in created
            for clause in clauses
            if clause.text in dimensions
        ]
    )
    return [agreement for agreement, _clauses in created]

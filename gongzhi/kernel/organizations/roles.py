"""What every role may do: the one list that rights, doors and their tests are made from.

It joins domain.md 2.0.1 (who sees and writes what) with trust.md 6 (roles and permissions). A right is
named after what it shows or changes, and holds only over the place of the seat that gives it. What a
role may do with its own things alone (sign up, see oneself) needs no right.
"""

from gongzhi.kernel.organizations.states import Role

#: Officers of the street, each with a department of their own.
OFFICERS = (
    Role.STREET_PARTY_OFFICER,
    Role.STREET_CIVIL_OFFICER,
    Role.STREET_CULTURE_OFFICER,
    Role.STREET_CITY_OFFICER,
)
COMMUNITY = (Role.COMMUNITY_SECRETARY, Role.COMMUNITY_WORKER)
STREET = (Role.STREET_LEADER, *OFFICERS, Role.STREET_FINANCE)

#: Who has a desk: sees others' data, so nobody comes in there without a second factor (trust.md S10).
DESK = (*STREET, *COMMUNITY, Role.GRID_WORKER, Role.SUPERIOR_VIEWER, Role.AUDITOR, Role.ADMIN)

RIGHTS: dict[str, tuple[Role, ...]] = {
    "work_at_the_desk": DESK,
    # people
    "see_people_masked": (*OFFICERS, *COMMUNITY, Role.GRID_WORKER),
    "see_one_number": (*OFFICERS, *COMMUNITY),
    "see_one_door": (Role.STREET_PARTY_OFFICER, Role.STREET_CIVIL_OFFICER, *COMMUNITY),
    "keep_people": (Role.STREET_PARTY_OFFICER, Role.STREET_CIVIL_OFFICER, *COMMUNITY),
    "export_people": (*OFFICERS, *COMMUNITY),
    "export_households": (Role.STREET_PARTY_OFFICER, Role.STREET_CIVIL_OFFICER, *COMMUNITY),
    "let_people_in": COMMUNITY,
    # places and organisations
    "see_places": DESK,
    "keep_places": (Role.STREET_LEADER, Role.STREET_CITY_OFFICER, Role.ADMIN),
    "see_organizations": (*STREET, *COMMUNITY, Role.GRID_WORKER, Role.ADMIN),
    "keep_organizations": (
        Role.STREET_LEADER,
        Role.STREET_PARTY_OFFICER,
        Role.STREET_CIVIL_OFFICER,
        Role.STREET_CITY_OFFICER,
        *COMMUNITY,  # those that stand in the community
    ),
    "see_roles": (*STREET, *COMMUNITY, Role.AUDITOR, Role.ADMIN),
    "give_any_role": (Role.STREET_LEADER,),
    "propose_any_role": (Role.ADMIN,),  # a second person confirms
    "give_roles_below_the_street": (
        Role.STREET_PARTY_OFFICER,
        Role.STREET_CIVIL_OFFICER,
        Role.STREET_CITY_OFFICER,
    ),
    "give_roles_of_neighbours": COMMUNITY,
    # agreements
    "keep_agreements": (Role.STREET_LEADER, Role.STREET_PARTY_OFFICER, Role.COMMUNITY_SECRETARY),
    "sign_agreements": (
        Role.STREET_LEADER,
        Role.STREET_PARTY_OFFICER,
        Role.COMMUNITY_SECRETARY,
        Role.UNIT_LIAISON,
        Role.PROJECT_LEAD,
    ),
    # events
    "organize_events": (Role.STREET_LEADER, *OFFICERS, *COMMUNITY),
    "publish_events": (Role.STREET_LEADER, *OFFICERS, Role.COMMUNITY_SECRETARY),
    # workbooks in
    "take_in_workbooks": (*OFFICERS, *COMMUNITY),
    # messages
    "see_deliveries": (*OFFICERS, *COMMUNITY),
    "send_again": COMMUNITY,
    "choose_messages_of_others": COMMUNITY,
    # rules
    "see_settings": (*STREET, *COMMUNITY, Role.AUDITOR, Role.ADMIN),
    "change_settings": (Role.STREET_LEADER, Role.ADMIN),
    "load_calendar": (Role.STREET_LEADER, Role.STREET_CITY_OFFICER, Role.ADMIN),
    # looking back, and helping
    "see_journal": (Role.AUDITOR,),
    "see_own_lines": DESK,
    "open_accounts": (Role.STREET_LEADER, Role.ADMIN),
    "support": (Role.ADMIN,),
}

#: Roles that reach a whole street or look into it; the leader gives them, or confirms what the
#: administrator proposes.
GIVEN_FROM_ABOVE = (*STREET, Role.SUPERIOR_VIEWER, Role.AUDITOR, Role.ADMIN)
#: Roles that a community gives to its own people.
GIVEN_BY_COMMUNITY = (Role.BUILDING_CHIEF, Role.ENTRANCE_CHIEF, Role.CLASS_MONITOR)

_GIVEN: dict[str, frozenset[str]] = {
    role: frozenset(right for right, roles in RIGHTS.items() if role in roles) for role in Role
}


def rights_of(role: str) -> frozenset[str]:
    """What a role gives over its place."""
    return _GIVEN[role]


def roles_with(right: str) -> tuple[Role, ...]:
    """The roles that give a right. Raises KeyError for one that is not in the list."""
    return RIGHTS[right]

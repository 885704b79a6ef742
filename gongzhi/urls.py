"""Every address of the house, and the door it stands behind."""

from django.urls import path

from gongzhi.faces.desk import (
    batches,
    exports,
    intake,
    journal,
    lists,
    merging,
    messages,
    organization_changes,
    organizations,
    people,
    people_changes,
    place_changes,
    place_map,
    places,
    rights,
    roles,
    search,
    settings,
    today,
)
from gongzhi.faces.doors import PUBLIC, SIGNED_IN, Door
from gongzhi.faces.insight import views as insight
from gongzhi.faces.public import coming_in, demonstration, gallery, health, mine, own, own_record
from gongzhi.faces.public import places as public_places
from gongzhi.faces.public import views as public

GIVE_ROLES = ("give_any_role", "propose_any_role", "give_roles_below_the_street", "give_roles_of_neighbours")

urlpatterns = [
    *Door(PUBLIC)(
        path("", public.home, name="home"),
        path("communities/", public.communities, name="communities"),
        path("communities/<int:pk>/", public.community, name="community"),
        path("places.geojson", public_places.places, name="places_map"),
        path("figures/", insight.figures, name="figures"),
        path("figures/<slug:key>/", insight.figure, name="figure"),
        path("display/", public.display, name="display"),
        path("units/", public.units, name="units"),
        path("privacy/", public.privacy, name="privacy"),
        path("accessibility/", public.accessibility, name="accessibility"),
        path("come-in/", coming_in.come_in, name="come_in"),
        path("come-in/code/", coming_in.code, name="code"),
        path("come-in/who/", coming_in.chosen, name="chosen"),
        path("come-in/staff/", coming_in.staff, name="staff"),
        path("come-in/set-up/<str:kind>/<str:key>/", coming_in.set_up_account, name="set_up"),
        path("come-in/desk/<str:key>/", coming_in.at_the_desk, name="at_the_desk"),
        path("sign-out/", coming_in.sign_out, name="sign_out"),
        path("demonstration/", demonstration.demonstration, name="demonstration"),
        path("ui/", gallery.gallery, name="gallery"),
        path("ui/<slug:slug>/", gallery.gallery, name="gallery_leaf"),
        path("healthz", health.alive, name="alive"),
        path("readyz", health.ready, name="ready"),
    ),
    *Door(SIGNED_IN)(
        path("mine/", mine.mine, name="mine"),
        path("mine/roles/", mine.roles, name="roles"),
        path("mine/messages/", own.messages, name="messages"),
        path("mine/messages/read/", own.read_all, name="read_all"),
        path("mine/consents/", own.consents, name="consents"),
        path("mine/consents/<str:key>/", own.agree, name="agree"),
        path("mine/helpers/", own.helpers, name="helpers"),
        path("mine/helpers/<int:pk>/end/", own.end_help, name="end_help"),
        path("mine/devices/", own.devices, name="devices"),
        path("mine/devices/end/", own.end_devices, name="end_devices"),
        path("mine/data/", own.data, name="data"),
        path("mine/data/file/", own.data_file, name="data_file"),
        path("mine/data/correction/", own_record.correction, name="own_correction"),
        path("mine/data/correction/<int:pk>/back/", own_record.correction_back, name="own_correction_back"),
        path("mine/data/telephones/", own_record.telephones, name="own_telephones"),
        path("mine/data/telephones/code/", own_record.telephone_code, name="own_telephone_code"),
        path("mine/data/telephones/<int:pk>/stop/", own_record.stop_telephone, name="stop_own_telephone"),
        path("mine/data/names/", own_record.names, name="own_names"),
        path("mine/data/delete/", own_record.erasure, name="own_erasure"),
        path("mine/data/delete/back/", own_record.erasure_back, name="own_erasure_back"),
    ),
    *Door("work_at_the_desk")(
        path("desk/", today.today, name="desk"),
        path("desk/search/", search.search, name="search"),
        path("desk/exports/", exports.exports, name="exports"),
        path("desk/exports/ask/<slug:key>/", exports.ask, name="ask_export"),
        path("desk/exports/waiting/<int:pk>/", exports.waiting, name="waiting_export"),
        path("desk/exports/<int:pk>/file/", exports.fetch, name="fetch_export"),
        path("desk/exports/<int:pk>/clear/", exports.clear, name="clear_export"),
        path("desk/journal/", journal.journal, name="journal"),
    ),
    *Door("see_people_masked")(
        path("desk/people/", lists.people, name="people"),
        path("desk/people/<int:pk>/", people.person, name="person"),
    ),
    *Door("keep_people")(
        path("desk/people/<int:pk>/facts/", people_changes.facts, name="correct_person"),
        path("desk/people/<int:pk>/home/", people_changes.home, name="change_home"),
        path("desk/people/<int:pk>/same/", merging.same, name="same_person"),
        path("desk/people/<int:pk>/same/<int:other>/", merging.compare, name="compare_people"),
        path("desk/merges/<int:pk>/", merging.proposal, name="merge_proposal"),
        path("desk/merges/<int:pk>/decide/", merging.decide, name="decide_merge"),
        path("desk/merges/<int:pk>/undo/", merging.undo, name="undo_merge"),
        path("desk/people/<int:pk>/correction/", rights.enter, name="enter_correction"),
        path("desk/people/<int:pk>/copy/", rights.copy, name="copy_record"),
        path("desk/people/<int:pk>/death/", rights.death, name="note_death"),
        path("desk/people/<int:pk>/delete/", rights.propose, name="propose_erasure"),
        path("desk/corrections/<int:pk>/", rights.correction, name="correction"),
        path("desk/erasures/<int:pk>/", rights.erasure, name="erasure"),
        path("desk/erasures/<int:pk>/decide/", rights.decide, name="decide_erasure"),
    ),
    *Door("see_one_number")(
        path("desk/people/<int:pk>/number/", people.show, name="show_number"),
    ),
    *Door("let_people_in")(
        path("desk/people/<int:pk>/let-in/", people.let_in, name="let_in"),
    ),
    *Door("see_places")(
        path("desk/places/", places.places, name="places"),
        path("desk/places/<int:pk>/", places.place, name="place"),
        path("desk/places/<int:pk>/map.geojson", places.map_of_place, name="map_of_place"),
    ),
    *Door("keep_places")(
        path("desk/places/<int:pk>/add/", place_changes.add, name="add_place"),
        path("desk/places/<int:pk>/name/", place_changes.rename, name="rename_place"),
        path("desk/places/<int:pk>/code/", place_changes.code, name="code_of_place"),
        path("desk/places/<int:pk>/position/", place_changes.position, name="position_of_place"),
        path("desk/places/<int:pk>/order/", place_changes.order, name="order_of_place"),
        path("desk/places/<int:pk>/move/", place_changes.move, name="move_place"),
        path("desk/places/<int:pk>/end/", place_changes.end, name="end_place"),
        path("desk/places/<int:pk>/erase/", place_changes.erase, name="erase_shape"),
        path("desk/places/<int:pk>/map/", place_map.take_in, name="take_in_map"),
    ),
    *Door("see_organizations")(
        path("desk/organizations/", lists.organizations, name="organizations"),
        path("desk/organizations/<int:pk>/", organizations.organization, name="organization"),
    ),
    *Door("keep_organizations")(
        path("desk/organizations/<int:pk>/change/", organization_changes.correct, name="correct_organization"),
        path("desk/organizations/<int:pk>/end/", organization_changes.finish, name="end_organization"),
    ),
    *Door(*GIVE_ROLES)(
        path("desk/organizations/<int:pk>/give/", organizations.give, name="give_seat"),
        path("desk/seats/<int:pk>/", organizations.one_seat, name="seat"),
        path("desk/seats/<int:pk>/end/", organizations.end, name="end_seat"),
    ),
    *Door("see_roles")(
        path("desk/roles/", roles.roles_held, name="roles_held"),
    ),
    *Door("give_any_role", "propose_any_role")(
        path("desk/roles/proposed/<int:pk>/", roles.proposal, name="proposal"),
        path("desk/roles/proposed/<int:pk>/decide/", roles.decide, name="decide"),
    ),
    *Door("open_accounts")(
        path("desk/seats/<int:pk>/account/", roles.account, name="account"),
        path("desk/seats/<int:pk>/close/", roles.close, name="close_account"),
    ),
    *Door("take_in_workbooks")(
        path("desk/intake/", intake.intake, name="intake"),
        path("desk/intake/<int:pk>/", intake.draft, name="draft"),
        path("desk/intake/<int:pk>/tabs/<int:tab>/", intake.headings, name="headings"),
        path("desk/intake/<int:pk>/tabs/<int:tab>/sheet/", intake.sheet, name="sheet"),
        path("desk/intake/<int:pk>/tabs/<int:tab>/rows/<int:row>/", intake.row, name="row"),
        path("desk/intake/<int:pk>/tabs/<int:tab>/rows/<int:row>/correct/", intake.correct, name="correct_row"),
        path("desk/intake/<int:pk>/tabs/<int:tab>/rows/<int:row>/take-back/", intake.take_back, name="take_back_row"),
        path("desk/intake/<int:pk>/again/", intake.again, name="look_again"),
        path("desk/intake/<int:pk>/confirm/", intake.confirm, name="confirm_draft"),
        path("desk/intake/<int:pk>/discard/", intake.discard, name="discard_draft"),
        path("desk/intake/<int:pk>/workbook/", intake.workbook, name="draft_workbook"),
        path("desk/intake/batches/<int:pk>/", batches.batch, name="batch"),
        path("desk/intake/batches/<int:pk>/reopen/", batches.reopen, name="reopen_batch"),
        path("desk/intake/batches/<int:pk>/undo/", batches.undo, name="undo_batch"),
        path("desk/intake/batches/<int:pk>/prepare/", batches.prepare, name="prepare_batch"),
        path("desk/intake/batches/<int:pk>/workbook/", batches.workbook, name="batch_workbook"),
        path("desk/intake/learned/", intake.learned, name="learned"),
        path("desk/intake/learned/<int:pk>/forget/", intake.unlearn, name="unlearn"),
    ),
    *Door("see_deliveries")(
        path("desk/messages/", messages.deliveries, name="deliveries"),
    ),
    *Door("send_again")(
        path("desk/messages/<int:pk>/again/", messages.again, name="send_again"),
    ),
    *Door("see_settings")(
        path("desk/settings/", settings.settings, name="settings"),
        path("desk/settings/<str:key>/", settings.setting, name="setting"),
    ),
]

handler500 = "gongzhi.faces.public.views.broken"

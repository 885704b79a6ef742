"""Every address of the house, and the door it stands behind."""

from django.urls import path

from gongzhi.faces.desk import today
from gongzhi.faces.doors import PUBLIC, SIGNED_IN, Door
from gongzhi.faces.insight import views as insight
from gongzhi.faces.public import coming_in, demonstration, health, mine
from gongzhi.faces.public import views as public

urlpatterns = [
    *Door(PUBLIC)(
        path("", public.home, name="home"),
        path("communities/", public.communities, name="communities"),
        path("communities/<int:pk>/", public.community, name="community"),
        path("figures/", insight.figures, name="figures"),
        path("figures/<slug:key>/", insight.figure, name="figure"),
        path("display/", public.display, name="display"),
        path("accessibility/", public.accessibility, name="accessibility"),
        path("come-in/", coming_in.come_in, name="come_in"),
        path("come-in/code/", coming_in.code, name="code"),
        path("come-in/who/", coming_in.chosen, name="chosen"),
        path("come-in/staff/", coming_in.staff, name="staff"),
        path("come-in/set-up/<str:kind>/<str:key>/", coming_in.set_up_account, name="set_up"),
        path("come-in/desk/<str:key>/", coming_in.at_the_desk, name="at_the_desk"),
        path("sign-out/", coming_in.sign_out, name="sign_out"),
        path("demonstration/", demonstration.demonstration, name="demonstration"),
        path("healthz", health.alive, name="alive"),
        path("readyz", health.ready, name="ready"),
    ),
    *Door(SIGNED_IN)(
        path("mine/", mine.mine, name="mine"),
        path("mine/roles/", mine.roles, name="roles"),
    ),
    *Door("work_at_the_desk")(
        path("desk/", today.today, name="desk"),
    ),
]

handler500 = "gongzhi.faces.public.views.broken"

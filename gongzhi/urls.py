"""Every address of the house."""

from django.urls import path

from gongzhi.faces.insight import views as insight
from gongzhi.faces.public import gallery, health
from gongzhi.faces.public import views as public

#: Anyone may come in, without an account. An address in no such list is red in the house rules.
PUBLIC = [
    path("", public.home, name="home"),
    path("communities/", public.communities, name="communities"),
    path("communities/<int:pk>/", public.community, name="community"),
    path("figures/", insight.figures, name="figures"),
    path("figures/<slug:key>/", insight.figure, name="figure"),
    path("display/", public.display, name="display"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("ui/", gallery.gallery, name="gallery"),
    path("ui/<slug:slug>/", gallery.gallery, name="gallery_leaf"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
]

urlpatterns = [*PUBLIC]

handler500 = "gongzhi.faces.public.views.broken"

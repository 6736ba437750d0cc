"""Every address in the house. None ends in a slash; the slashed form leads to the one without."""

from django.conf import settings
from django.contrib import admin
from django.urls import path, re_path

from advice.views import AdviceItem, AdviceList, HelpView
from helpapi import docs, problems
from helpapi.health import Live, Ready
from helpapi.home import Home, Root
from helpapi.problem_pages import ProblemList, ProblemPage
from helpapi.well_known import SecurityText
from services.places import CodeListItem, CodeLists, RegionItem, RegionList
from services.views import OrganisationItem, OrganisationList, ServiceItem, ServiceList

v1 = [
    path("", Root.as_view()),
    path("/help", HelpView.as_view()),
    path("/services", ServiceList.as_view()),
    path("/services/<str:name>", ServiceItem.as_view()),
    path("/organisations", OrganisationList.as_view()),
    path("/organisations/<str:name>", OrganisationItem.as_view()),
    path("/advice", AdviceList.as_view()),
    path("/advice/<str:name>", AdviceItem.as_view()),
    path("/regions", RegionList.as_view()),
    path("/regions/<str:name>", RegionItem.as_view()),
    path("/codes", CodeLists.as_view()),
    path("/codes/<str:name>", CodeListItem.as_view()),
    path("/openapi.json", docs.OpenAPIJson.as_view()),
    path("/openapi.yaml", docs.OpenAPIYaml.as_view()),
]

urlpatterns = [
    path("", Home.as_view()),
    *(path(f"api/v1{pattern.pattern}", pattern.callback) for pattern in v1),
    path("api/docs", docs.Docs.as_view()),
    path("api/docs/<str:name>", docs.Guide.as_view()),
    path("problems", ProblemList.as_view()),
    path("problems/<slug:code>", ProblemPage.as_view()),
    path(".well-known/security.txt", SecurityText.as_view()),
    path("health/live", Live.as_view()),
    path("health/ready", Ready.as_view()),
]
if settings.SERVES_ADMIN:
    urlpatterns += [path("admin/", admin.site.urls)]
urlpatterns += [re_path(r"^(?P<address>.*[^/])/\Z", problems.without_slash)]

handler400 = problems.bad_request
handler403 = problems.page_not_found
handler404 = problems.page_not_found
handler500 = problems.server_error

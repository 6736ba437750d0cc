"""Every address in the house; a kind of content names its own. None ends in a slash; the slashed form leads there."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, path, re_path

from advice.views import HelpView
from helpapi import problems
from helpapi.contract import docs
from helpapi.contract.problem_pages import ProblemList, ProblemPage
from helpapi.home import Home, Root
from helpapi.running.health import Live, Ready
from helpapi.well_known import SecurityText
from partners.trust.views import TrustFile
from partners.views import Bundle, BundleFile, ChangeList, RecallList
from publishing.api import addresses
from publishing.api.code_lists import CodeListItem, CodeLists
from publishing.api.reports import Reports
from services.api.reference import RegionItem, RegionList

v1 = [
    path("", Root.as_view()),
    path("/help", HelpView.as_view()),
    *(path(f"/{address}", view.as_view()) for address, view in addresses.of_kinds()),
    path("/bundle", Bundle.as_view()),
    path("/bundles/<str:name>", BundleFile.as_view()),
    path("/changes", ChangeList.as_view()),
    path("/recalls", RecallList.as_view()),
    path("/reports", Reports.as_view()),
    path("/trust/<str:name>", TrustFile.as_view()),
    path("/regions", RegionList.as_view()),
    path("/regions/<str:name>", RegionItem.as_view()),
    path("/codes", CodeLists.as_view()),
    path("/codes/<str:name>", CodeListItem.as_view()),
    path("/openapi.json", docs.OpenAPIJson.as_view()),
    path("/openapi.yaml", docs.OpenAPIYaml.as_view()),
]

urlpatterns: list[URLPattern | URLResolver] = [
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
    from helpapi.confirm import Confirm  # with the forms, which other nodes do not import

    urlpatterns += [path("admin/", admin.site.urls), path("confirm/<path:token>", Confirm.as_view(), name="confirm")]
urlpatterns += [re_path(r"^(?P<address>.*[^/])/\Z", problems.without_slash)]

handler400 = problems.bad_request
handler403 = problems.page_not_found
handler404 = problems.page_not_found
handler500 = problems.server_error

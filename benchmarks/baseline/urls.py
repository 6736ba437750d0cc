from django.urls import include, path

from benchmarks.baseline.api import router

urlpatterns = [path("api/v1/", include(router.urls))]

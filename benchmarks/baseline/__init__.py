"""The same services as a plain directory would have them: Django REST framework as its documentation shows it.

Ordinary models, a `ModelViewSet`, django-filter, `prefetch_related`, pages by number. It is what the project is
compared with, and it means the same: for an age, a place and a type it finds the same services.
"""

"""Django's classes for the admin with the type of what they show, which those of Django take in annotations only."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet

from publishing.models import Part, Publishable

if TYPE_CHECKING:
    ItemAdmin = admin.ModelAdmin[Publishable]
    ItemForm = forms.ModelForm[Publishable]
    PartsAdmin = admin.StackedInline[Part, Publishable]
    PartModelForm = forms.ModelForm[Part]
    PartFormSet = BaseInlineFormSet[Part, Publishable, forms.ModelForm[Part]]
else:
    ItemAdmin, PartsAdmin, PartFormSet = admin.ModelAdmin, admin.StackedInline, BaseInlineFormSet
    ItemForm, PartModelForm = forms.ModelForm, forms.ModelForm

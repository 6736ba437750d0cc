"""A step as a whole was for certain audiences; now each of its details is, and the step for everybody."""

from typing import Any
from uuid import uuid5

from django.db import migrations

EVERYBODY = ["victim", "parent-carer", "friend", "professional"]
FOR_THE_VICTIM = "This part is only for the person being blackmailed."
FOR_SOME = "This part is only for some of the people who may ask."


def limit_details(apps: Any, schema_editor: Any) -> None:
    """A step that has nothing to limit stops the migration: it must not become everybody's unseen."""
    step_model, limit_model = apps.get_model("advice", "Step"), apps.get_model("advice", "DetailLimit")
    for step in step_model.objects.order_by("topic_id", "position", "uid"):
        if set(step.audiences) == set(EVERYBODY):
            continue
        if not step.details or not step.audiences:
            raise RuntimeError(f"The step “{step.code}” is not for everybody, and has no details to limit: see to it first.")
        before = limit_model.objects.filter(topic_id=step.topic_id).count()
        for number, detail in enumerate(step.details, start=1):
            limit_model.objects.create(
                uid=uuid5(step.uid, str(number)),
                topic_id=step.topic_id,
                position=before + number,
                code=f"limit-{before + number}",
                step_id=step.uid,
                detail=detail,
                audiences=step.audiences,
                reason=FOR_THE_VICTIM if step.audiences == ["victim"] else FOR_SOME,
            )


def limit_steps(apps: Any, schema_editor: Any) -> None:
    """Back again: a step of which a part is limited to some is for those alone. Limits of age go."""
    step_model, limit_model = apps.get_model("advice", "Step"), apps.get_model("advice", "DetailLimit")
    for step in step_model.objects.all():
        limits = [set(limit.audiences) for limit in limit_model.objects.filter(step_id=step.uid) if limit.audiences]
        step.audiences = [code for code in EVERYBODY if all(code in limit for limit in limits)]
        step.save()
    limit_model.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("advice", "0002_limits_of_details")]

    operations = [migrations.RunPython(limit_details, limit_steps)]

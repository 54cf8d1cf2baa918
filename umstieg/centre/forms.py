"""Rooms, and the Land whose public holidays hold."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from umstieg.core.forms import FactsForm, helper_for

from .models import Centre, Room, SecrecyText, Site, Team
from .queries import sites_to_choose

# What the first text begins with. German, because German law asks for it; the centre has it checked.
SECRECY_TEXT = (
    "Ich verpflichte mich, fremde Geheimnisse, die mir in der Beratungsstelle anvertraut oder sonst bekannt werden, "
    "nicht zu offenbaren. Das gilt auch gegenüber Angehörigen und nach dem Ende meiner Tätigkeit.\n\n"
    "Mir ist bekannt, dass ich mich nach § 203 StGB strafbar machen kann, wenn ich unbefugt ein fremdes Geheimnis "
    "offenbare. Ich öffne nur Akten, die ich für meine Arbeit brauche, und weiß, dass jeder Blick in eine Akte "
    "protokolliert wird."
)


class RoomForm(FactsForm):
    """A room of one of our sites (114-08)."""

    class Meta:
        model = Room
        fields = ["site", "name", "is_protected", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = Site.objects.order_by("name")
        self.fields["site"].empty_label = None
        if self.instance.pk is None:
            del self.fields["is_active"]
        self.helper = helper_for()


class SiteForm(FactsForm):
    """A site: where it is, when it is open, and who gets in (114-09, 114-11)."""

    class Meta:
        model = Site
        fields = ["name", "kind", "address", "reachability", "accessibility", "is_active"]
        widgets = {"address": forms.Textarea(attrs={"rows": 3}), "reachability": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["is_active"]
        self.helper = helper_for()


class TeamFactsForm(FactsForm):
    """What a team is called, where it is at home, and whether it still is."""

    class Meta:
        model = Team
        fields = ["name", "site", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites_to_choose(keep=self.instance.site_id)
        self.fields["site"].empty_label = None
        if self.instance.pk is None:
            del self.fields["is_active"]
        self.helper = helper_for()


class TeamForm(FactsForm):
    """When a case of the team counts as long without contact."""

    class Meta:
        model = Team
        fields = ["no_contact_days"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for()


class LandForm(FactsForm):
    """The Land, or none: then only the holidays of the whole country."""

    class Meta:
        model = Centre
        fields = ["land"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["land"].choices = [("", _("not chosen: only holidays of the whole country")), *_lands(self)]
        self.helper = helper_for()


class StaffPrintedForm(FactsForm):
    """How printouts for clients name colleagues."""

    class Meta:
        model = Centre
        fields = ["staff_printed_as"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)


class ResidenceForm(FactsForm):
    """Whether the centre notes facts about residence."""

    class Meta:
        model = Centre
        fields = ["keeps_residence"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = helper_for()


class SecrecyTextForm(FactsForm):
    """The next text by which people are bound to secrecy; it begins as a copy of the one before."""

    class Meta:
        model = SecrecyText
        fields = ["valid_from", "text"]

    def __init__(self, *args, before=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 16
        self.initial.setdefault("valid_from", timezone.localdate())
        self.initial["text"] = before.text if before else SECRECY_TEXT
        self.helper = helper_for()


def _lands(form):
    return [pair for pair in form.fields["land"].choices if pair[0]]

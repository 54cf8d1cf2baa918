"""Files that somebody uploads: checked by their content, cleaned, and kept encrypted in the database (docs/adr/0019).

Form (the page's form element needs enctype="multipart/form-data"; drafts keep what is typed, never the file):

    class AgreementForm(DomainForm):
        document = CheckedFileField(label=_("Document"))            # umstieg.core.files.fields

    form = AgreementForm(typed.data, request.FILES or None)
    form.cleaned_data["document"]                                   # CleanFile: .name .kind .content .size

View, which names the form so that a file arrives at all, and is cleaned before the transaction begins:

    @requires(Permission.NETWORK_KEEP, files=AgreementForm)

Service, inside the caller's act, as the only way in and out; the own model points to the file:

    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")

    with act("agreement.kept", by=by) as done:
        file = store_file(upload=document, by=by)                   # umstieg.core.files.storing
        ...
        remove_file(file=file)                                      # after the row that points to it

View, after its own question who may see it and its own `record(…)`:

    return file_response(agreement.file)                            # umstieg.core.files.sending
"""

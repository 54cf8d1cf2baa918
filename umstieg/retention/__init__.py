"""How long every field is kept: finds `<app>.retention` of every package of ours."""

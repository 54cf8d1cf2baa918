"""The pages that cross the apps. Owns no model; imported by nobody."""

"""Page-shaped reads with a fixed number of SQL statements. They write nothing; views record what they show."""

from .own import spoken_labels

__all__ = ["spoken_labels"]

"""Reading of calendars: public holidays, and what a calendar outside is told."""

"""Tasks, appointments, series, holidays, the calendar feed. The tables stand in the app whose rights they follow."""

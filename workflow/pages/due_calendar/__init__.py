"""The calendar of due dates: what is due on which day, how full the days are, and the feeds for other calendars."""

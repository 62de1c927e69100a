"""The search over everything (Ctrl+K): a popup over whatever page is on show."""

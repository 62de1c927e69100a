"""Paper: frozen plain data in, PDF bytes out. No clock, no session, no window toolkit."""

"""排队叫号: who waits in the hall, and whose turn it is."""

"""F1: what the page on show is for, how to work it, and all keys."""

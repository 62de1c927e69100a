"""工作台: what a day at the desk begins with."""

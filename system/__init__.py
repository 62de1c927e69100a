"""What the program asks of the machine: clock, paths, files, logs, errors, keys, locks, printers."""

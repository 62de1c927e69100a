"""The tables and the encrypted file that holds them, and nothing else: rules live in `domain`, acts in `services`."""

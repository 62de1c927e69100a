"""The five steps from a bare machine to a station that can register a visitor; one file each."""

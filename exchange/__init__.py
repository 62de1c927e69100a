"""Files that come in and go out, read as if they were hostile; no database and no screen."""

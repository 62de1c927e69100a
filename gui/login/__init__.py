"""Before and beside the work: the login, the first start, the two ways back in, and the lock."""

"""What staff see: pages and widgets that ask the services and show plain values."""

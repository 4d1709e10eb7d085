"""Word documents that become lessons."""

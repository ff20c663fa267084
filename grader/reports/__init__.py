"""What people read: pure functions from score documents to text."""

"""What a course's author runs: cut the stubs, and prove the course right."""

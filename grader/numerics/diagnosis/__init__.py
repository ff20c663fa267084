"""What is wrong with a wrong array: pure rules on numbers, no guess."""

"""What is read: exercises, rules and their typed values, measures, questions of free text."""

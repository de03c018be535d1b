"""What holds for a person now: usual pain, stage, vetoes, function, what was decided."""

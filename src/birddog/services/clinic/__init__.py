"""Clinics: who works there, who is cared for, and who needs somebody first."""

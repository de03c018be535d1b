"""What to do: choosing, arranging and dosing exercises, walking and lessons."""

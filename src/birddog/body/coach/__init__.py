"""The coach: follows an exercise from its own definition in landmarks of a camera, and says when it cannot tell.

Pure NumPy: no files, no clock, no chance, no words made in code. Live and recorded go through the same `engine.step`.
"""

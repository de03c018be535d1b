"""The proof that Birddog is safe: the hazards as invariants over their whole space, and planted mistakes.

``run`` checks every invariant on the packaged content, then plants each mutant in turn and demands that some invariant
catches it: a suite whose mutants all die is one that can fail. ``violations`` checks the invariants on other content.
"""

from birddog.verify.harness import run, violations

__all__ = ["run", "violations"]

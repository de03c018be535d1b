"""The proof that Birddog is safe: the hazards as invariants over their whole space, and planted mistakes.

``run`` checks every invariant on the packaged content, then plants each mutant in turn and demands that
some invariant catches it. A suite whose mutants all die is one that can fail.
"""

from birddog.verify.harness import run

__all__ = ["run"]

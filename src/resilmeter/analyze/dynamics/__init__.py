"""Time and convergence: who catches up, how units spread and move, what may come next."""

from resilmeter.analyze.dynamics.convergence import Convergence, convergence
from resilmeter.analyze.dynamics.coupling import coupling
from resilmeter.analyze.dynamics.densities import Densities, densities
from resilmeter.analyze.dynamics.outlook import outlook
from resilmeter.analyze.dynamics.record import Dynamics
from resilmeter.analyze.dynamics.transitions import Transitions, transitions

__all__ = [
    "Convergence",
    "Densities",
    "Dynamics",
    "Transitions",
    "convergence",
    "coupling",
    "densities",
    "outlook",
    "transitions",
]

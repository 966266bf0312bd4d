"""Sphinx settings. The build is offline: no web fonts, no CDN, no formula renderer."""

from resilmeter import __version__

project = "resilmeter"
author = "The resilmeter authors"
copyright = "The resilmeter authors"
version = release = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "numpydoc"]
exclude_patterns = ["_build"]
suppress_warnings = ["myst.header"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

# The notebooks of the papers are executed by every build; an error in one fails it.
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 300

# numpydoc writes the parameters out with their shapes; the signature need not repeat the types.
autodoc_typehints = "none"
autodoc_member_order = "bysource"
# Fields are described under "Parameters" or "Attributes"; stub pages of members are not wanted.
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False
numpydoc_xref_param_type = False

html_theme = "furo"
html_title = f"resilmeter {release}"
html_show_sphinx = False
html_copy_source = False

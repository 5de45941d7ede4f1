# SPDX-License-Identifier: LGPL-2.1-or-later
"""The same rule in other tools; README.md has what they compute."""

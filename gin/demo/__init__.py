"""The demo network: four clusters with people, organisations, offers and conversations.

Its texts stand in data/ as TOML, all invented; `load` takes them through the portal's own forms and
moves, and then sets the dates back, so that the network looks lived in whenever it is loaded.
"""

from gin.demo.loading import load

__all__ = ["load"]

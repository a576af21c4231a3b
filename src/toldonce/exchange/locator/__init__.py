"""The National Record Locator: which plans it is to know of, and how it is told."""

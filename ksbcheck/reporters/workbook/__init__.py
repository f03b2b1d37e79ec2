"""The summary as a workbook: how cells are written, and a module for each sheet."""

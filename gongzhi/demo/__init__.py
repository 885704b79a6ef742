"""A street that does not exist: made-up places, units, people and agreements, and the workbooks its office would keep.

It knows nothing of the rest of the house: what it writes comes in like any other workbook, so that
the demonstration is itself the main job.
"""

"""The ways in which a valid file can have the wrong content, each saying what must come of it."""

from tests.checkpoint.faults import asked, company, files, values, variables

# In this order: the numbers of the cases, from which their choices follow, count by it.
KINDS = variables.KINDS | company.KINDS | values.KINDS | files.KINDS | asked.KINDS

"""Visits: leaders go to the people; shortlists before, notices, records, discoveries and evidence; leaders' letters."""

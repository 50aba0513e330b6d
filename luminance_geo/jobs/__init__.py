"""Periodic work, leased: each piece runs once, however many processes there are."""

from luminance_geo.jobs.actions import run_due
from luminance_geo.jobs.job import Job
from luminance_geo.jobs.worker import Worker

__all__ = ["Job", "Worker", "run_due"]

from foundation.models.job import Job, JobState
from foundation.models.load import Load

__all__ = ["Job", "JobState", "Load"]

from foundation.models.job import Job, JobState
from foundation.models.load import Load
from foundation.models.notice import Digest, Notice

__all__ = ["Digest", "Job", "JobState", "Load", "Notice"]

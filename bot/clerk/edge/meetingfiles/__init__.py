"""Meetings as files, in the YAML that OpenStack's yaml2ical reads, with a few keys more."""
from .folder import Loaded as Loaded
from .folder import load as load
from .reading import read as read
from .saving import save as save
from .writing import write as write
from .yamltext import Fault as Fault

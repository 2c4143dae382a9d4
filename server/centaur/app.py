"""The composition root: settings in, wired parts out. The only place that knows every room."""

import logging
import os
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from centaur import settings as settings_room
from centaur.adapters.clock import SystemClock
from centaur.adapters.state_dir import StateDir
from centaur.adapters.workspace_files import exclusions, source_files
from centaur.completion.engine import Engine
from centaur.completion.local_proposer import LocalProposer
from centaur.completion.offers import Offers
from centaur.completion.ports import Proposer
from centaur.evidence.lifecycle import Lifecycle
from centaur.local.predictor import LocalEngine
from centaur.session import EventLog, Parts, Session
from centaur.settings import LOCAL, Settings

log = logging.getLogger(__name__)

"""Processes that live and die with the one that started them."""

import os
import signal
import threading
import time


def stay_with_parent() -> None:
    """Leave Ctrl-C to the parent, which stops its children in order, and end when the parent was killed."""
    parent = os.getppid()
    os.setpgrp()  # a terminal's Ctrl-C reaches the parent's group only; twice told, a granian worker hangs

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="parent").start()

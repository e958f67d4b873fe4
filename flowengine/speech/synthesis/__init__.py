"""Words to sound: engines in worker processes, behind one studio that keeps what was spoken."""

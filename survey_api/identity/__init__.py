"""Room 1: who may answer and who may look; never what anybody answered."""

"""Run a submission's code in another process, behind walls.

The judge's side is `client`, `handles` and `tiers`; the worker's side is
`zygote`, `worker`, `evaluation`, `wire` and `walls`, which import nothing else of ours.
"""

"""Programs and scripts in the style of 2017: TF 1.15.5 runs them, and TF 2 under the hook.

They import tensorflow as everybody did; nothing but the hook may import them elsewhere.
"""

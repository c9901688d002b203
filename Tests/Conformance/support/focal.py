"""The focal loss in float64, written anew from the paper: what the server's numbers are held against."""

import numpy as np

MODEL = "losses.focal"
GAMMA, ALPHA = 2.0, 0.25


def inputs(shape=(3, 5), dtype=np.float32, seed=1) -> tuple[np.ndarray, np.ndarray]:
    """Logits and 0/1 targets, the same on every call."""
    random = np.random.default_rng(seed)
    logits = random.normal(scale=3, size=shape).astype(np.float32)
    return logits.astype(dtype), random.integers(0, 2, size=shape).astype(dtype)


def elements(logits, targets, gamma=GAMMA, alpha=ALPHA) -> np.ndarray:
    z, t = np.asarray(logits, np.float64), np.asarray(targets, np.float64)
    p = 1 / (1 + np.exp(-z))
    p_t, alpha_t = np.where(t == 1, p, 1 - p), np.where(t == 1, alpha, 1 - alpha)
    return alpha_t * (1 - p_t) ** gamma * (np.logaddexp(0, z) - t * z)


def gradients(logits, targets, gamma=GAMMA, alpha=ALPHA) -> np.ndarray:
    """Of the mean."""
    z, t = np.asarray(logits, np.float64), np.asarray(targets, np.float64)
    p = 1 / (1 + np.exp(-z))
    log_p, log_q = -np.logaddexp(0, -z), -np.logaddexp(0, z)
    positive = alpha * (1 - p) ** gamma * (gamma * p * log_p + p - 1)
    negative = (1 - alpha) * p ** gamma * (p - gamma * (1 - p) * log_q)
    return np.where(t == 1, positive, negative) / z.size

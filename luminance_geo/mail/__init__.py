"""Mail: an outbox written in the transaction of what caused it, and the worker that sends it."""

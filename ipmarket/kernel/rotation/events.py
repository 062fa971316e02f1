"""The topic that a change of keys emits."""

VALUES_RESEALED = "kernel.values_resealed"

package io.gsonfire;

/** Imported by the generated client, and not used. */
public interface TypeSelector<T> {}

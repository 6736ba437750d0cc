package org.openapitools.jackson.nullable;

/** Stands in for jackson-databind-nullable: named in functions of the generated client that nothing calls. */
public interface JsonNullable<T> {
  boolean isPresent();

  T get();
}

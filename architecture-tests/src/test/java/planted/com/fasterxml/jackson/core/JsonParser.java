package planted.com.fasterxml.jackson.core;

/** Stands for a technology of that package. */
public final class JsonParser {}

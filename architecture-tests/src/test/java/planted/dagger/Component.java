package planted.dagger;

/** Stands for a technology of that package. */
public final class Component {}

package io.anabranch.domain.definition;

/** An adopted definition: a spec and the number that every stored row carries. */
public record Definition(DefinitionNumber number, DefinitionSpec spec) {}

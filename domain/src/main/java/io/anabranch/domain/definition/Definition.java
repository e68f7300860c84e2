package io.anabranch.domain.definition;

/** An adopted definition: what is folded, under the number that every stored row carries. */
public record Definition(DefinitionNumber number, DefinitionSpec spec) {}

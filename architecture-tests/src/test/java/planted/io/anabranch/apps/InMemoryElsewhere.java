package planted.io.anabranch.apps;

final class InMemoryElsewhere {}

package planted.io.anabranch.apps.standalone;

final class InMemoryElsewhere {}

package planted.io.anabranch.domain;

final class FoldHelper {}

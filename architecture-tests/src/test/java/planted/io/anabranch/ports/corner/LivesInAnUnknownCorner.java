package planted.io.anabranch.ports.corner;

final class LivesInAnUnknownCorner {}

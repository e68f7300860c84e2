package planted.io.anabranch.adapters.elastic;

final class ViewImpl {}

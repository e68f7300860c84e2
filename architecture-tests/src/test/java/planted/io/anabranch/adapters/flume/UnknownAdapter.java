package planted.io.anabranch.adapters.flume;

final class UnknownAdapter {}

package planted.io.anabranch.apps.http;

final class ViewImpl {}

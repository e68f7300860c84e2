package planted.io.anabranch.domain;

@SuppressWarnings("unused")
final class PublicField {
  public static final int CONSTANT = 1;
  public int offset;
}

package planted.io.anabranch.domain;

@SuppressWarnings("ArrayRecordComponent")
record ArrayRecord(long offset, byte[] bytes) {}
